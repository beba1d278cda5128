package dev.penstock.function;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.fixture.DeployEngine;
import dev.penstock.fixture.DeployPipeline;
import dev.penstock.fixture.Ground;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.journal.Journal;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A function with an alias, and engines whose pipelines make code and release it. */
public final class FunctionFixture {

    /** The alias. */
    public static final String ALIAS = "live";

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

    DeployEngine engine(Journal journal, String runner, Optional<ReleaseSettings> settings) {
        return engine(journal, runner, settings, builder -> builder);
    }

    DeployEngine engine(
            Journal journal, String runner, Optional<ReleaseSettings> settings, UnaryOperator<EngineBuilder> more) {
        var engine = new DeployEngine(
                new Ground(journal, clock, folder, artifacts),
                runner,
                List.of(new ReleaseAction<>(target(), action -> settings, Strategies.builtIn(), judge())),
                FunctionReaders.of(functions),
                more);
        engine.whenLogged = log::add;
        engine.whenProgressed = summary -> {
            log.add(summary);
            whenProgressed.accept(summary);
        };
        return engine;
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
        try (DeployEngine engine = engine(new InMemoryJournal(), "one", settings)) {
            return engine.run(pipeline);
        }
    }

    /** A pipeline that packs files, and releases them to the function. */
    public static Pipeline pipeline(Map<String, String> files, Map<String, String> configuration) {
        Map<String, String> deployed = new HashMap<>(configuration);
        deployed.putIfAbsent("FunctionName", "orders");
        List<String> inputs = deployed.containsKey("PublishedTargetVersion") ? List.of() : List.of("code");
        return DeployPipeline.of("code", files, declaration(deployed, inputs));
    }

    static ActionDeclaration declaration(Map<String, String> configuration, List<String> inputs) {
        return DeployPipeline.deploy("Lambda", configuration, inputs, List.of());
    }

    static ActionPhase deployed(ExecutionState state) {
        return DeployEngine.deployed(state);
    }

    static ActionFailure failure(ExecutionState state) {
        return DeployEngine.failure(state);
    }

    static ActionResult result(ExecutionState state) {
        return DeployEngine.result(state);
    }
}
