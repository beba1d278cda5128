package dev.penstock.benchmarks;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.benchmarks.Waiting.Trace;
import dev.penstock.observe.Durations;
import dev.penstock.observe.Observer;
import dev.penstock.observe.Observer.Watch;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.Sighting;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.ecs.EcsClient;

/** A simulated account with many services, which are released all at once. Whoever uses it holds time still meanwhile. */
final class WaitingWorld implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";
    private static final String CLUSTER = "shop";

    /** What the limit of UpdateService allows for long (Amazon ECS Developer Guide, API request throttling). */
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(200);

    private final int count;
    private final long seed;
    private final HeldTime held = new HeldTime();
    private final SimulatedTime time = held.time();
    private final RateLimits limits = RateLimits.published();
    private final SimulatedAws aws;
    private final AwsClients clients;
    private final ConcurrentLinkedQueue<Double> reads = new ConcurrentLinkedQueue<>();
    private int version;

    WaitingWorld(int count, long seed) throws Exception {
        this.count = count;
        this.seed = seed;
        this.aws = SimulatedAws.builder()
                .seed(seed)
                .time(time)
                .rateLimits(limits)
                .tasks(this::script)
                .start();
        this.clients = new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)));
        aws.faults().add((moment, call) -> {
            if (moment == Moment.BEFORE
                    && call.service().equals("ecs")
                    && call.operation().startsWith("Describe")) {
                reads.add(HeldTime.seconds(time.now()));
            }
            return Optional.empty();
        });
        ecs().createCluster(cluster -> cluster.clusterName(CLUSTER));
        String definition = register();
        for (int i = 0; i < count; i++) {
            String name = "service-" + i;
            held.pass(BETWEEN_CHANGES);
            WebServices.create(ecs(), CLUSTER, name, definition, 1);
        }
        held.pass(Duration.ofMinutes(30));
    }

    /**
     * What came of a release of all services.
     *
     * @param calls when the observer called, in seconds
     * @param throttles how many of all calls were refused
     * @param lags seconds from the end of each deployment until the observer told it
     */
    record Release(Trace trace, List<Double> calls, int throttles, List<Double> lags) {}

    /** Releases a new version of all services, and watches each from when it is known. */
    Release release(Durations durations) throws Exception {
        String definition = register();
        reads.clear();
        long refusedBefore = limits.refused();
        List<String> deployments = new ArrayList<>();
        Map<String, Instant> told = new ConcurrentHashMap<>();
        AtomicInteger left = new AtomicInteger(count);
        CompletableFuture<SimulatedTime.Busy> all = new CompletableFuture<>();
        try (Observer observer =
                new Observer(held.clock(), List.of(new ServiceDeploymentReader(clients, time::now)), durations)) {
            for (int i = 0; i < count; i++) {
                String name = "service-" + i;
                ecs().updateService(service ->
                        service.cluster(CLUSTER).service(name).taskDefinition(definition));
                String deployment = ecs().listServiceDeployments(
                                list -> list.cluster(CLUSTER).service(name))
                        .serviceDeployments()
                        .getFirst()
                        .serviceDeploymentArn();
                deployments.add(deployment);
                watch(observer, deployment, told, left, all);
                held.pass(BETWEEN_CHANGES);
            }
            held.passUntil(all);
        }
        List<Double> calls = List.copyOf(reads);
        int refused = (int) (limits.refused() - refusedBefore);
        return release(deployments, told, calls, refused);
    }

    private void watch(
            Observer observer,
            String deployment,
            Map<String, Instant> told,
            AtomicInteger left,
            CompletableFuture<SimulatedTime.Busy> all) {
        CompletableFuture<Watch> watch = new CompletableFuture<>();
        watch.complete(observer.watch(
                new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, deployment), Optional.empty(), sighting -> {
                    if (sighting instanceof Sighting.Seen(ServiceDeployment seen)
                            && seen.status().hasEnded()) {
                        told.put(deployment, time.now());
                        watch.join().cancel();
                        if (left.decrementAndGet() == 0) {
                            all.complete(time.busy());
                        }
                    }
                }));
    }

    private Release release(List<String> deployments, Map<String, Instant> told, List<Double> calls, int refused)
            throws Exception {
        List<Double> begins = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        List<Double> lags = new ArrayList<>();
        for (String arn : deployments) {
            held.pass(BETWEEN_CHANGES);
            var deployment = ecs().describeServiceDeployments(request -> request.serviceDeploymentArns(arn))
                    .serviceDeployments()
                    .getFirst();
            begins.add(HeldTime.seconds(deployment.createdAt()));
            ends.add(HeldTime.seconds(deployment.finishedAt()));
            lags.add(HeldTime.seconds(told.getOrDefault(arn, Instant.MAX)) - HeldTime.seconds(deployment.finishedAt()));
        }
        return new Release(new Trace(begins, ends), calls, refused, lags);
    }

    private String register() {
        version++;
        return WebServices.register(ecs(), "registry.example/web:" + version);
    }

    private ContainerScript script(TaskBehaviour.Launch launch) {
        return WebServices.pulling(launch, seed, 120, 0.5);
    }

    private EcsClient ecs() {
        return clients.ecs(AwsScope.OWN, Use.CHANGE);
    }

    @Override
    public void close() {
        held.close();
        clients.close();
        aws.close();
    }
}
