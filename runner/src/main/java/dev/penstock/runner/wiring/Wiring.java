package dev.penstock.runner.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import dev.penstock.action.AwsScope;
import dev.penstock.journal.Journal;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.RunnerException;
import dev.penstock.runner.TemplateStack;
import dev.penstock.stack.Stack;
import dev.penstock.stack.Stacks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Puts runners together. */
public final class Wiring {

    private Wiring() {}

    /**
     * Reads what is asked for; where the stack of a template is named, with what that says.
     *
     * @throws RunnerException if there is no such file or stack
     * @throws dev.penstock.action.RemoteCallException if the stack may not be read, or AWS cannot be reached
     * @throws IOException if a file cannot be read
     */
    public static Definition read(RunRequest asked) throws IOException {
        Definition alone = asked.read();
        if (asked.stack().isEmpty() || !(alone instanceof Definition.Accepted accepted)) {
            return alone;
        }
        String name = asked.stack().get();
        try (Runner runner = open(asked.plan(accepted))) {
            Stacks stacks = runner.cloud().stacks();
            Stack stack = stacks.find(AwsScope.OWN, name)
                    .orElseThrow(() -> new RunnerException(
                            Refusal.NAME,
                            "There is no stack '" + name + "'.",
                            "Look at its name, the account and the Region."));
            return asked.read(TemplateStack.of(stack, stacks.resources(AwsScope.OWN, stack.id())));
        }
    }

    /** The runner of a plan. Nothing is opened before it is asked for. */
    public static Runner open(RunPlan plan) {
        return open(plan, Optional.empty());
    }

    /** The runner of a plan on a journal that is open already and stays open when the runner is closed. */
    public static Runner open(RunPlan plan, Journal shared) {
        return open(plan, Optional.of(shared));
    }

    private static Runner open(RunPlan plan, Optional<Journal> shared) {
        var closing = new Closing();
        Module target = switch (plan.target()) {
            case AWS -> new AwsModule();
            case SIMULATED -> plan.simulator().isPresent() ? new ServedSimulationModule() : new SimulationModule();
        };
        Injector injector = Guice.createInjector(
                Stage.DEVELOPMENT,
                List.of(
                        new StrictModule(),
                        new PlanModule(plan, closing),
                        new LocalModule(),
                        target,
                        new CloudModule()));
        return new GuiceRunner(injector, plan, closing, shared);
    }

    /** What went wrong while something was made, without the wrapping. */
    static RuntimeException cause(RuntimeException failure) {
        boolean wraps = failure instanceof ProvisionException || failure instanceof CreationException;
        return wraps && failure.getCause() instanceof RuntimeException inner ? inner : failure;
    }
}
