package dev.penstock.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.BucketsContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3BucketsTest extends BucketsContract {

    private final SimulatedAccount account = new SimulatedAccount();
    private final S3Buckets buckets = new S3Buckets(account.clients);

    @BeforeEach
    void createBuckets() {
        s3().createBucket(request -> request.bucket("plain"));
        s3().createBucket(request -> request.bucket("versioned"));
        s3().putBucketVersioning(
                        request -> request.bucket("versioned").versioningConfiguration(with -> with.status("Enabled")));
    }

    @AfterEach
    void close() {
        account.close();
    }

    private S3Client s3() {
        return account.clients.s3(AwsScope.OWN, Use.CHANGE);
    }

    @Override
    protected Buckets buckets() {
        return buckets;
    }

    @Override
    protected String bucket() {
        return "plain";
    }

    @Override
    protected String versionedBucket() {
        return "versioned";
    }

    @Override
    protected String missingBucket() {
        return "missing-bucket";
    }

    @Test
    void theSummaryIsWhatCodePipelineShows() {
        s3().putObject(
                        put -> put.bucket("plain")
                                .key("shop.zip")
                                .metadata(Map.of("codepipeline-artifact-revision-summary", "Release 7")),
                        RequestBody.fromString("x"));
        assertThat(buckets.look(AwsScope.OWN, new ObjectLocation("plain", "shop.zip"), Optional.empty())
                        .orElseThrow()
                        .summary())
                .isEqualTo("Release 7");
    }

    @Test
    void aVersionThatNoBucketHasIsNotThere() {
        s3().putObject(put -> put.bucket("versioned").key("shop.zip"), RequestBody.fromString("x"));
        assertThat(buckets.look(
                        AwsScope.OWN, new ObjectLocation("versioned", "shop.zip"), Optional.of("no-such-version")))
                .isEmpty();
    }
}
