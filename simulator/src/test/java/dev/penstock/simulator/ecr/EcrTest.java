package dev.penstock.simulator.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;

class EcrTest {

    private static final String URI = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/web";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final Clients clients = Clients.of(aws);
    private final EcrClient ecr = clients.ecr();

    @BeforeEach
    void makeRepository() {
        ecr.createRepository(r -> r.repositoryName("team/web"));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aRepositoryHasTheUriThatAwsWouldGiveIt() {
        Repository repository = ecr.describeRepositories().repositories().getFirst();

        assertThat(repository.repositoryUri()).isEqualTo(URI);
        assertThat(repository.repositoryArn()).isEqualTo("arn:aws:ecr:us-east-1:111122223333:repository/team/web");
    }

    @Test
    void whatIsPushedIsSeenByTheApiAndPulledByTagAndDigest() throws Exception {
        Pusher pusher = new Pusher(aws, clients, "team/web");

        String digest = pusher.push("1.0", "{}");

        ImageDetail detail = ecr.describeImages(r -> r.repositoryName("team/web"))
                .imageDetails()
                .getFirst();
        assertThat(detail.imageDigest()).isEqualTo(digest);
        assertThat(detail.imageTags()).containsExactly("1.0");
        HttpResponse<String> byTag = pusher.send("GET", "/manifests/1.0", "");
        assertThat(Pusher.digest(byTag.body())).isEqualTo(digest);
        assertThat(pusher.send("GET", "/manifests/" + digest, "").body()).isEqualTo(byTag.body());
        HttpResponse<String> head = pusher.send("HEAD", "/manifests/1.0", "");
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(byTag.body().length()));
        assertThat(head.headers().firstValue("Docker-Content-Digest")).contains(digest);
        assertThat(pusher.send("GET", "/tags/list", "").body()).isEqualTo("{\"name\":\"team/web\",\"tags\":[\"1.0\"]}");
        Image image = ecr.batchGetImage(r -> r.repositoryName("team/web").imageIds(tagged("1.0"), tagged("2.0")))
                .images()
                .getFirst();
        assertThat(image.imageManifest()).isEqualTo(byTag.body());
    }

    @Test
    void jibPushesAnImage(@TempDir Path directory) throws Exception {
        // Jib sends no credentials without TLS unless it is told to.
        System.setProperty("sendCredentialsOverHttp", "true");
        String token = new String(
                Base64.getDecoder()
                        .decode(ecr.getAuthorizationToken()
                                .authorizationData()
                                .getFirst()
                                .authorizationToken()),
                StandardCharsets.UTF_8);
        Path file = Files.writeString(directory.resolve("app.txt"), "hello");

        JibContainer pushed = Jib.fromScratch()
                .addLayer(List.of(file), AbsoluteUnixPath.get("/app"))
                .addLabel("dev.penstock.simulate", "exit:1@5s")
                .containerize(Containerizer.to(RegistryImage.named(aws.registryReference(URI + ":jib"))
                                .addCredential("AWS", token.substring(4)))
                        .setAllowInsecureRegistries(true)
                        .setApplicationLayersCache(directory.resolve("cache"))
                        .setBaseImageLayersCache(directory.resolve("base")));

        assertThat(ecr.describeImages(r -> r.repositoryName("team/web"))
                        .imageDetails()
                        .getFirst()
                        .imageDigest())
                .isEqualTo(pushed.getDigest().toString());
    }

    @Test
    void anIndexNeedsItsImagesAndAManifestItsLayers() throws Exception {
        Pusher pusher = new Pusher(aws, clients, "team/web");
        String index = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                + "{\"mediaType\":\"" + Pusher.OCI + "\",\"size\":1,\"digest\":\"%s\"}]}";

        assertThat(pusher.send("PUT", "/manifests/all", index.formatted(Pusher.digest("no")))
                        .body())
                .contains("MANIFEST_BLOB_UNKNOWN");
        String digest = pusher.push("amd64", "{}");
        HttpResponse<String> put = pusher.send(
                "PUT",
                "/manifests/all",
                index.formatted(digest),
                "Content-Type",
                "application/vnd.oci.image.index.v1+json");

        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(ecr.describeImages(r -> r.repositoryName("team/web").imageIds(tagged("all")))
                        .imageDetails()
                        .getFirst()
                        .imageManifestMediaType())
                .isEqualTo("application/vnd.oci.image.index.v1+json");
    }

    @Test
    void digestsAreChecked() throws Exception {
        Pusher pusher = new Pusher(aws, clients, "team/web");
        String location = pusher.send("POST", "/blobs/uploads/", "")
                .headers()
                .firstValue("Location")
                .orElseThrow();

        HttpResponse<String> wrong =
                pusher.sendTo(aws.endpoint() + location + "?digest=" + Pusher.digest("other"), "PUT", "contents");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("DIGEST_INVALID");
        assertThat(pusher.send("HEAD", "/blobs/" + Pusher.digest("contents"), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(pusher.send("PUT", "/manifests/" + Pusher.digest("x"), "{\"schemaVersion\":2,\"manifests\":[]}")
                        .body())
                .contains("DIGEST_INVALID");
        assertThat(pusher.send("PUT", "/manifests/x", "not json").body()).contains("MANIFEST_INVALID");
    }

    @Test
    void chunksMustFollowOneAnother() throws Exception {
        Pusher pusher = new Pusher(aws, clients, "team/web");
        String location = aws.endpoint()
                + pusher.send("POST", "/blobs/uploads/", "")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();

        assertThat(pusher.sendTo(location, "PATCH", "abc", "Content-Range", "0-2")
                        .headers()
                        .firstValue("Range"))
                .contains("0-2");
        assertThat(pusher.sendTo(location, "PATCH", "xyz", "Content-Range", "5-7")
                        .statusCode())
                .isEqualTo(416);
        assertThat(pusher.sendTo(location, "GET", "").headers().firstValue("Range"))
                .contains("0-2");
        assertThat(pusher.sendTo(location + "?digest=" + Pusher.digest("abcdef"), "PUT", "def")
                        .statusCode())
                .isEqualTo(201);
        assertThat(pusher.send("GET", "/blobs/" + Pusher.digest("abcdef"), "").body())
                .isEqualTo("abcdef");
    }

    @Test
    void layersAreMountedFromOtherRepositories() throws Exception {
        ecr.createRepository(r -> r.repositoryName("other"));
        String digest = new Pusher(aws, clients, "other").pushBlob("shared");
        Pusher pusher = new Pusher(aws, clients, "team/web");

        assertThat(pusher.send("POST", "/blobs/uploads/?mount=" + digest + "&from=other", "")
                        .statusCode())
                .isEqualTo(201);
        assertThat(pusher.send("HEAD", "/blobs/" + digest, "").statusCode()).isEqualTo(200);
    }

    @Test
    void anImmutableTagStaysWhereItIs() throws Exception {
        ecr.createRepository(r -> r.repositoryName("fixed").imageTagMutability(ImageTagMutability.IMMUTABLE));
        Pusher pusher = new Pusher(aws, clients, "fixed");
        String first = pusher.push("1.0", "{}");

        assertThat(pusher.push("1.0", "{}")).isEqualTo(first);
        assertThatThrownBy(() -> pusher.push("1.0", "{\"Labels\":{\"v\":\"2\"}}"))
                .hasMessageContaining("TAG_INVALID")
                .hasMessageContaining("The image tag '1.0' already exists in the 'fixed' repository and cannot be"
                        + " overwritten because the repository is immutable.");
    }

    @Test
    void putImageTagsWhatIsThereAndRefusesToDoItTwice() throws Exception {
        new Pusher(aws, clients, "team/web").push("1.0", "{}");
        String manifest = ecr.batchGetImage(r -> r.repositoryName("team/web").imageIds(tagged("1.0")))
                .images()
                .getFirst()
                .imageManifest();

        ecr.putImage(r -> r.repositoryName("team/web").imageManifest(manifest).imageTag("live"));

        assertFails(
                () -> ecr.putImage(r ->
                        r.repositoryName("team/web").imageManifest(manifest).imageTag("live")),
                "ImageAlreadyExistsException");
        assertThat(ecr.listImages(r -> r.repositoryName("team/web")).imageIds())
                .extracting(i -> i.imageTag())
                .containsExactly("1.0", "live");
        ecr.batchDeleteImage(r -> r.repositoryName("team/web").imageIds(tagged("live")));
        assertFails(
                () -> ecr.describeImages(r -> r.repositoryName("team/web").imageIds(tagged("live"))),
                "ImageNotFoundException");
    }

    @Test
    void theRegistryAsksForATokenAndRefusesAnExpiredOne() throws Exception {
        Pusher pusher = new Pusher(aws, clients, "team/web");

        HttpResponse<String> anonymous = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(java.net.URI.create(aws.endpoint() + "/v2/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Basic realm=")
                .endsWith("service=\"ecr.amazonaws.com\"");
        assertThat(pusher.send("GET", "/tags/list", "").statusCode()).isEqualTo(200);
        aws.time().advance(Duration.ofHours(13));
        assertThat(pusher.send("GET", "/tags/list", "").body()).contains("authorization token has expired");
    }

    @Test
    void repositoriesAreUniqueAndNotDeletedWithImages() throws Exception {
        new Pusher(aws, clients, "team/web").push("1.0", "{}");

        assertFails(() -> ecr.createRepository(r -> r.repositoryName("team/web")), "RepositoryAlreadyExistsException");
        assertFails(() -> ecr.createRepository(r -> r.repositoryName("Team/Web")), "InvalidParameterException");
        assertFails(() -> ecr.deleteRepository(r -> r.repositoryName("team/web")), "RepositoryNotEmptyException");
        assertFails(() -> ecr.listImages(r -> r.repositoryName("none")), "RepositoryNotFoundException");
        ecr.deleteRepository(r -> r.repositoryName("team/web").force(true));
        assertThat(ecr.describeRepositories().repositories()).isEmpty();
    }

    private static ImageIdentifier tagged(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private static void assertFails(ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EcrException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }
}
