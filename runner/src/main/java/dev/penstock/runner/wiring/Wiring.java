package dev.penstock.runner.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import dev.penstock.journal.Journal;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import java.util.List;
import java.util.Optional;

/** Puts runners together. */
public final class Wiring {

    private Wiring() {}

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
