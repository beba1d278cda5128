package dev.penstock.function;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.testing.FakeBundles;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A function with an alias, and engines whose pipelines make code and release it. */
public final class FunctionFixture {

    /** The alias. */
    public static final String ALIAS = "live";

    private static final ActionTypeId LAMBDA = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "Lambda", "1");

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-03-02T12:00:00Z"));
    final FakeFunctions functions = new FakeFunctions(clock);
    final FakeBundles bundles = new FakeBundles();
    final FakeImageRegistry registry = new FakeImageRegistry();
    final FunctionName orders = functions.add("orders", PackageType.ZIP, ALIAS);
    final List<String> log = new CopyOnWriteArrayList<>();

    /** Is told each summary, while time stands still. */
    volatile Consumer<String> whenProgressed = summary -> {};

    /** Names of alarms that are on. */
    volatile List<String> alarms = List.of();

    Optional<BundlePlace> place = Optional.empty();
    long largestSent = FunctionCode.LARGEST_SENT;
    boolean hasVerdict;
    Optional<String> event = Optional.empty();
    Function<Duration, Decision> verdict = gone -> new Decision.Promote();

    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final Path folder;

    FunctionFixture(Path folder) {
        this.folder = folder;
    }

    FunctionTarget target() {
        return new FunctionTarget(
                functions,
                (scope, names) -> names.stream()
                        .filter(alarms::contains)
                        .map(name -> name + " is in ALARM")
                        .toList(),
                new FunctionBundle(bundles, place, registry, largestSent),
                action -> event);
    }

    private BakeJudge judge() {
        return new BakeJudge() {
            @Override
            public Judgement look(ReleaseContext release, Bake bake, Arms arms, Share share) {
                return new Judgement(
                        bake.memory(),
                        verdict.apply(Duration.between(bake.since(), clock.instant())),
                        clock.instant().plusSeconds(10),
                        arms.canary().name() + " against " + arms.baseline().name() + " at " + share + ".");
            }

            @Override
            public boolean judges(String action) {
                return hasVerdict;
            }
        };
    }

    Engine engine(Journal journal, String runner, Optional<ReleaseSettings> settings) {
        return Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(List.of(
                        new PackAction(),
                        new ReleaseAction<>(target(), action -> settings, Strategies.builtIn(), judge())))
                .resourceReaders(FunctionReaders.of(functions))
                .clock(clock)
                .runner(new RunnerId(runner))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        log.add(summary);
                        whenProgressed.accept(summary);
                    }
                })
                .build();
    }

    /** Releases code, as the definition says. */
    ExecutionState released(String code, Map<String, String> configuration) throws Exception {
        return run(pipeline(Map.of("index.py", code), configuration), Optional.empty());
    }

    /** Releases code to the alias, as settings say. */
    ExecutionState released(String code, ReleaseSettings settings) throws Exception {
        return run(pipeline(Map.of("index.py", code), Map.of("FunctionAlias", ALIAS)), Optional.of(settings));
    }

    ExecutionState run(Pipeline pipeline, Optional<ReleaseSettings> settings) throws Exception {
        try (Engine engine = engine(new InMemoryJournal(), "one", settings)) {
            return engine.whenEnded(engine.start(pipeline, StartRequest.by("ann")))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /** A pipeline that packs files, and releases them to the function. */
    public static Pipeline pipeline(Map<String, String> files, Map<String, String> configuration) {
        Map<String, String> deployed = new HashMap<>(configuration);
        deployed.putIfAbsent("FunctionName", "orders");
        ActionDeclaration pack =
                action("pack", PackAction.TYPE, files, List.of(), List.of(new OutputArtifact("code", List.of())));
        ActionDeclaration deploy = action(
                "deploy",
                LAMBDA,
                deployed,
                deployed.containsKey("PublishedTargetVersion") ? List.of() : List.of("code"),
                List.of());
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Build", List.of(pack)), new StageDeclaration("Deploy", List.of(deploy))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                2);
    }

    static ActionDeclaration declaration(Map<String, String> configuration, List<String> inputs) {
        return action("deploy", LAMBDA, configuration, inputs, List.of());
    }

    private static ActionDeclaration action(
            String name,
            ActionTypeId type,
            Map<String, String> configuration,
            List<String> inputs,
            List<OutputArtifact> outputs) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                inputs,
                outputs,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    static ActionPhase deployed(ExecutionState state) {
        return state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) deployed(state)).failure();
    }

    static ActionResult result(ExecutionState state) {
        return ((ActionPhase.Succeeded) deployed(state)).result();
    }
}
