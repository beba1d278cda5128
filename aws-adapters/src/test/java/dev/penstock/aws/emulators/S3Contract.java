package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Amazon S3. */
abstract class S3Contract extends ServiceContract {

    private S3Client s3;
    private String bucket;

    @BeforeEach
    void createBucket() {
        s3 = account.s3();
        bucket = "bucket-" + account.id;
        s3.createBucket(request -> request.bucket(bucket));
    }

    private String put(String key, String content) {
        return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content))
                .eTag();
    }

    private String get(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asString(StandardCharsets.UTF_8);
    }

    @Test
    void givesBackWhatWasPut() {
        assertThat(put("a/b c+d", "content")).isEqualTo("\"9a0364b9e99bb480dd25e1f0284c8555\"");
        assertThat(get("a/b c+d")).isEqualTo("content");
        var head = s3.headObject(request -> request.bucket(bucket).key("a/b c+d"));
        assertThat(head.contentLength()).isEqualTo(7);
    }

    @Test
    void refusesToOverwriteIfNoneMatches() {
        put("key", "one");
        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").ifNoneMatch("*"), RequestBody.fromString("two")),
                412,
                "PreconditionFailed");
        assertThat(get("key")).isEqualTo("one");
    }

    @Test
    void overwritesOnlyWhatMatches() {
        String eTag = put("key", "one");
        s3.putObject(request -> request.bucket(bucket).key("key").ifMatch(eTag), RequestBody.fromString("two"));
        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket).key("key").ifMatch(eTag), RequestBody.fromString("three")),
                412,
                "PreconditionFailed");
        assertThat(get("key")).isEqualTo("two");
    }

    @Test
    void saysThatThereIsNoSuchKeyOrBucket() {
        refused(() -> get("nothing"), 404, "NoSuchKey");
        refused(() -> s3.listObjectsV2(request -> request.bucket("nowhere-" + account.id)), 404, "NoSuchBucket");
    }

    @Test
    void doesNotDeleteABucketThatHoldsSomething() {
        put("key", "content");
        refused(() -> s3.deleteBucket(request -> request.bucket(bucket)), 409, "BucketNotEmpty");
    }

    @Test
    void listsInPagesAndInOrder() {
        Stream.of("b", "a/2", "c", "a/1", "d").forEach(key -> put(key, key));

        var first = s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(2));
        assertThat(first.isTruncated()).isTrue();
        List<String> all = s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(2))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
        assertThat(all).containsExactly("a/1", "a/2", "b", "c", "d");
        var folders = s3.listObjectsV2(request -> request.bucket(bucket).delimiter("/"));
        assertThat(folders.commonPrefixes()).extracting("prefix").containsExactly("a/");
        assertThat(folders.contents()).extracting(S3Object::key).containsExactly("b", "c", "d");
    }

    @Test
    void keepsVersionsAndMarksDeletions() {
        s3.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        put("key", "one");
        put("key", "two");
        s3.deleteObject(request -> request.bucket(bucket).key("key"));

        refused(() -> get("key"), 404, "NoSuchKey");
        var versions = s3.listObjectVersions(request -> request.bucket(bucket));
        assertThat(versions.deleteMarkers()).hasSize(1);
        assertThat(versions.versions()).hasSize(2);
        String oldest = versions.versions().stream()
                .map(ObjectVersion::versionId)
                .toList()
                .getLast();
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("key").versionId(oldest))
                        .asString(StandardCharsets.UTF_8))
                .isEqualTo("one");
    }

    @Test
    void putsPartsTogether() {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("large"))
                .uploadId();
        String part = "x".repeat(5 * 1024 * 1024);
        String first = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key("large")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString(part))
                .eTag();
        String second = s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key("large")
                                .uploadId(upload)
                                .partNumber(2),
                        RequestBody.fromString("end"))
                .eTag();
        String eTag = s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("large")
                        .uploadId(upload)
                        .multipartUpload(parts -> parts.parts(
                                CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(first)
                                        .build(),
                                CompletedPart.builder()
                                        .partNumber(2)
                                        .eTag(second)
                                        .build())))
                .eTag();
        assertThat(eTag).endsWith("-2\"");
        assertThat(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key("large").range("bytes=5242878-5242882"))
                        .asString(StandardCharsets.UTF_8))
                .isEqualTo("xxend");
    }

    @Test
    void refusesPartsThatWereNeverSent() {
        String upload = s3.createMultipartUpload(
                        request -> request.bucket(bucket).key("large"))
                .uploadId();
        refused(
                () -> s3.completeMultipartUpload(request -> request.bucket(bucket)
                        .key("large")
                        .uploadId(upload)
                        .multipartUpload(parts -> parts.parts(CompletedPart.builder()
                                .partNumber(1)
                                .eTag("\"9a0364b9e99bb480dd25e1f0284c8555\"")
                                .build()))),
                400,
                "InvalidPart");
        s3.abortMultipartUpload(request -> request.bucket(bucket).key("large").uploadId(upload));
        refused(
                () -> s3.listParts(
                        request -> request.bucket(bucket).key("large").uploadId(upload)),
                404,
                "NoSuchUpload");
    }

    @Test
    void refusesContentThatIsNotWhatItsChecksumSays() {
        refused(
                () -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key("key")
                                .checksumSHA256("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                        RequestBody.fromString("content")),
                400,
                "BadDigest");
        refused(() -> get("key"), 404, "NoSuchKey");
    }
}
