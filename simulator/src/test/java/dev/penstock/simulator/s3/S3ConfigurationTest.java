package dev.penstock.simulator.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** What buckets are told to be, and what it does to their objects. */
class S3ConfigurationTest {

    private static final String BUCKET = "artifacts";

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-01-01T12:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final Clients clients = Clients.of(aws);
    private final S3Client s3 = clients.s3();

    @BeforeEach
    void makeBucket() {
        s3.createBucket(b -> b.bucket(BUCKET));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anotherAccountUsesABucketOnceItsPolicyNamesIt() {
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x"));
        S3Client other =
                clients.as(AwsBasicCredentials.create("444455556666", "secret")).s3();
        assertFails(() -> other.headObject(b -> b.bucket(BUCKET).key("k")), 403);

        s3.putBucketPolicy(b -> b.bucket(BUCKET)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                        + "\"arn:aws:iam::444455556666:root\"},\"Action\":\"s3:*\",\"Resource\":"
                        + "\"arn:aws:s3:::artifacts/*\"}]}"));

        assertThat(other.headObject(b -> b.bucket(BUCKET).key("k")).contentLength())
                .isEqualTo(1);
        assertThat(s3.getBucketPolicyStatus(b -> b.bucket(BUCKET))
                        .policyStatus()
                        .isPublic())
                .isFalse();
    }

    @Test
    void aPublicPolicyIsRefusedWhilePublicAccessIsBlocked() {
        String open = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::artifacts/*\"}]}";
        assertFails(() -> s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(open)), 403);

        s3.deletePublicAccessBlock(b -> b.bucket(BUCKET));
        s3.putBucketPolicy(b -> b.bucket(BUCKET).policy(open));

        assertThat(s3.getBucketPolicy(b -> b.bucket(BUCKET)).policy()).isEqualTo(open);
    }

    @Test
    void aRequestToAnotherRegionIsSentToTheRightOne() {
        S3Client elsewhere = clients.in(Region.EU_WEST_1).s3();
        assertThatThrownBy(() -> elsewhere.listObjectsV2(b -> b.bucket(BUCKET)))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(301);
                    assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                            .contains("us-east-1");
                });
    }

    @Test
    void objectsExpireAtMidnightAfterTheirDays() {
        s3.putBucketLifecycleConfiguration(b -> b.bucket(BUCKET)
                .lifecycleConfiguration(l -> l.rules(LifecycleRule.builder()
                        .id("old")
                        .status("Enabled")
                        .filter(f -> f.prefix("tmp/"))
                        .expiration(e -> e.days(1))
                        .build())));
        assertThat(s3.putObject(b -> b.bucket(BUCKET).key("tmp/a"), RequestBody.fromString("x"))
                        .expiration())
                .isEqualTo("expiry-date=\"Sat, 03 Jan 2026 00:00:00 GMT\", rule-id=\"old\"");
        s3.putObject(b -> b.bucket(BUCKET).key("kept"), RequestBody.fromString("x"));

        time.advance(Duration.ofHours(37));

        assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
                .extracting("key")
                .containsExactly("kept");
    }

    @Test
    void aVersionInComplianceRetentionStaysUntilItEnds() {
        s3.createBucket(b -> b.bucket("locked").objectLockEnabledForBucket(true));
        String version = s3.putObject(
                        b -> b.bucket("locked")
                                .key("k")
                                .objectLockMode("COMPLIANCE")
                                .objectLockRetainUntilDate(Instant.parse("2026-01-02T00:00:00Z")),
                        RequestBody.fromString("x"))
                .versionId();

        assertFails(() -> s3.deleteObject(b -> b.bucket("locked").key("k").versionId(version)), 403);
        time.advance(Duration.ofDays(1));
        s3.deleteObject(b -> b.bucket("locked").key("k").versionId(version));

        assertThat(s3.listObjectVersions(b -> b.bucket("locked")).versions()).isEmpty();
    }

    @Test
    void anUploadWhoseObjectWasWrittenMeanwhileConflicts() {
        String etag = s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("first"))
                .eTag();
        String upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("k")).uploadId();
        String part = s3.uploadPart(
                        b -> b.bucket(BUCKET).key("k").uploadId(upload).partNumber(1), RequestBody.fromString("second"))
                .eTag();
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("first"));

        assertFails(
                () -> s3.completeMultipartUpload(b -> b.bucket(BUCKET)
                        .key("k")
                        .uploadId(upload)
                        .ifMatch(etag)
                        .multipartUpload(m -> m.parts(
                                CompletedPart.builder().partNumber(1).eTag(part).build()))),
                409);
    }

    @Test
    void aWriteThatRacesWithADeletionConflicts() throws Exception {
        s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x"));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), aws.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(("PUT /artifacts/k HTTP/1.1\r\nHost: s3\r\nConnection: close\r\nIf-None-Match: *\r\n"
                                    + "Authorization: " + authorization() + "\r\nContent-Length: 4\r\n\r\nhe")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitBeginning();
            s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
            socket.getOutputStream().write("re".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 409")
                    .contains("ConditionalRequestConflict");
        }
    }

    @Test
    void partsAreReadOneByOneAndTheWholeNeedsNoCopy() {
        byte[] large = new byte[5 * 1024 * 1024];
        String upload =
                s3.createMultipartUpload(b -> b.bucket(BUCKET).key("big")).uploadId();
        String first = s3.uploadPart(
                        b -> b.bucket(BUCKET).key("big").uploadId(upload).partNumber(1), RequestBody.fromBytes(large))
                .eTag();
        String second = s3.uploadPart(
                        b -> b.bucket(BUCKET).key("big").uploadId(upload).partNumber(2), RequestBody.fromString("end"))
                .eTag();
        s3.completeMultipartUpload(b -> b.bucket(BUCKET)
                .key("big")
                .uploadId(upload)
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                        CompletedPart.builder().partNumber(2).eTag(second).build())));

        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("big").partNumber(2))
                        .asUtf8String())
                .isEqualTo("end");
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("big").range("bytes=-4"))
                        .asByteArray())
                .containsExactly(0, 'e', 'n', 'd');
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("big")).asByteArray())
                .hasSize(large.length + 3);
    }

    @Test
    void tagsOfObjectsAreKeptAndCounted() {
        s3.putObject(b -> b.bucket(BUCKET).key("k").tagging("a=1&b=2"), RequestBody.fromString("x"));
        assertThat(s3.headObject(b -> b.bucket(BUCKET).key("k")).tagCount()).isEqualTo(2);

        s3.putObjectTagging(b -> b.bucket(BUCKET)
                .key("k")
                .tagging(t -> t.tagSet(Tag.builder().key("c").value("3").build())));

        assertThat(s3.getObjectTagging(b -> b.bucket(BUCKET).key("k")).tagSet())
                .extracting("key")
                .containsExactly("c");
    }

    @Test
    void aPageOfAnAllowedOriginMayAskAndAnotherMayNot() throws Exception {
        s3.putBucketCors(b -> b.bucket(BUCKET)
                .corsConfiguration(c -> c.corsRules(CORSRule.builder()
                        .allowedMethods("GET")
                        .allowedOrigins("https://shop.example")
                        .build())));

        assertThat(preflight("https://shop.example"))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: https://shop.example");
        assertThat(preflight("https://other.example"))
                .startsWith("HTTP/1.1 403")
                .contains("AccessForbidden");
    }

    @Test
    void aFormUploadsWhatItsPolicyAllowsUntilItExpires() throws Exception {
        String policy = Base64.getEncoder()
                .encodeToString(("{\"expiration\":\"2026-01-01T13:00:00Z\",\"conditions\":[{\"bucket\":\"artifacts\"},"
                                + "[\"starts-with\",\"$key\",\"up/\"],[\"content-length-range\",1,10]]}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(form(policy, "up/${filename}").statusCode()).isEqualTo(204);
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("up/a.txt")).asUtf8String())
                .isEqualTo("hello");
        assertThat(form(policy, "elsewhere").body()).contains("Policy Condition failed");
        time.advance(Duration.ofHours(2));
        assertThat(form(policy, "up/b").body()).contains("Policy expired.");
    }

    private HttpResponse<String> form(String policy, String key) throws Exception {
        StringBuilder body = new StringBuilder();
        List.of(
                        List.of("key", key),
                        List.of("policy", policy),
                        List.of("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                        List.of("X-Amz-Credential", Clients.ACCOUNT + "/20260101/us-east-1/s3/aws4_request"),
                        List.of("X-Amz-Date", "20260101T120000Z"),
                        List.of("X-Amz-Signature", "0"))
                .forEach(field -> body.append("--b\r\nContent-Disposition: form-data; name=\"")
                        .append(field.getFirst())
                        .append("\"\r\n\r\n")
                        .append(field.getLast())
                        .append("\r\n"));
        body.append(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b--\r\n");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(aws.endpoint() + "/artifacts"))
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** By hand, as the JDK's client does not send an Origin. */
    private String preflight(String origin) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), aws.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(("OPTIONS /artifacts/k HTTP/1.1\r\nHost: s3\r\nConnection: close\r\nOrigin: " + origin
                                    + "\r\nAccess-Control-Request-Method: GET\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Lets the server take the head of a request: it answers others in between, one after the other. */
    private void awaitBeginning() {
        for (int i = 0; i < 50; i++) {
            s3.headBucket(b -> b.bucket(BUCKET));
        }
    }

    private static String authorization() {
        return "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                + "/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
    }

    private static void assertFails(ThrowingCallable call, int status) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
}
