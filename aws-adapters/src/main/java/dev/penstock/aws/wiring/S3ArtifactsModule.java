package dev.penstock.aws.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.settings.BucketSetting;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/**
 * Binds {@link ArtifactStore} to a bucket, beside {@link AwsAdaptersModule}: artifacts are where every machine reaches them
 * that shares the journal.
 */
public final class S3ArtifactsModule extends AbstractModule {

    private final BucketSetting bucket;
    private final Path folder;

    /**
     * Artifacts in a bucket that exists.
     *
     * @param folder where opened artifacts are kept; made if it is not there
     */
    public S3ArtifactsModule(BucketSetting bucket, Path folder) {
        this.bucket = bucket;
        this.folder = folder;
    }

    @Provides
    @Singleton
    ArtifactStore artifacts(AwsServices services) {
        return new S3ArtifactStore(services.clients(), AwsScope.OWN, bucket.name(), bucket.artifactPrefix(), folder);
    }
}
