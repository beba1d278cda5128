package dev.penstock.schema;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.Instruction;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A database with migrations, a shelf whose versions need it, an action that migrates, and engines over one journal. */
final class SchemaWorld {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final ActionTypeId MIGRATE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Migrate", "1");

    final VirtualClock clock = new VirtualClock(NOON);
    final FakeReleaseTarget shelf = new FakeReleaseTarget(clock);
    final InMemoryJournal journal = new InMemoryJournal();
    final List<String> log = new CopyOnWriteArrayList<>();

    /** The migrations that the database has. */
    final List<String> applied = new CopyOnWriteArrayList<>(List.of("1"));

    /** What the settings say takes something away. */
    final Map<String, String> contracts = new LinkedHashMap<>();

    /** What a release is like. */
    ReleaseSettings settings = ReleaseSettings.of("canary");

    BakeJudge judge = BakeJudge.NONE;
    Optional<String> unrecorded = Optional.empty();

    /** Whether the database does not answer. */
    volatile boolean isAway;

    /** Whether migrating does nothing. */
    volatile boolean isIdle;

    /** Whether migrating fails after it was done. */
    volatile boolean failsAfterMigrating;

    /** Is told each summary while time stands still. */
    volatile BiConsumer<ExecutionId, String> whenProgressed = (id, summary) -> {};

    private final Path folder;

    SchemaWorld(Path folder) {
        this.folder = folder;
    }

    /** An action that is to apply one migration. */
    record Migration(String id) {}

    /** Nothing is remembered. */
    record Begun(int nothing) {}

    private final class MigrateAction implements ActionProvider<Migration, Begun> {

        @Override
        public ActionTypeId type() {
            return MIGRATE;
        }

        @Override
        public ArtifactLimits artifacts() {
            return ArtifactLimits.exactly(0, 0);
        }

        @Override
        public Migration configure(ConfigurationReader configuration) {
            return new Migration(configuration.required("Id"));
        }

        @Override
        public Class<Begun> stateType() {
            return Begun.class;
        }

        @Override
        public Begun begin(Migration configuration) {
            return new Begun(0);
        }

        @Override
        public StepResult<Begun> step(ActionContext context, Migration migration, Begun state) {
            if (!applied.contains(migration.id()) && !isIdle) {
                applied.add(migration.id());
            }
            return failsAfterMigrating
                    ? new StepResult.Fail<>(ActionFailure.failed("MIGRATE-1", "It failed after it was applied."))
                    : new StepResult.Succeed<>(ActionResult.NOTHING);
        }
    }

    /** An action that puts a version on the shelf. */
    static ActionDeclaration deploy(String version) {
        return ActionDeclaration.of("deploy", FakeReleaseTarget.TYPE, Map.of("Version", version));
    }

    static ActionDeclaration migrate(String migration) {
        return ActionDeclaration.of("migrate", MIGRATE, Map.of("Id", migration));
    }

    /** A pipeline of one action in each stage. */
    static Pipeline pipeline(String name, ActionDeclaration... actions) {
        List<StageDeclaration> stages = new ArrayList<>();
        for (ActionDeclaration action : actions) {
            stages.add(new StageDeclaration("Stage" + (stages.size() + 1), List.of(action)));
        }
        return pipeline(name, stages);
    }

    static Pipeline pipeline(String name, List<StageDeclaration> stages) {
        return new Pipeline(
                name,
                Optional.empty(),
                List.of(),
                stages,
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private String history() {
        if (isAway) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.CONFLICT,
                    "schema:history",
                    "",
                    "The history of the schema could not be read: the database is away.",
                    new IllegalStateException("away"));
        }
        return String.join("\n", applied);
    }

    /**
     * An engine.
     *
     * @param writtenFor what the version on the shelf is written for
     */
    Engine engine(Journal over, String runner, String writtenFor) {
        var schemas = new Schemas(
                List.of(new Schema(
                        "orders",
                        List.of("history"),
                        HistoryForm.LINES,
                        Duration.ofSeconds(5),
                        new Contracts(contracts),
                        Set.of("migrate"))),
                action -> action.startsWith("migrate")
                        ? Optional.empty()
                        : Optional.of(new RevisionSchema("orders", new WrittenFor.Said(writtenFor), unrecorded)),
                (run, environment, limit) -> history());
        var release = new ReleaseAction<>(
                shelf,
                action -> Optional.of(settings),
                Strategies.builtIn(),
                judge,
                action -> ReleaseCalendar.ALWAYS,
                action -> Optional.empty(),
                new SchemaGate(schemas));
        return Engine.builder(over)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work-" + runner))
                .providers(List.of(release, new MigrationGate<>(new MigrateAction(), schemas)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(10))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        whenProgressed.accept(execution, summary);
                    }
                })
                .build();
    }

    /** Runs to the end by an engine of its own. */
    ExecutionState run(Pipeline pipeline, String writtenFor) throws Exception {
        try (Engine engine = engine(journal, "runner", writtenFor)) {
            return await(engine, engine.start(pipeline, StartRequest.by("ann")));
        }
    }

    /** Waits for the end; while people are asked, and say nothing, time goes on. */
    ExecutionState await(Engine engine, ExecutionId id) throws Exception {
        CompletableFuture<ExecutionState> ended = engine.whenEnded(id);
        var reader = new ExecutionReader(journal);
        while (!ended.isDone()) {
            if (reader.state(id).filter(SchemaWorld::isAsked).isPresent()
                    && journal.signals(id).isEmpty()) {
                clock.advance(Duration.ofMinutes(1));
            }
            Thread.onSpinWait();
        }
        return ended.get(20, TimeUnit.SECONDS);
    }

    /** Puts a version on the shelf. */
    ExecutionState release(String version, String writtenFor) throws Exception {
        return run(pipeline("shop", deploy(version)), writtenFor);
    }

    private static boolean isAsked(ExecutionState state) {
        return state.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .anyMatch(action -> action.phase() instanceof ActionPhase.Waiting waiting
                        && !waiting.wasTold()
                        && waiting.until().asked().isPresent());
    }

    static ActionPhase phase(ExecutionState state, String stage) {
        return state.stage(stage).orElseThrow().actions().getFirst().phase();
    }

    static ActionFailure failure(ExecutionState state, String stage) {
        return ((ActionPhase.Failed) phase(state, stage)).failure();
    }

    static Signal answer(boolean approved, String summary) {
        return new Signal.Answer(Optional.empty(), new ApprovalAnswer(approved, summary, "bob"));
    }

    static Instruction told(Instruction.Kind kind) {
        return new Instruction(kind, "bob", "");
    }
}
