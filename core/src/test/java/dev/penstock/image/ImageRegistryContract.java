package dev.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.Digest;
import org.junit.jupiter.api.Test;

/** What every image registry must do. */
public abstract class ImageRegistryContract {

    private static final Digest UNKNOWN = Digest.of(new byte[] {1, 2, 3});

    /** The registry under test. */
    protected abstract ImageRegistry registry();

    /** Makes a repository of that name. */
    protected abstract void create(String repositoryName);

    /** Puts some image under a tag into a repository that exists. */
    protected abstract Digest push(String repositoryName, String tag);

    @Test
    void givesAccessToARepository() {
        create("team/web");

        RepositoryAccess access = registry().access(AwsScope.OWN, "team/web");

        assertThat(access.repositoryUri()).endsWith("/team/web");
        assertThat(registry().holds(access.repositoryUri())).isTrue();
        assertThat(access.user()).isEqualTo("AWS");
        assertThat(access.password().reveal()).isNotEmpty();
        assertThat(access.toString()).doesNotContain(access.password().reveal());
    }

    @Test
    void saysThatThereIsNoSuchRepository() {
        var failure =
                catchThrowableOfType(RemoteCallException.class, () -> registry().access(AwsScope.OWN, "nowhere"));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining("nowhere").hasMessageContaining("Create it");
    }

    @Test
    void knowsWhatATagStandsFor() {
        create("web");
        Digest digest = push("web", "v1");

        assertThat(registry().digestOf(AwsScope.OWN, "web", "v1")).contains(digest);
        assertThat(registry().digestOf(AwsScope.OWN, "web", "v2")).isEmpty();
        assertThat(registry().contains(AwsScope.OWN, "web", digest)).isTrue();
        assertThat(registry().contains(AwsScope.OWN, "web", UNKNOWN)).isFalse();
    }

    @Test
    void describesAnImageByItsDigest() {
        create("team/web");
        Digest digest = push("team/web", "v1");

        ImageDetails details =
                registry().details(AwsScope.OWN, "team/web", digest).orElseThrow();
        assertThat(details.imageUri())
                .isEqualTo(registry().access(AwsScope.OWN, "team/web").repositoryUri() + "@" + digest);
        assertThat(details.repositoryName()).isEqualTo("team/web");
        assertThat(details.registryId()).matches("[0-9]{12}");
        assertThat(details.tags()).containsExactly("v1");
        assertThat(details.size()).isPositive();
        assertThat(registry().details(AwsScope.OWN, "team/web", UNKNOWN)).isEmpty();
    }

    @Test
    void takesARepositoryByItsUriToo() {
        create("web");
        Digest digest = push("web", "v1");
        String uri = registry().access(AwsScope.OWN, "web").repositoryUri();

        assertThat(registry().digestOf(AwsScope.OWN, uri, "v1")).contains(digest);
        assertThat(registry().contains(AwsScope.OWN, uri, digest)).isTrue();
    }

    @Test
    void doesNotTakeAMissingRepositoryForAMissingImage() {
        var failure = catchThrowableOfType(
                RemoteCallException.class, () -> registry().digestOf(AwsScope.OWN, "nowhere", "v1"));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
    }

    @Test
    void holdsOnlyItsOwnRepositories() {
        assertThat(registry().holds("docker.io/library/nginx")).isFalse();
        assertThat(registry().holds("nginx")).isFalse();
    }
}
