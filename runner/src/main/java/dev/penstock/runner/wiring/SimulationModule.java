package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.observe.Durations;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunnerException;
import dev.penstock.runner.SimulatedClock;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.state.DamagedStateException;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The simulated AWS in this process, its clock, and the way to it. */
final class SimulationModule extends AbstractModule {

    private static final int DEFAULT_SEED = 1;

    @Provides
    @Singleton
    SimulatedAws aws(RunPlan plan, Closing closing) {
        Path kept = plan.project().simulatedAws();
        try {
            return closing.later(SimulatedAws.builder()
                    .directory(kept)
                    .seed(plan.settings().simulation().seed().orElse(DEFAULT_SEED))
                    .start());
        } catch (DamagedStateException e) {
            throw new RunnerException(
                    Refusal.SIMULATED_ACCOUNTS,
                    "The simulated accounts of this project cannot be read: " + e.getMessage() + ".",
                    "Delete " + kept + " to begin with empty ones. Executions that were recorded stay.",
                    e);
        } catch (UncheckedIOException e) {
            throw new RunnerException(
                    Refusal.SIMULATED_ACCOUNTS,
                    "The simulated accounts of this project cannot be used: " + e.getMessage() + ".",
                    "Wait until the other simulation of this project has ended if there is one, and look whether this user may"
                            + " write to " + kept + " and there is room.",
                    e);
        }
    }

    @Provides
    @Singleton
    EngineClock clock(SimulatedAws aws) {
        return new SimulatedClock(aws.time());
    }

    /** Of this run alone: a seed reproduces a run, whatever was run before. */
    @Provides
    @Singleton
    Durations durations() {
        return Durations.inMemory();
    }

    @Provides
    @Singleton
    AwsSettings settings(RunPlan plan, SimulatedAws aws) {
        return new AwsSettings(
                new Realm.Simulated(aws.endpoint(), plan.settings().account().orElse(RunPlan.SIMULATED_ACCOUNT)),
                Optional.of(plan.region().orElse(RunPlan.SIMULATED_REGION)),
                Set.of(),
                RoleSession.DEFAULT);
    }
}
