package dev.penstock.engine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Wait;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An engine that takes what is due when it is told to, on a clock of its own that moves when it is told to. */
final class ParkingRunner implements AutoCloseable {

    static final ActionTypeId RIPEN = ScriptedAction.build("Ripen");

    final VirtualClock clock = new VirtualClock(EngineFixture.NOON);
    final ScriptedAction action;
    final GatedAction gated = new GatedAction();
    final Engine engine;
    final AtomicBoolean ripe = new AtomicBoolean();
    final List<Wakeup> givenBack = Collections.synchronizedList(new ArrayList<>());
    final List<ExecutionEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Journal journal;
    private final RunnerRegistration registration;

    ParkingRunner(Journal journal, Path folder, String name, ScriptedAction.Effects effects, Parking parking) {
        this(journal, folder, name, effects, Optional.empty(), Optional.of(parking));
    }

    ParkingRunner(
            Journal journal,
            Path folder,
            String name,
            ScriptedAction.Effects effects,
            Optional<RunnerRegistration> shared,
            Optional<Parking> parking) {
        this.journal = journal;
        this.registration = shared.orElseGet(() -> journal.register(new RunnerId(name)));
        this.action = new ScriptedAction(EngineFixture.WORK, effects);
        EngineBuilder builder = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(action, new ManualApprovalAction(), gated, new Ripen()))
                .resourceReaders(List.of(new Fruit(), gated.reader()))
                .clock(clock)
                .registration(registration)
                .signalInterval(Duration.ofDays(1))
                .listener(new ExecutionListener() {
                    @Override
                    public void givenBack(ExecutionId execution, Wakeup until) {
                        givenBack.add(until);
                    }

                    @Override
                    public void recorded(ExecutionState state, List<ExecutionEvent> recorded, Instant at) {
                        events.addAll(recorded);
                    }
                });
        parking.ifPresent(builder::parking);
        this.engine = builder.build();
    }

    RunnerId runner() {
        return registration.runner();
    }

    ExecutionId start(Pipeline pipeline) {
        return engine.start(pipeline, StartRequest.by("ann"));
    }

    /** Lets it work until it has nothing to do. */
    void settle() throws InterruptedException {
        clock.awaitIdle();
    }

    /** Takes what is due, and works until there is nothing to do; says how much was taken. */
    int round() throws InterruptedException {
        List<Taken> taken = journal.takeDue(runner(), clock.instant(), 10);
        taken.forEach(engine::drive);
        settle();
        return taken.size();
    }

    @Override
    public void close() {
        engine.close();
        clock.close();
    }

    /** Waits for a resource. */
    private final class Ripen implements ActionProvider<Ripen.Basket, Ripen.Nothing> {

        record Nothing() {}

        /** How long until it looks by itself; absent if it watches. */
        record Basket(int lookAfter) {}

        private static final ResourceId APPLE = new ResourceId("fruit", AwsScope.OWN, "apple");

        @Override
        public ActionTypeId type() {
            return RIPEN;
        }

        @Override
        public ArtifactLimits artifacts() {
            return new ArtifactLimits(0, 0, 0, 0);
        }

        @Override
        public Basket configure(ConfigurationReader configuration) {
            return new Basket(configuration.integer("lookAfter", 0, 0, 1_000_000));
        }

        @Override
        public Class<Nothing> stateType() {
            return Nothing.class;
        }

        @Override
        public Nothing begin(Basket configuration) {
            return new Nothing();
        }

        @Override
        public Duration timeout(Basket configuration) {
            return Duration.ofHours(1);
        }

        @Override
        public StepResult<Nothing> step(ActionContext context, Basket configuration, Nothing state) {
            if (configuration.lookAfter() > 0) {
                return ripe.get()
                        ? new StepResult.Succeed<>(ActionResult.NOTHING)
                        : new StepResult.Await<>(
                                state,
                                new Wait.ForAnyResource(
                                        List.of(),
                                        Optional.of(context.now().plusSeconds(configuration.lookAfter())),
                                        Optional.empty(),
                                        List.of(APPLE)),
                                "ripens");
            }
            return context.observation(APPLE).filter(new Ripe(true)::equals).isPresent()
                    ? new StepResult.Succeed<>(ActionResult.NOTHING)
                    : new StepResult.Await<>(state, new Wait.ForResource(APPLE), "ripens");
        }
    }

    record Ripe(boolean done) implements Observation {}

    private final class Fruit implements ResourceReader {

        @Override
        public String kind() {
            return "fruit";
        }

        @Override
        public int batchSize() {
            return 10;
        }

        @Override
        public Reading read(List<ResourceId> resources) {
            Map<ResourceId, Observation> seen = new HashMap<>();
            resources.forEach(resource -> seen.put(resource, new Ripe(ripe.get())));
            return Reading.of(seen);
        }
    }
}
