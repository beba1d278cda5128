package dev.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.StepFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcrSourceActionTest {

    private static final Digest ONE = Digest.of(new byte[] {1});
    private static final Digest TWO = Digest.of(new byte[] {2});

    @TempDir
    Path folder;

    private final FakeImageRegistry registry = new FakeImageRegistry();
    private final EcrSourceAction action = new EcrSourceAction(registry);

    private StepFixture fixture(Map<String, String> keys) {
        return new StepFixture(
                new ActionDeclaration(
                        "Image",
                        action.type(),
                        1,
                        keys,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new OutputArtifact("Detail")),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()),
                folder);
    }

    private StepResult<EcrSourceAction.State> step(StepFixture step, EcrSourceAction.State state) throws IOException {
        ActionConfiguration read = ActionConfiguration.resolved(step.declaration());
        EcrSourceAction.Image image = action.configure(read);
        assertThat(read.problems()).isEmpty();
        return action.step(step, image, state);
    }

    private EcrSourceAction.State pinned(StepFixture fixture) throws IOException {
        return ((StepResult.Next<EcrSourceAction.State>) step(fixture, new EcrSourceAction.State.Begun())).state();
    }

    private static String failure(StepResult<EcrSourceAction.State> result) {
        var failure = ((StepResult.Fail<EcrSourceAction.State>) result).failure();
        assertThat(failure.code()).isEqualTo("PEN-IMAGE-008");
        return failure.message();
    }

    @Test
    void theImageStaysWhereverItsTagGoes() throws IOException {
        registry.put("team/web", "latest", ONE);
        StepFixture fixture = fixture(Map.of("RepositoryName", "team/web"));
        EcrSourceAction.State state = pinned(fixture);
        registry.put("team/web", "latest", TWO);

        ActionResult result = ((StepResult.Succeed<EcrSourceAction.State>) step(fixture, state)).result();

        String uri = FakeImageRegistry.HOST + "/team/web@" + ONE;
        assertThat(result.variables())
                .isEqualTo(Map.of(
                        "ImageDigest", ONE.value(),
                        "ImageTag", "latest",
                        "ImageURI", uri,
                        "RegistryId", "123456789012",
                        "RepositoryName", "team/web"));
        assertThat(fixture.stored(result, "Detail", "imageDetail.json"))
                .contains("\"ImageURI\": \"" + uri + "\"")
                .contains("\"ImagePushedAt\": \"Fri Jan 02 12:00:00 UTC 2026\"")
                .contains("\"ImageSizeInBytes\": \"7\"", "\"RegistryId\": \"123456789012\"", "\"Version\": \"1.0\"");
    }

    @Test
    void theImageThatTheExecutionWasStartedForIsTaken() throws IOException {
        registry.put("web", "v1", ONE);
        registry.put("web", "v1", TWO);
        StepFixture fixture =
                fixture(Map.of("RepositoryName", "web", "ImageTag", "v1")).startedFor(ONE.value());
        ActionResult result = ((StepResult.Succeed<EcrSourceAction.State>) step(fixture, pinned(fixture))).result();
        assertThat(result.variables()).containsEntry("ImageDigest", ONE.value());
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        registry.create("web");
        Map<String, String> keys = Map.of("RepositoryName", "web", "ImageTag", "v1");
        assertThat(failure(step(fixture(keys), new EcrSourceAction.State.Begun())))
                .contains("'web'", "'v1'", "Push one");
        assertThat(failure(step(fixture(keys), new EcrSourceAction.State.Pinned(ONE.value()))))
                .contains(ONE.value(), "any more");
        assertThat(failure(step(fixture(keys).startedFor("v1"), new EcrSourceAction.State.Begun())))
                .contains("'v1', which is no digest");
    }
}
