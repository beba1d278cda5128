package dev.penstock.engine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An action that does what its configuration says: {@code steps} steps, each of which has one effect that it looks for
 * before it has it; then it waits {@code wait} seconds, and {@code end}s by success, failure or an exception.
 */
final class ScriptedAction implements ActionProvider<ScriptedAction.Script, ScriptedAction.Position> {

    record Script(int steps, int pause, String end, String echo) {}

    sealed interface Position {
        record At(int step) implements Position {}

        record Waited() implements Position {}
    }

    private final ActionTypeId type;
    private final Effects effects;
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch blocked = new CountDownLatch(1);
    final AtomicInteger throttles = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();
    final AtomicInteger looksUntilStopped = new AtomicInteger();

    ScriptedAction(ActionTypeId type, Effects effects) {
        this.type = type;
        this.effects = effects;
    }

    static ActionTypeId build(String provider) {
        return new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, provider, "1");
    }

    @Override
    public ActionTypeId type() {
        return type;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 5, 0, 5);
    }

    @Override
    public Script configure(ConfigurationReader configuration) {
        return new Script(
                configuration.integer("steps", 1, 0, 1_000_000),
                configuration.integer("wait", 0, 0, 1_000_000),
                configuration.choice("end", "succeed", "succeed", "fail", "unmet", "throw", "denied", "block"),
                configuration.optional("echo").orElse(""));
    }

    @Override
    public Class<Position> stateType() {
        return Position.class;
    }

    @Override
    public Position begin(Script script) {
        return new Position.At(0);
    }

    @Override
    public StepResult<Position> step(ActionContext context, Script script, Position position)
            throws InterruptedException {
        if (throttles.get() > 0 && throttles.getAndDecrement() > 0) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.THROTTLED,
                    "test:Step",
                    "Throttling",
                    "Rate exceeded.",
                    new IOException("429"));
        }
        return switch (position) {
            case Position.At(int step)
            when step < script.steps() -> {
                effects.have(context.token("step-" + step));
                yield new StepResult.Next<>(new Position.At(step + 1), "step " + (step + 1));
            }
            case Position.At(int step)
            when script.pause() > 0 ->
                new StepResult.Await<>(
                        new Position.Waited(), new Wait.Until(context.now().plusSeconds(script.pause())), "waits");
            case Position.At(int step) -> end(script);
            case Position.Waited() -> end(script);
        };
    }

    private StepResult<Position> end(Script script) throws InterruptedException {
        return switch (script.end()) {
            case "fail" -> new StepResult.Fail<>(ActionFailure.failed("TEST-1", "It was told to fail."));
            case "unmet" ->
                new StepResult.Fail<>(
                        new ActionFailure(ActionFailure.Kind.UNMET, "TEST-2", "It does not hold.", List.of()));
            case "throw" -> throw new IllegalStateException("told to throw");
            case "denied" ->
                throw new RemoteCallException(
                        RemoteCallException.Kind.DENIED,
                        "test:Step",
                        "AccessDenied",
                        "Not allowed.",
                        new IOException("403"));
            case "block" -> {
                blocked.countDown();
                gate.await();
                yield new StepResult.Succeed<>(ActionResult.NOTHING);
            }
            default ->
                new StepResult.Succeed<>(
                        new ActionResult(Map.of(), Map.of("Echo", script.echo()), "done", Optional.empty(), List.of()));
        };
    }

    @Override
    public void abandon(ActionContext context, Script script, Position position) {
        abandoned.incrementAndGet();
    }

    @Override
    public Optional<String> stopping(ActionContext context, Script script, Position position) {
        return looksUntilStopped.get() > 0 && looksUntilStopped.getAndDecrement() > 0
                ? Optional.of("it goes back")
                : Optional.empty();
    }

    @Override
    public Duration timeout(Script script) {
        return Duration.ofHours(1);
    }

    /** What was done, outside of all engines: counts how often each effect was had. */
    static final class Effects {

        private final List<String> had = Collections.synchronizedList(new ArrayList<>());

        void have(String token) {
            if (!had.contains(token)) {
                had.add(token);
            }
        }

        List<String> had() {
            return List.copyOf(had);
        }
    }
}
