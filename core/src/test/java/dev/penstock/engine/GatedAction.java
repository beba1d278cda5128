package dev.penstock.engine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.Wait;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An action that asks people at {@code gates} gates one after the other, looks at a resource meanwhile, and takes
 * instructions. Everything that people told it is in its state and, at the end, in its summary: what was lost or counted twice
 * shows.
 */
final class GatedAction implements ActionProvider<GatedAction.Gates, GatedAction.Position> {

    static final ActionTypeId TYPE = ScriptedAction.build("Gated");

    record Gates(int count) {}

    /** Where it stands, and what it was told. */
    record Position(int gate, boolean paused, boolean between, List<String> told) {}

    /** How often the resource has changed. */
    record Tide(int level) implements Observation {}

    final AtomicInteger level = new AtomicInteger();
    final AtomicInteger steps = new AtomicInteger();
    final AtomicInteger throttles = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();

    /** While there is one, a step that has looked at what it was told waits for it. */
    volatile Optional<CountDownLatch> held = Optional.empty();

    volatile CountDownLatch holding = new CountDownLatch(1);

    ResourceReader reader() {
        return new ResourceReader() {
            @Override
            public String kind() {
                return "tide";
            }

            @Override
            public int batchSize() {
                return 1;
            }

            @Override
            public Duration interval() {
                return Duration.ofSeconds(5);
            }

            @Override
            public Reading read(List<ResourceId> resources) {
                reads.incrementAndGet();
                Map<ResourceId, Observation> seen = new HashMap<>();
                resources.forEach(resource -> seen.put(resource, new Tide(level.get())));
                return Reading.of(seen);
            }
        };
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Gates configure(ConfigurationReader configuration) {
        return new Gates(configuration.integer("gates", 1, 1, 9));
    }

    @Override
    public Class<Position> stateType() {
        return Position.class;
    }

    @Override
    public Position begin(Gates gates) {
        return new Position(0, false, false, List.of());
    }

    @Override
    public Set<Kind> instructions(Gates gates) {
        return Set.of(Kind.PAUSE, Kind.CONTINUE, Kind.ROLL_BACK);
    }

    @Override
    public StepResult<Position> step(ActionContext context, Gates gates, Position position)
            throws InterruptedException {
        steps.incrementAndGet();
        List<String> told = new ArrayList<>(position.told());
        context.instructions().forEach(each -> told.add(each.kind().word() + " by " + each.source()));
        context.approvalAnswer().ifPresent(answer -> told.add("gate " + position.gate() + " by " + answer.by()));
        if (held.isPresent()) {
            holding.countDown();
            held.get().await();
        }
        if (throttles.get() > 0 && throttles.getAndDecrement() > 0) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.THROTTLED, "test:Step", "Throttling", "Rate exceeded.", new IOException());
        }
        boolean back = context.instructions().stream().anyMatch(each -> each.kind() == Kind.ROLL_BACK);
        if (back) {
            return new StepResult.Fail<>(
                    new ActionFailure(ActionFailure.Kind.ROLLED_BACK, "TEST-2", String.join(", ", told), List.of()));
        }
        boolean paused = position.paused();
        for (Instruction each : context.instructions()) {
            paused = each.kind() == Kind.PAUSE || (paused && each.kind() != Kind.CONTINUE);
        }
        int gate = position.gate()
                + (int) context.approvalAnswer().filter(ApprovalAnswer::approved).stream()
                        .count();
        if (gate == gates.count() && !paused) {
            return new StepResult.Succeed<>(
                    new ActionResult(Map.of(), Map.of(), String.join(", ", told), Optional.empty(), List.of()));
        }
        if (!position.between()) {
            return new StepResult.Next<>(new Position(gate, paused, true, told), "moves to gate " + gate);
        }
        Asking asking = paused
                ? new Asking.Continuation("ann", "")
                : new Asking.Approval(context.token("gate-" + gate), "Through gate " + gate + "?", "");
        return new StepResult.Await<>(
                new Position(gate, paused, false, told),
                new Wait.ForAnyResource(
                        List.of(new ResourceId("tide", AwsScope.OWN, "sea")), Optional.empty(), Optional.of(asking)),
                paused ? "paused" : "at gate " + gate);
    }
}
