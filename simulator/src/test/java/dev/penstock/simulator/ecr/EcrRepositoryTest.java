package dev.penstock.simulator.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Scans, lifecycle and repository policies, layers through the API, referrers. */
@SuppressWarnings("unchecked") // arrays of the SDK's consumers of builders
class EcrRepositoryTest {

    private static final String VULNERABLE =
            "{\"Labels\":{\"dev.penstock.simulate.vulnerabilities\":\"CRITICAL=1, HIGH=2, CVE-2021-44228:CRITICAL\"}}";

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final Clients clients = Clients.of(aws);
    private final EcrClient ecr = clients.ecr();

    @BeforeEach
    void makeRepository() {
        ecr.createRepository(r -> r.repositoryName("web").imageScanningConfiguration(s -> s.scanOnPush(true)));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aScanOnPushTakesTimeAndFindsWhatTheImageDeclares() throws Exception {
        pusher().push("1.0", VULNERABLE);

        assertThat(findings("1.0").imageScanStatus().statusAsString()).isEqualTo("PENDING");
        time.advance(Duration.ofSeconds(3));
        assertThat(findings("1.0").imageScanStatus().statusAsString()).isEqualTo("IN_PROGRESS");
        time.advance(Duration.ofSeconds(10));

        DescribeImageScanFindingsResponse done = findings("1.0");
        assertThat(done.imageScanStatus().statusAsString()).isEqualTo("COMPLETE");
        assertThat(done.imageScanFindings().findingSeverityCountsAsStrings())
                .containsEntry("CRITICAL", 2)
                .containsEntry("HIGH", 2);
        assertThat(done.imageScanFindings().findings()).extracting("name").contains("CVE-2021-44228");
        ImageDetail detail =
                ecr.describeImages(r -> r.repositoryName("web")).imageDetails().getFirst();
        assertThat(detail.imageScanFindingsSummary().findingSeverityCountsAsStrings())
                .containsEntry("CRITICAL", 2);
    }

    @Test
    void aRegistrysRuleScansWhatIsPushedToRepositoriesThatItsFilterMatches() throws Exception {
        ecr.createRepository(r -> r.repositoryName("web-assets"));
        ecr.putRegistryScanningConfiguration(p -> p.scanType("BASIC")
                .rules(rule -> rule.scanFrequency("SCAN_ON_PUSH")
                        .repositoryFilters(f -> f.filter("web-*").filterType("WILDCARD"))));

        RepositoryScanningConfiguration scanning = ecr.batchGetRepositoryScanningConfiguration(
                        b -> b.repositoryNames("web-assets"))
                .scanningConfigurations()
                .getFirst();
        new Pusher(aws, clients, "web-assets").push("1.0", VULNERABLE);
        time.advance(Duration.ofMinutes(1));

        assertThat(scanning.scanFrequencyAsString()).isEqualTo("SCAN_ON_PUSH");
        assertThat(scanning.appliedScanFilters()).extracting(f -> f.filter()).containsExactly("web-*");
        assertThat(ecr.describeImages(r -> r.repositoryName("web-assets"))
                        .imageDetails()
                        .getFirst()
                        .imageScanStatus()
                        .statusAsString())
                .isEqualTo("COMPLETE");
        ecr.putRegistryScanningConfiguration(p -> p.scanType("BASIC").rules(List.of()));
        assertThat(ecr.batchGetRepositoryScanningConfiguration(b -> b.repositoryNames("web-assets"))
                        .scanningConfigurations()
                        .getFirst()
                        .scanFrequencyAsString())
                .isEqualTo("MANUAL");
    }

    @Test
    void aRepositoryShowsTheKeyThatItIsEncryptedWith() {
        EncryptionConfiguration own = ecr.createRepository(r -> r.repositoryName("kept")
                        .encryptionConfiguration(e -> e.encryptionType("KMS").kmsKey("1234")))
                .repository()
                .encryptionConfiguration();
        EncryptionConfiguration managed = ecr.createRepository(
                        r -> r.repositoryName("managed").encryptionConfiguration(e -> e.encryptionType("KMS")))
                .repository()
                .encryptionConfiguration();

        assertThat(own.kmsKey()).isEqualTo("arn:aws:kms:us-east-1:" + Clients.ACCOUNT + ":key/1234");
        assertThat(managed.encryptionTypeAsString()).isEqualTo("KMS");
        assertThat(managed.kmsKey()).startsWith("arn:aws:kms:us-east-1:" + Clients.ACCOUNT + ":key/");
    }

    @Test
    void whatRepositoriesCannotTakeIsRefusedWithItsParameter() {
        assertThatThrownBy(() -> ecr.setRepositoryPolicy(s -> s.repositoryName("web")
                        .policyText("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}")))
                .hasMessageContaining("Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid"
                        + " repository policy provided'");
        assertThatThrownBy(() -> ecr.listTagsForResource(l -> l.resourceArn("web")))
                .hasMessageContaining("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
        assertThatThrownBy(() -> ecr.putImageTagMutability(p -> p.repositoryName("web")
                        .imageTagMutability("MUTABLE_WITH_EXCLUSION")
                        .imageTagMutabilityExclusionFilters(ImageTagMutabilityExclusionFilter.builder()
                                .filter("1*")
                                .filterType("PREFIX")
                                .build())))
                .hasMessageContaining("Invalid parameter at 'imageTagMutabilityExclusionFilters'");
    }

    @Test
    void aScanThatNobodyStartedIsNotFoundAndOneADayIsEnough() throws Exception {
        ecr.putImageScanningConfiguration(
                r -> r.repositoryName("web").imageScanningConfiguration(s -> s.scanOnPush(false)));
        pusher().push("1.0", "{}");

        assertFails(() -> findings("1.0"), "ScanNotFoundException");
        ecr.startImageScan(r -> r.repositoryName("web").imageId(i -> i.imageTag("1.0")));
        assertFails(
                () -> ecr.startImageScan(r -> r.repositoryName("web").imageId(i -> i.imageTag("1.0"))),
                "LimitExceededException");
    }

    @Test
    void aLifecyclePolicyExpiresWhatItSelectsWithinADay() throws Exception {
        Pusher pusher = pusher();
        for (int i = 1; i <= 4; i++) {
            pusher.push("v" + i, "{\"Env\":[\"N=" + i + "\"]}");
            time.advance(Duration.ofMinutes(1));
        }
        String policy = "{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"tagged\",\"tagPatternList\":"
                + "[\"v*\"],\"countType\":\"imageCountMoreThan\",\"countNumber\":2},\"action\":{\"type\":\"expire\"}}]}";

        ecr.startLifecyclePolicyPreview(r -> r.repositoryName("web").lifecyclePolicyText(policy));
        time.advance(Duration.ofSeconds(11));
        assertThat(ecr.getLifecyclePolicyPreview(r -> r.repositoryName("web"))
                        .summary()
                        .expiringImageTotalCount())
                .isEqualTo(2);
        ecr.putLifecyclePolicy(r -> r.repositoryName("web").lifecyclePolicyText(policy));
        time.advance(Duration.ofHours(25));

        assertThat(ecr.listImages(r -> r.repositoryName("web")).imageIds())
                .extracting("imageTag")
                .containsExactlyInAnyOrder("v3", "v4");
        assertFails(
                () -> ecr.putLifecyclePolicy(r -> r.repositoryName("web").lifecyclePolicyText("{\"rules\":[]}")),
                "InvalidParameterException");
    }

    @Test
    void aTagThatIsExcludedFromImmutabilityMoves() throws Exception {
        ecr.putImageTagMutability(r -> r.repositoryName("web")
                .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
                .imageTagMutabilityExclusionFilters(ImageTagMutabilityExclusionFilter.builder()
                        .filterType("WILDCARD")
                        .filter("latest*")
                        .build()));
        Pusher pusher = pusher();
        pusher.push("1.0", "{}");
        pusher.push("latest", "{}");

        pusher.push("latest", "{\"Env\":[\"A=1\"]}");
        assertThatThrownBy(() -> pusher.push("1.0", "{\"Env\":[\"A=2\"]}")).hasMessageContaining("immutable");
    }

    @Test
    void policiesAndTagsOfARepositoryAreKept() {
        assertFails(() -> ecr.getRepositoryPolicy(r -> r.repositoryName("web")), "RepositoryPolicyNotFoundException");
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
        ecr.setRepositoryPolicy(r -> r.repositoryName("web").policyText(policy));
        assertThat(ecr.getRepositoryPolicy(r -> r.repositoryName("web")).policyText())
                .isEqualTo(policy);

        String arn = "arn:aws:ecr:us-east-1:" + Clients.ACCOUNT + ":repository/web";
        ecr.tagResource(r -> r.resourceArn(arn)
                .tags(
                        Tag.builder().key("team").value("shop").build(),
                        Tag.builder().key("old").value("x").build()));
        ecr.untagResource(r -> r.resourceArn(arn).tagKeys("old"));
        assertThat(ecr.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .extracting("key")
                .containsExactly("team");
    }

    @Test
    void aLayerIsUploadedThroughTheApiAndDownloadedByItsUrlAlsoInParts() throws Exception {
        String digest = Pusher.digest("layer");
        String upload = ecr.initiateLayerUpload(r -> r.repositoryName("web")).uploadId();
        ecr.uploadLayerPart(r -> r.repositoryName("web")
                .uploadId(upload)
                .partFirstByte(0L)
                .partLastByte(4L)
                .layerPartBlob(SdkBytes.fromUtf8String("layer")));
        ecr.completeLayerUpload(r -> r.repositoryName("web").uploadId(upload).layerDigests(digest));

        String url = ecr.getDownloadUrlForLayer(r -> r.repositoryName("web").layerDigest(digest))
                .downloadUrl();
        HttpClient http = HttpClient.newHttpClient();
        assertThat(http.send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                        .body())
                .isEqualTo("layer");
        HttpResponse<String> part = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Range", "bytes=1-2")
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("ay");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1-2/5");
    }

    @Test
    void whatIsAttachedToAnImageIsListedForIt() throws Exception {
        Pusher pusher = pusher();
        String image = pusher.push("1.0", "{}");
        String config = pusher.pushBlob("{}");
        String signature = "{\"schemaVersion\":2,\"mediaType\":\"" + Pusher.OCI
                + "\",\"artifactType\":\"application/vnd.example.signature\",\"config\":{\"mediaType\":"
                + "\"application/vnd.oci.empty.v1+json\",\"size\":2,\"digest\":\"" + config
                + "\"},\"layers\":[],\"subject\":{\"mediaType\":\"" + Pusher.OCI + "\",\"size\":1,\"digest\":\"" + image
                + "\"}}";

        HttpResponse<String> put =
                pusher.send("PUT", "/manifests/" + Pusher.digest(signature), signature, "Content-Type", Pusher.OCI);

        assertThat(put.headers().firstValue("OCI-Subject")).contains(image);
        assertThat(pusher.send("GET", "/referrers/" + image, "").body())
                .contains(Pusher.digest(signature), "application/vnd.example.signature");
        assertThat(ecr.listImageReferrers(r -> r.repositoryName("web").subjectId(s -> s.imageDigest(image)))
                        .referrers())
                .extracting("artifactType")
                .containsExactly("application/vnd.example.signature");
    }

    @Test
    void aTagAndAnImageAreDeletedThroughTheRegistry() throws Exception {
        Pusher pusher = pusher();
        String image = pusher.push("1.0", "{}");

        assertThat(pusher.send("DELETE", "/manifests/" + image, "").statusCode())
                .isEqualTo(202);
        assertThat(pusher.send("GET", "/manifests/1.0", "").statusCode()).isEqualTo(404);
    }

    @Test
    void replicationAndPullThroughAreRefusedClearly() {
        assertThatThrownBy(() -> ecr.createPullThroughCacheRule(
                        r -> r.ecrRepositoryPrefix("hub").upstreamRegistryUrl("registry-1.docker.io")))
                .isInstanceOfSatisfying(
                        EcrException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
        assertThat(ecr.describeRegistry(r -> {}).registryId()).isEqualTo(Clients.ACCOUNT);
    }

    private Pusher pusher() {
        return new Pusher(aws, clients, "web");
    }

    private DescribeImageScanFindingsResponse findings(String tag) {
        return ecr.describeImageScanFindings(r -> r.repositoryName("web").imageId(i -> i.imageTag(tag)));
    }

    private static void assertFails(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EcrException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
