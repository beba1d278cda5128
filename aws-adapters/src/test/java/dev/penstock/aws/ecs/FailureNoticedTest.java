package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.observe.Durations;
import dev.penstock.observe.Observer;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.Sighting;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;

/** How soon failing tasks are noticed when a hundred services are released at once, none of which has a circuit breaker. */
class FailureNoticedTest {

    private static final int SERVICES = 100;
    private static final String CLUSTER = "shop";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The services whose new tasks fail, and how. Most are gone and replaced before a deployment shows them as running. */
    private static final Map<Integer, String> FAILING = Map.of(
            3, "cannot-pull",
            12, "cannot-start",
            27, "exit:1@1s",
            34, "cannot-pull pull@16s",
            50, "cannot-pull pull@17s",
            61, "cannot-start pull@18s",
            71, "cannot-pull pull@19s",
            85, "oom@1s",
            92, "cannot-pull pull@23s",
            99, "exit:1@20s");

    private final SimulatedAccount account = new SimulatedAccount();
    private final SimulatedTime time = account.aws.time();
    private final AtomicInteger reads = new AtomicInteger();
    private SimulatedTime.Busy busy = time.busy();

    @AfterEach
    void close() {
        busy.close();
        account.close();
    }

    @Test
    void aTaskThatFailsIsNoticedWithinHalfAMinuteAndWithinTheBudget() throws Exception {
        createServices();
        account.aws.faults().add((moment, call) -> {
            if (moment == Moment.BEFORE && call.operation().startsWith("Describe")) {
                reads.incrementAndGet();
            }
            return Optional.empty();
        });
        Instant began = time.now();

        Map<Integer, Instant> noticed = release();

        double seconds = Duration.between(began, time.now()).toMillis() / 1000.0;
        assertThat(reads.get() / seconds).as("calls a second").isLessThanOrEqualTo(4);
        Map<Integer, Duration> lags = new HashMap<>();
        noticed.forEach((service, at) -> lags.put(service, Duration.between(firstFailure(service), at)));
        assertThat(lags).as("all that failed were noticed").hasSize(FAILING.size());
        assertThat(lags.values()).allSatisfy(lag -> assertThat(lag).isBetween(Duration.ZERO, Duration.ofSeconds(30)));
    }

    private void createServices() throws Exception {
        ecs().createCluster(cluster -> cluster.clusterName(CLUSTER));
        String definition = register("");
        for (int i = 0; i < SERVICES; i++) {
            String name = name(i);
            ecs().createService(service -> service.cluster(CLUSTER)
                    .serviceName(name)
                    .taskDefinition(definition)
                    .launchType("FARGATE")
                    .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                    .desiredCount(1));
        }
        pass(Duration.ofMinutes(10));
    }

    /** Releases all services, and waits until all that fail were noticed. */
    private Map<Integer, Instant> release() throws Exception {
        String slow = register("pull@15m");
        Map<Integer, Instant> noticed = new ConcurrentHashMap<>();
        CompletableFuture<SimulatedTime.Busy> all = new CompletableFuture<>();
        try (Observer observer = new Observer(
                account.clock(),
                List.of(new ServiceDeploymentReader(account.clients, time::now)),
                Durations.inMemory())) {
            for (int i = 0; i < SERVICES; i++) {
                int number = i;
                String how = FAILING.get(i);
                String definition = how == null ? slow : register(how);
                String deployment = ecs().updateService(service ->
                                service.cluster(CLUSTER).service(name(number)).taskDefinition(definition))
                        .service()
                        .currentServiceDeployment();
                observer.watch(
                        new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, deployment),
                        Optional.empty(),
                        sighting -> {
                            if (sighting instanceof Sighting.Seen(ServiceDeployment seen)
                                    && seen.failedCount() > 0
                                    && noticed.putIfAbsent(number, time.now()) == null
                                    && noticed.size() == FAILING.size()) {
                                all.complete(time.busy());
                            }
                        });
            }
            time.at(time.now().plus(LONGEST), () -> all.complete(time.busy()));
            busy.close();
            busy = all.get();
        }
        return noticed;
    }

    private Instant firstFailure(int service) {
        List<String> stopped = ecs().listTasks(
                        list -> list.cluster(CLUSTER).serviceName(name(service)).desiredStatus("STOPPED"))
                .taskArns();
        return ecs().describeTasks(describe -> describe.cluster(CLUSTER).tasks(stopped)).tasks().stream()
                .filter(task -> !"ServiceSchedulerInitiated".equals(task.stopCodeAsString()))
                .map(Task::stoppingAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private String register(String simulate) {
        List<KeyValuePair> environment = new ArrayList<>();
        if (!simulate.isEmpty()) {
            environment.add(KeyValuePair.builder()
                    .name("PENSTOCK_SIMULATE")
                    .value(simulate)
                    .build());
        }
        ContainerDefinition container = ContainerDefinition.builder()
                .name("web")
                .image("registry.example/web:1")
                .essential(true)
                .environment(environment)
                .build();
        return ecs().registerTaskDefinition(request -> request.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private static String name(int number) {
        return "service-" + number;
    }

    private EcsClient ecs() {
        return account.clients.ecs(AwsScope.OWN, Use.CHANGE);
    }

    /** Lets time pass, and holds it still again. */
    private void pass(Duration duration) throws Exception {
        CompletableFuture<SimulatedTime.Busy> woken = new CompletableFuture<>();
        time.at(time.now().plus(duration), () -> woken.complete(time.busy()));
        busy.close();
        busy = woken.get();
    }
}
