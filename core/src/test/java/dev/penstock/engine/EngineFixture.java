package dev.penstock.engine;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.execution.ExecutionEvent;
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
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** An engine with scripted actions, and pipelines for it. */
final class EngineFixture implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final ActionTypeId WORK = ScriptedAction.build("Work");
    static final ActionTypeId RULE = new ActionTypeId(ActionCategory.RULE, ActionOwner.AWS, "Check", "1");
    static final ActionTypeId MANUAL = new ManualApprovalAction().type();

    final VirtualClock clock;
    final ScriptedAction action;
    final ScriptedAction rule;
    final ScriptedAction.Effects effects;
    final List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<Entered> entered = Collections.synchronizedList(new ArrayList<>());

    /** What was told of actions, each with the kind of the last fact that was durable by then. */
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final Engine engine;
    volatile boolean failing;

    /** That an execution has entered a stage. */
    record Entered(ExecutionId execution, String stage) {}

    EngineFixture(Journal journal, Path folder) {
        this(journal, folder, "one", new ScriptedAction.Effects());
    }

    EngineFixture(Journal journal, Path folder, String runner, ScriptedAction.Effects effects) {
        this(journal, folder, runner, effects, NOON);
    }

    EngineFixture(Journal journal, Path folder, String runner, ScriptedAction.Effects effects, Instant from) {
        this.clock = new VirtualClock(from);
        this.effects = effects;
        this.action = new ScriptedAction(WORK, effects);
        this.rule = new ScriptedAction(RULE, effects);
        this.engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(action, rule, new ManualApprovalAction()))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(20))
                .listener(new ExecutionListener() {
                    @Override
                    public void recorded(ExecutionState state, List<ExecutionEvent> recorded, Instant at) {
                        events.addAll(recorded);
                        recorded.forEach(event -> {
                            if (event instanceof ExecutionEvent.StageEntered in) {
                                entered.add(new Entered(state.id(), in.stage()));
                            }
                        });
                        if (failing) {
                            throw new IllegalStateException("told to throw");
                        }
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        told.add(summary + " after "
                                + events.getLast().getClass().getSimpleName());
                    }

                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                    }
                })
                .build();
    }

    ExecutionState run(Pipeline pipeline) throws Exception {
        return await(engine.start(pipeline, StartRequest.by("ann")));
    }

    ExecutionState await(ExecutionId id) throws Exception {
        return engine.whenEnded(id).get(20, TimeUnit.SECONDS);
    }

    static Pipeline pipeline(StageDeclaration... stages) {
        return pipeline("shop", ExecutionMode.SUPERSEDED, stages);
    }

    static Pipeline pipeline(String name, ExecutionMode mode, StageDeclaration... stages) {
        return new Pipeline(
                name,
                Optional.empty(),
                List.of(),
                Arrays.asList(stages),
                mode,
                Optional.empty(),
                List.of(new VariableDeclaration("env", Optional.of("test"), Optional.empty())),
                List.of(),
                1);
    }

    static StageDeclaration stage(String name, ActionDeclaration... actions) {
        return new StageDeclaration(name, Arrays.asList(actions));
    }

    static ActionDeclaration work(String name, Map<String, String> configuration) {
        return work(name, 1, configuration);
    }

    static ActionDeclaration work(String name, int runOrder, Map<String, String> configuration) {
        return new ActionDeclaration(
                name,
                WORK,
                runOrder,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name + "Out"),
                OptionalInt.empty());
    }

    static ActionDeclaration approval(String name) {
        return ActionDeclaration.of(name, MANUAL, Map.of("CustomData", "Ship it?"));
    }

    @Override
    public void close() {
        engine.close();
        clock.close();
    }
}
