package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.runner.RunPlan;
import dev.penstock.secret.Masker;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;

/** Where pipelines deploy to, whichever AWS is meant. */
final class CloudModule extends AbstractModule {

    @Provides
    @Singleton
    AwsServices cloud(AwsSettings settings, RunPlan plan, Masker masker, EngineClock clock, Closing closing) {
        return closing.later(
                new AwsServices(settings, masker, clock, plan.settings().artifactBucket()));
    }
}
