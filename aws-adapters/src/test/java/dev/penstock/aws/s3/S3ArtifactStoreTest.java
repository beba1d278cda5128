package dev.penstock.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.ArtifactStoreContract;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.simulator.service.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ArtifactStoreTest extends ArtifactStoreContract {

    private static final String BUCKET = "penstock-artifacts";

    @TempDir
    Path folder;

    private final SimulatedAccount account = new SimulatedAccount();

    @BeforeEach
    void createBucket() {
        s3().createBucket(request -> request.bucket(BUCKET));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected ArtifactStore store() {
        return store("here", BUCKET);
    }

    private S3ArtifactStore store(String machine, String bucket) {
        return new S3ArtifactStore(account.clients, AwsScope.OWN, bucket, "shop", folder.resolve(machine));
    }

    private S3Client s3() {
        return account.clients.s3(AwsScope.OWN, Use.CHANGE);
    }

    @Test
    void whatOneMachineKeepsAnotherOpens() throws IOException {
        ArtifactReference reference = store().put(bundle("one", "content"));
        assertThat(store("elsewhere", BUCKET).open(reference)).hasContent("content");
    }

    @Test
    void keepsEachArtifactUnderItsDigestAndWritesItOnce() throws IOException {
        ArtifactReference reference = store().put(bundle("one", "content"));
        String hex = reference.digest().hex();
        String key = "shop/sha256/" + hex.substring(0, 2) + "/" + hex;
        var before = s3().headObject(head -> head.bucket(BUCKET).key(key)).lastModified();
        store().put(bundle("two", "content"));
        assertThat(s3().headObject(head -> head.bucket(BUCKET).key(key)).lastModified())
                .isEqualTo(before);
        assertThat(account.aws.effects().of("s3", "PutObject")).hasSize(1);
    }

    @Test
    void aPutThatMeetsAnotherOfTheSameBytesIsWorthAskingAgain() throws IOException {
        var conflict = new Fault.Refuse(409, "ConditionalRequestConflict", "Another one is in progress.");
        account.aws.faults().before("s3", "PutObject", 1, conflict);
        var failure = catchThrowableOfType(RemoteCallException.class, () -> store().put(bundle("one", "content")));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.TRANSIENT);

        store().put(bundle("one", "content"));
        account.aws.faults().before("s3", "PutObject", 1, conflict);
        assertThat(store().open(store().put(bundle("one", "content")))).hasContent("content");
    }

    @Test
    void tellsWhenAnObjectWasReplaced() throws IOException {
        ArtifactReference reference = store().put(bundle("one", "content"));
        String key = s3().listObjectsV2(list -> list.bucket(BUCKET))
                .contents()
                .getFirst()
                .key();
        s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString("other"));
        assertThatThrownBy(() -> store("elsewhere", BUCKET).open(reference))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("has other bytes");
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void aDamagedFileOfThisMachineIsFetchedAnew() throws IOException {
        ArtifactReference reference = store().put(bundle("one", "content"));
        Files.writeString(store().open(reference), "damaged");
        assertThat(store().open(reference)).hasContent("content");
    }

    @Test
    void aBucketThatIsNotThereIsNoMissingArtifact() throws IOException {
        ArtifactReference reference = store().put(bundle("one", "content"));
        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> store("elsewhere", "no-such-bucket").open(reference));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("NoSuchBucket");
    }
}
