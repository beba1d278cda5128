package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.lambda.FunctionSetup;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.document.SourceText;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.fixture.PackAction;
import dev.penstock.library.BuiltInActions;
import dev.penstock.library.Engines;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stack with a setting, a function behind an alias, and two services, one of which the other needs, are released together in the
 * simulated AWS: in their order, or not at all.
 */
@Timeout(180)
final class ReleaseGraphIT {

    private static final String IMAGE = "registry.example/web:";
    private static final String CODE = "index.py";
    private static final String SETTINGS = """
        releaseGraphs:
          Deploy:
            actions:
              Settings: {}
              Prices: {after: [Settings]}
              Orders: {after: [Settings]}
              Web: {after: [Orders, Prices]}
        deployments:
          Prices:
            release: {strategy: canary, weight: 10 %, bake: 5m, keep: 5m}
          Orders:
            release: {strategy: rolling}
          Web:
            release: {strategy: blueGreen, keep: 5m}
        """;
    private static final String SHARED = SETTINGS.replace("    actions:", "    canary: shared\n    actions:")
            .replace("{strategy: blueGreen, keep: 5m}", "{strategy: canary, weight: 10 %, bake: 5m, keep: 5m}");

    @TempDir
    private Path folder;

    private final Set<String> ill = ConcurrentHashMap.newKeySet();
    private final SimulatedAccount account = new SimulatedAccount(SimulatedAws.builder()
            .seed(7)
            .time(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")))
            .tasks(launch -> ill.contains(launch.image()) ? ServiceWorld.exiting() : ContainerScript.RUNS)
            .start());
    private final AwsServices cloud = new AwsServices(
            AwsSettings.of(account.realm()),
            new SecretMasker(),
            () -> account.aws.time().now());
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> whenTold = summary -> {};
    private BalancedShop shop;

    private static RunSettings settings(String text) {
        return switch (SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/project"))) {
            case SettingsReading.Accepted accepted -> accepted.settings();
            case SettingsReading.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    @BeforeEach
    void begin() throws IOException {
        shop = new BalancedShop(account);
        settle();
        shop.createService(IMAGE + "old", service -> {});
        String orders = shop.register(IMAGE + "old-orders");
        shop.ecs()
                .createService(service -> service.cluster(BalancedShop.WEB.cluster())
                        .serviceName("orders")
                        .taskDefinition(orders)
                        .launchType("FARGATE")
                        .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                        .desiredCount(2));
        Path old = folder.resolve("old.zip");
        new BundleWriter().file(CODE, "old").write(old);
        var functions = new FunctionSetup(account.clients);
        functions.archive("prices", old, Map.of());
        settle();
        functions.publish("prices", "live");
        account.clients
                .cloudFormation(AwsScope.OWN, Use.CHANGE)
                .createStack(stack -> stack.stackName("settings").templateBody(template("old")));
        settle();
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void settle() {
        assertThat(account.aws.time().awaitStill(Duration.ofSeconds(60))).isTrue();
    }

    private static String template(String version) {
        return """
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Type: String, Value: "version %s"}
            """.formatted(version);
    }

    private static ActionDeclaration action(
            String name, ActionTypeId type, Map<String, String> configuration, List<String> in, List<String> out) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                in,
                out.stream().map(each -> new OutputArtifact(each, List.of())).toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private static ActionDeclaration deploy(
            String name, String provider, Map<String, String> configuration, String artifact) {
        return action(
                name,
                new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, provider, "1"),
                configuration,
                List.of(artifact),
                List.of());
    }

    private static String images(String tag) {
        return "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + tag + "\"}]";
    }

    private static ActionDeclaration pack(String name, Map<String, String> files) {
        return action(name + "Files", PackAction.TYPE, files, List.of(), List.of(name));
    }

    private static Pipeline pipeline() {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration(
                                "Build",
                                List.of(
                                        pack("web", Map.of("imagedefinitions.json", images("new"))),
                                        pack("orders", Map.of("imagedefinitions.json", images("new-orders"))),
                                        pack("prices", Map.of(CODE, "new")),
                                        pack("settings", Map.of("template.yml", template("new"))))),
                        new StageDeclaration(
                                "Deploy",
                                List.of(
                                        deploy(
                                                "Settings",
                                                "CloudFormation",
                                                Map.of(
                                                        "ActionMode",
                                                        "CREATE_UPDATE",
                                                        "StackName",
                                                        "settings",
                                                        "TemplatePath",
                                                        "settings::template.yml"),
                                                "settings"),
                                        deploy(
                                                "Prices",
                                                "Lambda",
                                                Map.of("FunctionName", "prices", "FunctionAlias", "live"),
                                                "prices"),
                                        deploy(
                                                "Orders",
                                                "ECS",
                                                Map.of("ClusterName", "shop", "ServiceName", "orders"),
                                                "orders"),
                                        deploy(
                                                "Web",
                                                "ECS",
                                                Map.of("ClusterName", "shop", "ServiceName", "web"),
                                                "web")))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private ExecutionState released(String text) throws Exception {
        try (Engine engine = Engines.builder(settings(text), new DeployingMachine(folder), cloud, new SecretMasker())
                .providers(List.of(new PackAction()))
                .clock(account.clock())
                .listener(new ExecutionListener() {
                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        told.add(attempt.action() + ": " + summary);
                        whenTold.accept(attempt.action() + ": " + summary);
                    }
                })
                .build()) {
            return engine.whenEnded(engine.start(pipeline(), StartRequest.by("ann")))
                    .get(120, TimeUnit.SECONDS);
        }
    }

    /** What runs when all is over, by the name of the action. */
    private Map<String, String> versions() {
        return Map.of(
                "Settings",
                account.clients
                        .cloudFormation(AwsScope.OWN, Use.CHANGE)
                        .getTemplate(get -> get.stackName("settings"))
                        .templateBody()
                        .replaceAll("(?s).*version (\\w+).*", "$1"),
                "Prices",
                account.clients
                        .lambda(AwsScope.OWN, Use.CHANGE)
                        .getAlias(get -> get.functionName("prices").name("live"))
                        .functionVersion(),
                "Orders",
                images(BalancedShop.WEB.cluster(), "orders"),
                "Web",
                images(BalancedShop.WEB.cluster(), "web"));
    }

    private String images(String cluster, String service) {
        List<String> tasks = shop.ecs()
                .listTasks(list -> list.cluster(cluster).serviceName(service))
                .taskArns();
        return shop.ecs().describeTasks(describe -> describe.cluster(cluster).tasks(tasks)).tasks().stream()
                .flatMap(task -> task.containers().stream())
                .filter(container -> container.name().equals("web"))
                .map(container -> container.image().substring(IMAGE.length()))
                .collect(Collectors.toSet())
                .toString();
    }

    private int first(String words) {
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).contains(words)) {
                return i;
            }
        }
        return -1;
    }

    private static String reason(ExecutionState state) {
        return state.progress() instanceof Progress.Ended ended ? ended.reason() : "";
    }

    @Test
    void allMoveInTheirOrder() throws Exception {
        RunSettings settings = settings(SETTINGS);
        List<ActionProvider<?, ?>> actions =
                new ArrayList<>(BuiltInActions.of(settings, new DeployingMachine(folder), cloud));
        actions.add(new PackAction());
        assertThat(new Preflight(actions, BuiltInActions.graphs(settings)).check(pipeline()))
                .isEmpty();

        ExecutionState state = released(SETTINGS);

        assertThat(state.outcome()).as("%s %s", reason(state), told).contains(Outcome.SUCCEEDED);
        assertThat(versions())
                .isEqualTo(Map.of("Settings", "new", "Prices", "2", "Orders", "[new-orders]", "Web", "[new]"));
        assertThat(first("Settings: all requests go to the new version"))
                .as("%s", told)
                .isBetween(0, first("Prices: planned"));
        assertThat(first("Orders: all requests go to the new version")).isBetween(0, first("Web: planned"));
        assertThat(first("Prices: all requests go to the new version")).isBetween(0, first("Web: planned"));
        assertThat(first("Web: all requests go to the new version")).isLessThan(first("Orders: all others"));
    }

    @Test
    void theLastOneThatDoesNotGetWellTakesAllBackToExactlyWhatRanBefore() throws Exception {
        ill.add(IMAGE + "new");

        ExecutionState state = released(SETTINGS);

        assertThat(versions())
                .as("%s %s", reason(state), told)
                .isEqualTo(Map.of("Settings", "old", "Prices", "1", "Orders", "[old-orders]", "Web", "[old]"));
        assertThat(state.outcome()).as("%s", reason(state)).contains(Outcome.ROLLED_BACK);
        assertThat(reason(state)).contains("action Web of stage Deploy", "Taken back in reverse order:", "'Settings'");
        assertThat(first("Orders: goes back")).isBetween(0, first("Settings: goes back"));
        assertThat(first("Prices: goes back")).isBetween(0, first("Settings: goes back"));
    }

    @Test
    void aStrangersChangeToOneThatHasMovedIsLeftAndTheOthersGoBack() throws Exception {
        var once = new AtomicBoolean();
        whenTold = summary -> {
            if (summary.startsWith("Web: planned") && !once.getAndSet(true)) {
                account.clients
                        .lambda(AwsScope.OWN, Use.CHANGE)
                        .updateAlias(update -> update.functionName("prices")
                                .name("live")
                                .functionVersion("1")
                                .routingConfig(none -> none.additionalVersionWeights(Map.of())));
            }
        };

        ExecutionState state = released(SETTINGS);

        assertThat(state.outcome())
                .as("%s %s", reason(state), told)
                .hasValueSatisfying(outcome -> assertThat(outcome).isIn(Outcome.SUPERSEDED, Outcome.INCONCLUSIVE));
        assertThat(versions())
                .isEqualTo(Map.of("Settings", "old", "Prices", "1", "Orders", "[old-orders]", "Web", "[old]"));
        assertThat(reason(state)).contains("action Prices of stage Deploy");
        assertThat(first("Prices: goes back")).isEqualTo(-1);
    }

    @Test
    void aSharedCanaryHasItsPartEverywhereBeforeAnyoneHasAll() throws Exception {
        ExecutionState state = released(SHARED);

        assertThat(state.outcome()).as("%s %s", reason(state), told).contains(Outcome.SUCCEEDED);
        assertThat(versions())
                .isEqualTo(Map.of("Settings", "new", "Prices", "2", "Orders", "[new-orders]", "Web", "[new]"));
        assertThat(first("Web: step 4 of 10, wait until all others have their share"))
                .as("%s", told)
                .isBetween(0, first("Prices: all requests go to the new version"));
        assertThat(first("Prices: all requests go to the new version"))
                .isLessThan(first("Web: all requests go to the new version"));
    }
}
