package dev.penstock.simulator.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3Test {

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final Clients clients = Clients.of(aws);
    private final S3Client s3 = clients.s3();

    @BeforeEach
    void makeBucket() {
        s3.createBucket(b -> b.bucket("releases"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anObjectComesBackAsItWasPut() {
        PutObjectResponse put = s3.putObject(
                b -> b.bucket("releases")
                        .key("app/bundle 1+2/ü.zip")
                        .contentType("application/zip")
                        .cacheControl("no-store")
                        .metadata(Map.of("commit", "abc123")),
                RequestBody.fromString("contents"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(b -> b.bucket("releases").key("app/bundle 1+2/ü.zip"));

        assertThat(got.asUtf8String()).isEqualTo("contents");
        assertThat(got.response().contentType()).isEqualTo("application/zip");
        assertThat(got.response().cacheControl()).isEqualTo("no-store");
        assertThat(got.response().metadata()).containsExactly(Map.entry("commit", "abc123"));
        assertThat(got.response().contentEncoding()).isNull();
        assertThat(got.response().eTag()).isEqualTo(put.eTag()).isEqualTo("\"98bf7d8c15784f0a3d63204441e1e2aa\"");
        assertThat(s3.headObject(b -> b.bucket("releases").key("app/bundle 1+2/ü.zip"))
                        .contentLength())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void checksumsAreVerifiedKeptAndGivenBack(ChecksumAlgorithm algorithm) {
        s3.putObject(
                b -> b.bucket("releases").key("k").checksumAlgorithm(algorithm), RequestBody.fromString("contents"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(b -> b.bucket("releases").key("k").checksumMode(ChecksumMode.ENABLED));

        assertThat(got.response().checksumTypeAsString()).isEqualTo("FULL_OBJECT");
        assertThat(got.asUtf8String()).isEqualTo("contents");
    }

    @Test
    void aWrongChecksumIsABadDigest() {
        assertFails(
                () -> s3.putObject(
                        b -> b.bucket("releases").key("k").checksumCRC32("AAAAAA=="), RequestBody.fromString("x")),
                400,
                "BadDigest");
        assertFails(() -> s3.headObject(b -> b.bucket("releases").key("k")), 404, "NoSuchKey");
    }

    @Test
    void theDefaultChecksumIsTheOneThatAwsRecorded() throws Exception {
        // Recorded from AWS: s3/test_s3_api.snapshot.json, the object "test".
        HttpResponse<String> put = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(aws.endpoint() + "/releases/test"))
                                .header("Authorization", authorization())
                                .PUT(HttpRequest.BodyPublishers.ofString("test"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(put.headers().firstValue("x-amz-checksum-crc64nvme")).contains("+bu+zv66sUM=");
    }

    @Test
    void conditionalWritesHoldAgainstWhatIsThere() {
        PutObjectResponse first =
                s3.putObject(b -> b.bucket("releases").key("lock").ifNoneMatch("*"), RequestBody.fromString("mine"));

        assertFails(
                () -> s3.putObject(
                        b -> b.bucket("releases").key("lock").ifNoneMatch("*"), RequestBody.fromString("theirs")),
                412,
                "PreconditionFailed");
        assertFails(
                () -> s3.putObject(
                        b -> b.bucket("releases").key("lock").ifMatch("\"other\""), RequestBody.fromString("x")),
                412,
                "PreconditionFailed");
        assertFails(
                () -> s3.putObject(
                        b -> b.bucket("releases").key("none").ifMatch(first.eTag()), RequestBody.fromString("x")),
                404,
                "NoSuchKey");
        s3.putObject(b -> b.bucket("releases").key("lock").ifMatch(first.eTag()), RequestBody.fromString("next"));
        assertFails(
                () -> s3.deleteObject(b -> b.bucket("releases").key("lock").ifMatch(first.eTag())),
                412,
                "PreconditionFailed");
        assertThat(text("lock")).isEqualTo("next");
        assertFails(
                () -> s3.getObject(b -> b.bucket("releases").key("lock").ifMatch(first.eTag())),
                412,
                "PreconditionFailed");
    }

    @Test
    void rangesAreCutAndRefusedBeyondTheEnd() {
        s3.putObject(b -> b.bucket("releases").key("k"), RequestBody.fromString("0123456789"));

        assertThat(range("bytes=0-8")).isEqualTo("012345678");
        assertThat(range("bytes=1-1")).isEqualTo("1");
        assertThat(range("bytes=-3")).isEqualTo("789");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=1-0")).isEqualTo("0123456789");
        assertFails(() -> range("bytes=10-20"), 416, "InvalidRange");
    }

    @Test
    void listsInPagesInTheOrderOfUtf8BytesAndGroupsByDelimiter() {
        List<String> keys = List.of("a/1", "a/2", "b", "c/x/1", "\uFF5E", "\uD83D\uDE00");
        keys.forEach(key -> s3.putObject(b -> b.bucket("releases").key(key), RequestBody.fromString("x")));

        List<String> paged = new ArrayList<>();
        s3.listObjectsV2Paginator(b -> b.bucket("releases").maxKeys(2)).contents().stream()
                .map(S3Object::key)
                .forEach(paged::add);
        ListObjectsV2Response grouped =
                s3.listObjectsV2(b -> b.bucket("releases").delimiter("/"));

        assertThat(paged).containsExactlyElementsOf(keys);
        assertThat(grouped.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("a/", "c/");
        assertThat(grouped.contents()).extracting(S3Object::key).containsExactly("b", "\uFF5E", "\uD83D\uDE00");
        List<String> pagedGroups = new ArrayList<>();
        s3.listObjectsV2Paginator(b -> b.bucket("releases").delimiter("/").maxKeys(1))
                .forEach(page -> {
                    page.commonPrefixes().forEach(p -> pagedGroups.add(p.prefix()));
                    page.contents().forEach(o -> pagedGroups.add(o.key()));
                });
        assertThat(pagedGroups).containsExactly("a/", "b", "c/", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void versioningKeepsWhatIsOverwrittenAndDeleted() {
        s3.putBucketVersioning(b -> b.bucket("releases").versioningConfiguration(v -> v.status("Enabled")));
        String first = s3.putObject(b -> b.bucket("releases").key("k"), RequestBody.fromString("1"))
                .versionId();
        s3.putObject(b -> b.bucket("releases").key("k"), RequestBody.fromString("2"));
        String marker = s3.deleteObject(b -> b.bucket("releases").key("k")).versionId();

        assertFails(() -> text("k"), 404, "NoSuchKey");
        assertThat(s3.getObjectAsBytes(b -> b.bucket("releases").key("k").versionId(first))
                        .asUtf8String())
                .isEqualTo("1");
        assertThat(s3.listObjectVersions(b -> b.bucket("releases")).versions()).hasSize(2);
        s3.deleteObject(b -> b.bucket("releases").key("k").versionId(marker));
        assertThat(text("k")).isEqualTo("2");
    }

    @Test
    void versionsAreListedToTheEndThoughEachPageIsDeletedBeforeTheNext() {
        s3.putBucketVersioning(b -> b.bucket("releases").versioningConfiguration(v -> v.status("Enabled")));
        for (int i = 0; i < 5; i++) {
            s3.putObject(b -> b.bucket("releases").key("web"), RequestBody.fromString("x"));
        }

        s3.listObjectVersionsPaginator(b -> b.bucket("releases").maxKeys(2))
                .forEach(page -> page.versions()
                        .forEach(v -> s3.deleteObject(
                                b -> b.bucket("releases").key(v.key()).versionId(v.versionId()))));

        assertThat(s3.listObjectVersions(b -> b.bucket("releases")).versions()).isEmpty();
    }

    @Test
    void aPageThatFollowsAnotherSaysNothingOfWhereTheFirstBegan() {
        for (String key : List.of("a", "b", "c")) {
            s3.putObject(b -> b.bucket("releases").key(key), RequestBody.fromString("x"));
        }

        ListObjectsV2Response first =
                s3.listObjectsV2(b -> b.bucket("releases").startAfter("a").maxKeys(1));
        ListObjectsV2Response second = s3.listObjectsV2(
                b -> b.bucket("releases").startAfter("a").continuationToken(first.nextContinuationToken()));

        assertThat(first.startAfter()).isEqualTo("a");
        assertThat(second.startAfter()).isNull();
        assertThat(second.contents().getFirst().key()).isEqualTo("c");
    }

    @Test
    void aPartWithAnotherDigestIsRefusedWithTheDigestThatWasGiven() throws Exception {
        String id =
                s3.createMultipartUpload(b -> b.bucket("releases").key("big")).uploadId();
        String given = "CYketZBSTjX8czcs3cXVlg==";

        assertThat(refusal("/releases/big?partNumber=1&uploadId=" + id, given))
                .contains("<ExpectedDigest>" + given + "</ExpectedDigest>");
        assertThat(refusal("/releases/small", given))
                .contains("<ExpectedDigest>09891eb590524e35fc73372cddc5d596</ExpectedDigest>");
    }

    private String refusal(String path, String md5) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(aws.endpoint().resolve(path))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                                + "/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0")
                .header("Content-MD5", md5)
                .PUT(HttpRequest.BodyPublishers.ofString("something"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aMultipartUploadJoinsItsParts() throws IOException {
        byte[] large = new byte[5 * 1024 * 1024 + 17];
        new SplittableRandom(7).nextBytes(large);
        String id =
                s3.createMultipartUpload(b -> b.bucket("releases").key("big")).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            int number = i;
            byte[] part = i == 1 ? large : "tail".getBytes(StandardCharsets.UTF_8);
            String etag = s3.uploadPart(
                            b -> b.bucket("releases").key("big").uploadId(id).partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(i).eTag(etag).build());
        }

        assertFails(
                () -> s3.completeMultipartUpload(b ->
                        b.bucket("releases").key("big").uploadId(id).multipartUpload(m -> m.parts(parts.reversed()))),
                400,
                "InvalidPartOrder");
        String etag = s3.completeMultipartUpload(
                        b -> b.bucket("releases").key("big").uploadId(id).multipartUpload(m -> m.parts(parts)))
                .eTag();

        assertThat(etag).endsWith("-2\"");
        assertThat(s3.completeMultipartUpload(b -> b.bucket("releases")
                                .key("big")
                                .uploadId(id)
                                .ifNoneMatch("*")
                                .multipartUpload(m -> m.parts(parts)))
                        .eTag())
                .as("of an upload that is completed again")
                .isEqualTo(etag);
        try (InputStream in = s3.getObject(b -> b.bucket("releases").key("big"))) {
            assertThat(in.readNBytes(large.length)).isEqualTo(large);
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("tail");
        }
        assertFails(
                () -> s3.abortMultipartUpload(
                        b -> b.bucket("releases").key("big").uploadId(id)),
                404,
                "NoSuchUpload");
        s3.putObject(b -> b.bucket("releases").key("big"), RequestBody.fromString("other"));
        assertFails(
                () -> s3.completeMultipartUpload(
                        b -> b.bucket("releases").key("big").uploadId(id).multipartUpload(m -> m.parts(parts))),
                404,
                "NoSuchUpload");
    }

    @Test
    void copiesKeepContentsAndMetadata() {
        s3.putObject(b -> b.bucket("releases").key("from ü").metadata(Map.of("a", "b")), RequestBody.fromString("x"));

        s3.copyObject(b -> b.sourceBucket("releases")
                .sourceKey("from ü")
                .destinationBucket("releases")
                .destinationKey("to"));

        assertThat(text("to")).isEqualTo("x");
        assertThat(s3.headObject(b -> b.bucket("releases").key("to")).metadata())
                .containsEntry("a", "b");
    }

    @Test
    void manyObjectsAreDeletedInOneCall() {
        List<ObjectIdentifier> all = new ArrayList<>();
        for (String key : List.of("a", "b&<c>", "never-there")) {
            if (!key.startsWith("never")) {
                s3.putObject(b -> b.bucket("releases").key(key), RequestBody.empty());
            }
            all.add(ObjectIdentifier.builder().key(key).build());
        }

        assertThat(s3.deleteObjects(b -> b.bucket("releases").delete(d -> d.objects(all)))
                        .deleted())
                .extracting(d -> d.key())
                .containsExactly("a", "b&<c>", "never-there");
        assertThat(s3.listObjectsV2(b -> b.bucket("releases")).contents()).isEmpty();
    }

    @Test
    void bucketsAreUniqueOwnedAndEmptyWhenDeleted() {
        s3.putObject(b -> b.bucket("releases").key("k"), RequestBody.fromString("x"));
        S3Client others =
                clients.as(AwsBasicCredentials.create("444455556666", "x")).s3();

        s3.createBucket(b -> b.bucket("releases"));
        assertFails(() -> others.createBucket(b -> b.bucket("releases")), 409, "BucketAlreadyExists");
        assertFails(() -> others.getObject(b -> b.bucket("releases").key("k")), 403, "AccessDenied");
        assertFails(() -> s3.deleteBucket(b -> b.bucket("releases")), 409, "BucketNotEmpty");
        assertFails(() -> s3.getObject(b -> b.bucket("nowhere").key("k")), 404, "NoSuchBucket");
        assertThat(others.listBuckets().buckets()).isEmpty();
        assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("releases");
        clients.in(Region.EU_WEST_1)
                .s3()
                .createBucket(
                        b -> b.bucket("eu-releases").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        assertThat(s3.getBucketLocation(b -> b.bucket("eu-releases")).locationConstraintAsString())
                .isEqualTo("eu-west-1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void presignedUrlsWorkWithoutFurtherCredentials(boolean pathStyle) throws Exception {
        s3.putObject(b -> b.bucket("releases").key("a b"), RequestBody.fromString("signed"));
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(Clients.ACCOUNT, "x")))
                .endpointOverride(aws.endpoint())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(pathStyle)
                        .build())
                .build()) {
            URI url = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(g -> g.bucket("releases").key("a b")))
                    .url()
                    .toURI();

            HttpResponse<String> got = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(got.body()).isEqualTo("signed");
        }
    }

    @Test
    void theBucketMayStandInTheHostName() throws Exception {
        s3.putObject(b -> b.bucket("releases").key("a/b"), RequestBody.fromString("by host"));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), aws.endpoint().getPort())) {
            String request = "GET /a/b HTTP/1.1\r\nHost: releases.localhost:"
                    + aws.endpoint().getPort() + "\r\nAuthorization: " + authorization()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("by host");
        }
    }

    @Test
    void aPartOfS3ThatIsNotSimulatedSaysSo() {
        assertThatThrownBy(() -> s3.getBucketMetadataConfiguration(b -> b.bucket("releases")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(501);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotSimulated");
                });
    }

    private static String authorization() {
        return "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                + "/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    }

    private String text(String key) {
        return s3.getObjectAsBytes(b -> b.bucket("releases").key(key)).asUtf8String();
    }

    private String range(String range) {
        return s3.getObjectAsBytes(b -> b.bucket("releases").key("k").range(range))
                .asUtf8String();
    }

    private static void assertFails(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.requestId()).isNotBlank();
        });
    }
}
