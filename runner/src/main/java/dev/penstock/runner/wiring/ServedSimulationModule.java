package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.observe.Durations;
import dev.penstock.runner.RunPlan;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A simulated AWS that another process serves. Its time is its own; the engine's is as the settings say. */
final class ServedSimulationModule extends AbstractModule {

    @Provides
    @Singleton
    EngineClock clock(RunPlan plan, Closing closing) {
        return switch (plan.settings().simulation().clock()) {
            case MACHINE -> closing.later(new ScheduledClock(InstantSource.system()));
            case SIMULATOR ->
                closing.later(new ServedClock(new SimulatorPage(plan.simulator().orElseThrow()), System::nanoTime));
        };
    }

    /** Of this run alone: how fast simulated time runs may differ from one to the next. */
    @Provides
    @Singleton
    Durations durations() {
        return Durations.inMemory();
    }

    @Provides
    @Singleton
    AwsSettings settings(RunPlan plan) {
        return new AwsSettings(
                new Realm.Simulated(
                        plan.simulator().orElseThrow(),
                        plan.settings().account().orElse(RunPlan.SIMULATED_ACCOUNT)),
                Optional.of(plan.region().orElse(RunPlan.SIMULATED_REGION)),
                Set.of(),
                RoleSession.DEFAULT);
    }
}
