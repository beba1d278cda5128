package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.Repository;

/** Amazon ECR, without its registry. */
abstract class EcrContract extends ServiceContract {

    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    private EcrClient ecr;

    @BeforeEach
    void client() {
        ecr = account.client(EcrClient.builder());
    }

    private Repository create(String name) {
        return ecr.createRepository(request -> request.repositoryName(name)).repository();
    }

    /** Puts an image of one layer: by a real push, or by PutImage alone where layers are not asked for. */
    private Digest push(String repository, String tag) {
        if (place != Place.SIMULATOR) {
            return putImage(repository, tag);
        }
        var registry = new EcrImageRegistry(
                account.clients,
                RegistryEndpoint.of(account.clients.settings().realm()),
                new SecretMasker(),
                InstantSource.system());
        try {
            return new ImagePush(registry.access(AwsScope.OWN, repository)).push(tag);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Digest digest(String manifest) {
        return Digest.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    private Digest putImage(String repository, String tag) {
        String content = digest("layer of " + tag).value();
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
                "size":2,"digest":"%s"},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":3,\
                "digest":"%s"}]}""".formatted(TYPE, content, content);
        ecr.putImage(request -> request.repositoryName(repository)
                .imageTag(tag)
                .imageManifest(manifest)
                .imageManifestMediaType(TYPE));
        return digest(manifest);
    }

    @Test
    void makesARepositoryOnce() {
        Repository made = create("team/web");
        assertThat(made.repositoryArn()).isEqualTo("arn:aws:ecr:us-east-1:" + account.id + ":repository/team/web");
        assertThat(made.repositoryUri()).isEqualTo(account.id + ".dkr.ecr.us-east-1.amazonaws.com/team/web");
        assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
        refused(() -> create("team/web"), 400, "RepositoryAlreadyExistsException");
    }

    @Test
    void saysThatThereIsNoSuchRepositoryOrImage() {
        refused(
                () -> ecr.describeRepositories(request -> request.repositoryNames("none")),
                400,
                "RepositoryNotFoundException");
        create("web");
        refused(
                () -> ecr.describeImages(request -> request.repositoryName("web")
                        .imageIds(ImageIdentifier.builder().imageTag("v1").build())),
                400,
                "ImageNotFoundException");
        var answer = ecr.batchGetImage(request -> request.repositoryName("web")
                .imageIds(ImageIdentifier.builder().imageTag("v1").build()));
        assertThat(answer.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.failureCode()).isEqualTo(ImageFailureCode.IMAGE_NOT_FOUND));
    }

    @Test
    void theDigestOfAnImageIsThatOfItsManifest() {
        create("web");
        Digest digest = push("web", "v1");
        var described = ecr.describeImages(request -> request.repositoryName("web")
                .imageIds(ImageIdentifier.builder().imageTag("v1").build()));
        assertThat(described.imageDetails().getFirst().imageDigest()).isEqualTo(digest.value());
        var byDigest = ecr.batchGetImage(request -> request.repositoryName("web")
                .imageIds(ImageIdentifier.builder().imageDigest(digest.value()).build()));
        assertThat(digest(byDigest.images().getFirst().imageManifest())).isEqualTo(digest);
    }

    @Test
    void anImmutableTagStays() {
        ecr.createRepository(request -> request.repositoryName("web").imageTagMutability(ImageTagMutability.IMMUTABLE));
        push("web", "v1");
        push("web", "v2");
        String other = ecr.batchGetImage(request -> request.repositoryName("web")
                        .imageIds(ImageIdentifier.builder().imageTag("v2").build()))
                .images()
                .getFirst()
                .imageManifest();
        refused(
                () -> ecr.putImage(request -> request.repositoryName("web")
                        .imageTag("v1")
                        .imageManifest(other)
                        .imageManifestMediaType(TYPE)),
                400,
                "ImageTagAlreadyExistsException");
    }

    @Test
    void deletesARepositoryWithImagesOnlyByForce() {
        create("web");
        push("web", "v1");
        refused(
                () -> ecr.deleteRepository(request -> request.repositoryName("web")),
                400,
                "RepositoryNotEmptyException");
        ecr.deleteRepository(request -> request.repositoryName("web").force(true));
        refused(
                () -> ecr.describeRepositories(request -> request.repositoryNames("web")),
                400,
                "RepositoryNotFoundException");
    }

    @Test
    void aTokenHoldsForTwelveHours() {
        var token = ecr.getAuthorizationToken().authorizationData().getFirst();
        assertThat(Duration.between(Instant.now(), token.expiresAt()))
                .isBetween(Duration.ofHours(11), Duration.ofHours(12).plusMinutes(1));
        assertThat(token.proxyEndpoint()).isEqualTo("https://" + account.id + ".dkr.ecr.us-east-1.amazonaws.com");
    }

    @Test
    void listsRepositoriesInPages() {
        for (String name : new String[] {"a1", "b1", "c1"}) {
            create(name);
        }
        var first = ecr.describeRepositories(request -> request.maxResults(2));
        assertThat(first.repositories()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(ecr.describeRepositoriesPaginator(request -> request.maxResults(2)).repositories().stream()
                        .map(Repository::repositoryName))
                .containsExactlyInAnyOrder("a1", "b1", "c1");
    }
}
