package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Profiles;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.local.observe.FileDurations;
import dev.penstock.observe.Durations;
import dev.penstock.problem.DidYouMean;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunnerException;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** AWS itself, on the clock of the real world. */
final class AwsModule extends AbstractModule {

    @Provides
    @Singleton
    EngineClock clock(Closing closing) {
        return closing.later(new ScheduledClock(InstantSource.system()));
    }

    @Provides
    @Singleton
    Durations durations(RunPlan plan, Closing closing) {
        return closing.later(new FileDurations(plan.project().durations()));
    }

    @Provides
    @Singleton
    AwsSettings settings(RunPlan plan) {
        plan.profile().ifPresent(AwsModule::requireProfile);
        return new AwsSettings(
                new Realm.Aws(plan.profile(), Optional.empty()),
                plan.region(),
                plan.settings().account().map(Set::of).orElse(Set.of()),
                RoleSession.DEFAULT);
    }

    /** Before anything starts: calls of a profile that is not there would fail one by one for want of credentials. */
    private static void requireProfile(String name) {
        SortedSet<String> known = Profiles.known();
        if (!known.contains(name)) {
            throw new RunnerException(
                    Refusal.PROFILE,
                    "There is no profile '" + name + "' in the AWS configuration of this machine.",
                    known.isEmpty()
                            ? "It has no profiles at all: see 'aws configure --profile " + name + "'."
                            : DidYouMean.hint(name, known));
        }
    }
}
