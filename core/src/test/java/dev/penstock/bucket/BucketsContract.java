package dev.penstock.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.ObjectLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Buckets} promise. */
public abstract class BucketsContract {

    @TempDir
    protected Path folder;

    protected abstract Buckets buckets();

    /** A bucket that is there and keeps no versions. */
    protected abstract String bucket();

    /** A bucket that is there and keeps versions. */
    protected abstract String versionedBucket();

    /** A bucket that is not there. */
    protected abstract String missingBucket();

    private ObjectLocation put(String bucket, String key, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("put"), content);
        ObjectLocation object = new ObjectLocation(bucket, key);
        buckets().put(AwsScope.OWN, file, object);
        return object;
    }

    private ObjectVersion look(ObjectLocation object) {
        return buckets().look(AwsScope.OWN, object, Optional.empty()).orElseThrow();
    }

    private String fetch(ObjectLocation object, ObjectVersion version) throws IOException {
        Path target = folder.resolve("fetched");
        Files.deleteIfExists(target);
        buckets().fetch(AwsScope.OWN, object, version, target);
        return Files.readString(target);
    }

    @Test
    void whatIsPutIsSeenAndFetched() throws IOException {
        ObjectLocation object = put(bucket(), "a folder/shop.zip", "one");
        ObjectVersion version = look(object);
        assertThat(version.size()).isEqualTo(3);
        assertThat(version.versionId()).isEmpty();
        assertThat(version.eTag()).isNotEmpty().doesNotContain("\"");
        assertThat(fetch(object, version)).isEqualTo("one");
    }

    @Test
    void whatIsNotThereIsToldFromABucketThatIsNot() {
        assertThat(buckets().look(AwsScope.OWN, new ObjectLocation(bucket(), "none"), Optional.empty()))
                .isEmpty();
        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> buckets().look(AwsScope.OWN, new ObjectLocation(missingBucket(), "none"), Optional.empty()));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
    }

    @Test
    void otherBytesThanThoseThatWereSeenAreRefused() throws IOException {
        ObjectLocation object = put(bucket(), "shop.zip", "one");
        ObjectVersion first = look(object);
        put(bucket(), "shop.zip", "two");
        var failure = catchThrowableOfType(RemoteCallException.class, () -> fetch(object, first));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.CONFLICT);
    }

    @Test
    void aVersionStaysWhatItWas() throws IOException {
        ObjectLocation object = put(versionedBucket(), "shop.zip", "one");
        ObjectVersion first = look(object);
        put(versionedBucket(), "shop.zip", "two");

        assertThat(first.versionId()).isPresent();
        assertThat(fetch(object, first)).isEqualTo("one");
        assertThat(buckets().look(AwsScope.OWN, object, first.versionId())).contains(first);
        assertThat(fetch(object, look(object))).isEqualTo("two");
    }

    @Test
    void aCopyTakesThePlaceOfWhatIsThere() throws IOException {
        ObjectLocation from = put(bucket(), "from.zip", "one");
        ObjectLocation to = put(versionedBucket(), "a/to.zip", "two");
        buckets().copy(AwsScope.OWN, from, to);
        assertThat(fetch(to, look(to))).isEqualTo("one");

        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> buckets().copy(AwsScope.OWN, new ObjectLocation(bucket(), "none"), to));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
    }
}
