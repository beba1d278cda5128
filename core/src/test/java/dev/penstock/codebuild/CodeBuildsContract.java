package dev.penstock.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.ServiceBuild.Status;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link CodeBuilds} promise. */
public abstract class CodeBuildsContract {

    private static final String UNKNOWN = "shop:11111111-2222-3333-4444-555555555555";

    protected abstract CodeBuilds builds();

    /** A project that is there; its builds take longer than a second. */
    protected abstract String project();

    /** A project of which one build may run at once. */
    protected abstract String crowdedProject();

    protected abstract Instant now();

    protected abstract void letPass(Duration time);

    private static NewBuild build(String project, String token) {
        return new NewBuild(
                project,
                token,
                List.of(
                        new NewBuild.Source("Files", new ObjectLocation("bucket", "builds/" + token + "/Files.zip")),
                        new NewBuild.Source("More", new ObjectLocation("bucket", "builds/" + token + "/More.zip"))),
                new ObjectLocation("bucket", "builds/" + token + "/artifacts"),
                List.of("One", "Two"),
                Optional.of("ci/build.yml"),
                Optional.empty(),
                List.of(new EnvironmentVariable("STAGE", "test", EnvironmentVariableType.PLAINTEXT)));
    }

    private Status status(String id) {
        return builds().look(AwsScope.OWN, List.of(id)).getFirst().status();
    }

    @Test
    void aTokenStartsOneBuild() {
        String id = builds().start(AwsScope.OWN, build(project(), "one"));
        assertThat(id).startsWith(project() + ":");
        assertThat(builds().start(AwsScope.OWN, build(project(), "one"))).isEqualTo(id);
        assertThat(builds().start(AwsScope.OWN, build(project(), "two"))).isNotEqualTo(id);
        assertThat(status(id)).isEqualTo(Status.IN_PROGRESS);
    }

    @Test
    void aBuildIsFoundByItsSourcesOnceItsTokenIsForgotten() {
        Instant before = now();
        String id = builds().start(AwsScope.OWN, build(project(), "one"));
        builds().start(AwsScope.OWN, build(project(), "two"));
        letPass(CodeBuilds.TOKENS_KNOWN.plusMinutes(1));

        assertThat(builds().find(AwsScope.OWN, build(project(), "one"), before)).contains(id);
        assertThat(builds().find(AwsScope.OWN, build(project(), "three"), before))
                .isEmpty();
        assertThat(builds().find(AwsScope.OWN, build("none", "one"), before)).isEmpty();
    }

    @Test
    void aProjectThatIsNotThereIsNotFound() {
        var failure = catchThrowableOfType(
                RemoteCallException.class, () -> builds().start(AwsScope.OWN, build("none", "one")));
        assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.NOT_FOUND);
    }

    @Test
    void saysThatNoMoreBuildsMayRun() {
        builds().start(AwsScope.OWN, build(crowdedProject(), "one"));
        var failure = catchThrowableOfType(
                RemoteCallException.class, () -> builds().start(AwsScope.OWN, build(crowdedProject(), "two")));
        assertThat(failure.code()).isEqualTo(CodeBuilds.TOO_MANY_BUILDS);
    }

    @Test
    void aBuildIsStoppedOnceAndOneThatIsNotThereIsLeft() {
        String id = builds().start(AwsScope.OWN, build(project(), "one"));
        builds().stop(AwsScope.OWN, id);
        builds().stop(AwsScope.OWN, id);
        builds().stop(AwsScope.OWN, UNKNOWN);
        assertThat(status(id)).isEqualTo(Status.STOPPED);
        assertThat(status(UNKNOWN)).isEqualTo(Status.NOT_THERE);
    }

    @Test
    void manyAreReadWithOneCall() {
        List<ResourceId> all = List.of(
                        builds().start(AwsScope.OWN, build(project(), "one")),
                        UNKNOWN,
                        builds().start(AwsScope.OWN, build(project(), "two")))
                .stream()
                .map(id -> new ResourceId(ServiceBuild.KIND, AwsScope.OWN, id))
                .toList();
        Reading reading = new BuildReader(builds(), BuildLogs.NONE).read(all);
        assertThat(reading.calls()).isEqualTo(1);
        assertThat(all.stream()
                        .flatMap(id -> Optional.ofNullable(reading.seen().get(id)).stream())
                        .map(seen -> ((ServiceBuild) seen).status()))
                .containsExactly(Status.IN_PROGRESS, Status.NOT_THERE, Status.IN_PROGRESS);
    }
}
