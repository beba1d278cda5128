package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.metric.AwsEvidence;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.Strategies;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** A service of real containers behind the simulated load balancer, while simulated time runs faster than that of the machine. */
final class RealShop implements AutoCloseable {

    /** How much faster. */
    private static final double SPEED = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SETTLED = Duration.ofHours(1);

    /** After that a new load balancer is active. */
    private static final Duration PROVISIONED = Duration.ofMinutes(3);

    private final Path folder;
    private final List<String> images = new ArrayList<>();
    private final DeploymentSetting settings;
    private final BalancedShop shop;
    final SimulatedAccount account;

    /** Where the records of verdicts are. */
    final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    /** When what was logged by the last release. */
    final Map<String, Instant> said = new LinkedHashMap<>();

    /** @param settings of the action {@code deploy} */
    RealShop(Path folder, DeploymentSetting settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.account = new SimulatedAccount(SimulatedAws.builder()
                .seed(7)
                .time(SimulatedTime.scaled(Instant.parse("2026-05-04T10:00:00Z"), SPEED))
                .containers(DockerContainers.connect())
                .start());
        this.shop = new BalancedShop(account);
        ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
        for (String group : List.of(shop.blue, shop.green)) {
            elb.modifyTargetGroup(
                    m -> m.targetGroupArn(group).healthCheckPath("/health").unhealthyThresholdCount(10));
        }
        account.aws.time().advance(PROVISIONED);
    }

    /** Builds a version that answers that share of requests with 500, and every one with its name. */
    String build(String version, String failing) throws IOException, InterruptedException {
        Path context = Files.createDirectory(folder.resolve(version));
        Files.writeString(
                context.resolve("Dockerfile"),
                "FROM nginx:1.27-alpine\nCOPY default.conf /etc/nginx/conf.d/default.conf\n");
        Files.writeString(context.resolve("default.conf"), """
                split_clients "$request_id" $is_broken { %2$s 1; * ""; }
                server {
                  listen 80;
                  access_log off;
                  default_type text/plain;
                  location = /health { return 200 'well'; }
                  location / {
                    if ($is_broken) { return 500 '%1$s'; }
                    return 200 '%1$s';
                  }
                }
                """.formatted(version, failing));
        String image = "registry.example/canary-" + ProcessHandle.current().pid() + ":" + version;
        docker("build", "--quiet", "--tag", image, context.toString());
        images.add(image);
        return image;
    }

    private static void docker(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
    }

    /** Lets the service run an image, in two tasks. */
    void open(String image) {
        ContainerDefinition web = ContainerDefinition.builder()
                .name("web")
                .image(image)
                .essential(true)
                .portMappings(PortMapping.builder().containerPort(80).build())
                .build();
        String definition = shop.ecs()
                .registerTaskDefinition(request -> request.family("canary")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(web))
                .taskDefinition()
                .taskDefinitionArn();
        shop.createService(image, service -> service.taskDefinition(definition).healthCheckGracePeriodSeconds(300));
        Instant latest = account.aws.time().now().plus(SETTLED);
        while (!isSettled()) {
            if (account.aws.time().now().isAfter(latest)) {
                throw new AssertionError("the service does not get there");
            }
            PacedLoad.pass(account.aws.time(), account.aws.time().now().plusSeconds(10));
        }
    }

    private boolean isSettled() {
        return shop
                .ecs()
                .describeServices(d -> d.cluster(BalancedShop.WEB.cluster()).services(BalancedShop.WEB.service()))
                .services()
                .getFirst()
                .deployments()
                .stream()
                .allMatch(deployment -> deployment.rolloutState() == DeploymentRolloutState.COMPLETED);
    }

    /** Where users ask. */
    URI page() {
        return account.aws.listenerAddress(shop.listener).resolve("/");
    }

    /** Releases an image by the settings. */
    ExecutionState release(String image) throws Exception {
        said.clear();
        var target = new EcsReleaseTarget(
                new EcsContainerServices(account.clients),
                new FakeImageRegistry(),
                new ElbListenerRules(account.clients),
                new ElbLoadBalancers(account.clients),
                new FakeWebProbe());
        var judge = new MeasuredJudge(
                new EvidenceCollector(AwsEvidence.ports(account.clients)), action -> settings.verdict());
        try (var fixture = new ReleaseFixture(
                new InMemoryJournal(),
                account.clock(),
                folder,
                artifacts,
                image.substring(image.lastIndexOf(':') + 1),
                new ReleaseAction<>(target, action -> settings.release(), Strategies.builtIn(), judge),
                List.of(new ServiceDeploymentReader(account.clients, account.clock())))) {
            fixture.whenLogged = this::heard;
            ExecutionId id = fixture.engine.start(
                    ReleaseFixture.pipeline(BalancedShop.WEB, "[{\"name\":\"web\",\"imageUri\":\"" + image + "\"}]"),
                    StartRequest.by("ann"));
            return fixture.engine.whenEnded(id).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private synchronized void heard(String line) {
        said.putIfAbsent(line, account.aws.time().now());
    }

    /** When a line that begins so was logged. */
    synchronized Instant when(String beginning) {
        return said.entrySet().stream()
                .filter(line -> line.getKey().startsWith(beginning))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing begins with '" + beginning + "': " + said));
    }

    @Override
    public void close() throws IOException {
        account.close();
        artifacts.close();
        for (String image : images) {
            try {
                docker("image", "rm", "--force", image);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
