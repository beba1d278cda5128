package dev.penstock.library;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.library.CountingAction.Configuration;
import dev.penstock.library.CountingAction.State;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An action of so many steps, which can be told to fail, or to block until it is interrupted. */
final class CountingAction implements ActionProvider<Configuration, State> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Count", "1");

    final AtomicInteger begun = new AtomicInteger();
    final CountDownLatch blocking = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    volatile boolean failing;
    volatile Optional<Thread> thread = Optional.empty();
    volatile Optional<ClassLoader> contextClassLoader = Optional.empty();

    record Configuration(int steps, boolean blocks) {}

    record State(int left) {}

    static ActionDeclaration of(String name, Map<String, String> configuration) {
        return ActionDeclaration.of(name, TYPE, configuration);
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
    public Configuration configure(ConfigurationReader configuration) {
        return new Configuration(
                configuration.optional("Steps").map(Integer::parseInt).orElse(1),
                configuration.optional("Blocks").isPresent());
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Configuration configuration) {
        return new State(configuration.steps());
    }

    @Override
    public StepResult<State> step(ActionContext context, Configuration configuration, State state)
            throws InterruptedException {
        begun.incrementAndGet();
        thread = Optional.of(Thread.currentThread());
        contextClassLoader = Optional.of(Thread.currentThread().getContextClassLoader());
        if (configuration.blocks()) {
            blocking.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }
        if (failing) {
            return new StepResult.Fail<>(ActionFailure.failed("PEN-TEST-1", "It was told to fail."));
        }
        return state.left() <= 1
                ? new StepResult.Succeed<>(ActionResult.NOTHING)
                : new StepResult.Next<>(new State(state.left() - 1), "");
    }
}
