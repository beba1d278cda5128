package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.library.Machine;
import dev.penstock.runner.RunPlan;
import dev.penstock.secret.Masker;
import dev.penstock.settings.BucketSetting;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Where pipelines deploy to, whichever AWS is meant. */
final class CloudModule extends AbstractModule {

    @Provides
    @Singleton
    AwsServices cloud(AwsSettings settings, RunPlan plan, Masker masker, EngineClock clock, Closing closing) {
        return closing.later(
                new AwsServices(settings, masker, clock, plan.settings().artifactBucket()));
    }

    /** On this machine, unless others are to reach them. */
    @Provides
    @Singleton
    ArtifactStore artifacts(RunPlan plan, Machine machine, AwsServices cloud) {
        Path opened = plan.project().cache().resolve("artifacts");
        return plan.settings()
                .artifactBucket()
                .filter(BucketSetting::shared)
                .<ArtifactStore>map(bucket -> new S3ArtifactStore(
                        cloud.clients(), AwsScope.OWN, bucket.name(), bucket.artifactPrefix(), opened))
                .orElseGet(machine::artifacts);
    }
}
