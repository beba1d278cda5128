package dev.penstock.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.BucketsContract;
import dev.penstock.bucket.CannedAcl;
import dev.penstock.bucket.ObjectAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

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
    void whatIsSaidOfAnObjectIsToldToItsReaders() throws IOException {
        String key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        s3().putBucketOwnershipControls(request -> request.bucket("plain")
                .ownershipControls(with -> with.rules(OwnershipControlsRule.builder()
                        .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                        .build())));
        buckets.put(
                AwsScope.OWN,
                Files.writeString(folder.resolve("page"), "<p>"),
                new ObjectLocation("plain", "page.html"),
                new ObjectAttributes(
                        "text/html",
                        Optional.of("max-age=60"),
                        Optional.of(key),
                        Optional.of(CannedAcl.BUCKET_OWNER_FULL_CONTROL)));

        HeadObjectResponse head =
                s3().headObject(request -> request.bucket("plain").key("page.html"));
        assertThat(head.contentType()).isEqualTo("text/html");
        assertThat(head.cacheControl()).isEqualTo("max-age=60");
        assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(head.ssekmsKeyId()).isEqualTo(key);
    }

    @Test
    void aVersionThatNoBucketHasIsNotThere() {
        s3().putObject(put -> put.bucket("versioned").key("shop.zip"), RequestBody.fromString("x"));
        assertThat(buckets.look(
                        AwsScope.OWN, new ObjectLocation("versioned", "shop.zip"), Optional.of("no-such-version")))
                .isEmpty();
    }
}
