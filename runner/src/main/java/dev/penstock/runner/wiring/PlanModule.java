package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import dev.penstock.runner.RunPlan;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;

/** What is given: the plan, and the one masker of the run. */
final class PlanModule extends AbstractModule {

    private final RunPlan plan;
    private final Closing closing;

    PlanModule(RunPlan plan, Closing closing) {
        this.plan = plan;
        this.closing = closing;
    }

    @Override
    protected void configure() {
        bind(RunPlan.class).toInstance(plan);
        bind(Closing.class).toInstance(closing);
        bind(Masker.class).toInstance(new SecretMasker());
    }
}
