package dev.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.ConfigurationProblem;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionResult;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.StepFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EcrBuildAndPublishActionTest {

    private static final Digest DIGEST = Digest.of(new byte[] {7});

    @TempDir
    Path folder;

    private final FakeImageRegistry registry = new FakeImageRegistry();
    private final List<ImageBuildRequest> built = new ArrayList<>();
    private Optional<ImageBuildException> trouble = Optional.empty();
    private Optional<Path> folderOfInput = Optional.empty();
    private boolean pushes = true;

    /** Pushes an image of one digest, or has the trouble that a test gives it. */
    private final ImageBuilder builder = new ImageBuilder() {
        @Override
        public void check(ImageBuildRequest request) throws IOException {
            if (trouble.isPresent()) {
                throw trouble.get();
            }
        }

        @Override
        public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log) {
            built.add(request);
            log.accept("the password is " + request.repository().password().reveal());
            if (pushes) {
                request.tags().forEach(tag -> registry.put("shop/web", tag, DIGEST));
            }
            return new PushedImage(request.repository().repositoryUri(), DIGEST, request.tags(), 0, List.of("a note"));
        }
    };

    private final EcrBuildAndPublishAction action =
            new EcrBuildAndPublishAction(registry, builder, new ImageSettings() {
                @Override
                public ImageOptions of(String name) {
                    return ImageOptions.USUAL;
                }

                @Override
                public Optional<Path> folderOf(String artifact) {
                    return folderOfInput;
                }
            });

    @BeforeEach
    void repository() {
        registry.create("shop/web");
    }

    @Test
    void theImageIsPutOutByDigestInBothFilesAndInVariables() throws Exception {
        StepFixture step = step(Map.of("ECRRepositoryName", "shop/web", "ImageTags", "v1, latest"), true);

        ActionResult result = ((StepResult.Succeed<ImageState>) publish(step)).result();

        String image = FakeImageRegistry.HOST + "/shop/web@" + DIGEST;
        assertThat(result.variables())
                .isEqualTo(Map.of(
                        "ECRImageDigestId",
                        DIGEST.value(),
                        "ECRRepositoryName",
                        "shop/web",
                        "ImageUri",
                        image,
                        "ImageTag",
                        "v1"));
        assertThat(step.stored(result, "Image", "imagedefinitions.json"))
                .contains("\"name\": \"web\"", "\"imageUri\": \"" + image + "\"");
        assertThat(step.stored(result, "Image", "imageDetail.json")).contains("\"ImageURI\": \"" + image + "\"");
        assertThat(built).singleElement().satisfies(request -> {
            assertThat(request.tags()).containsExactly("v1", "latest");
            assertThat(request.dockerfile()).isEqualTo(request.context().resolve("Dockerfile"));
        });
        assertThat(result.summary()).contains("a note");
        assertThat(step.log).contains("the password is ****", "Note: a note");
    }

    @Test
    void withoutAnOutputArtifactThereAreOnlyVariables() throws Exception {
        ActionResult result = ((StepResult.Succeed<ImageState>)
                        publish(step(Map.of("ECRRepositoryName", "shop/web", "DockerFilePath", "Dockerfile"), false)))
                .result();

        assertThat(result.artifacts()).isEmpty();
        assertThat(built.getFirst().tags()).containsExactly("latest");
    }

    @Test
    void anImageThatIsNotInTheRegistryIsAFailure() throws Exception {
        pushes = false;

        StepResult<ImageState> result = publish(step(Map.of("ECRRepositoryName", "shop/web"), true));

        assertThat(failureOf(result)).startsWith("PEN-IMAGE-007 The repository 'shop/web' does not have the image");
    }

    @Test
    void aDockerfileThatIsMissingOrOutsideIsAFailureBeforeAnythingIsPushed() throws Exception {
        assertThat(failureOf(begin(step(Map.of("ECRRepositoryName", "shop/web", "DockerFilePath", "absent"), true))))
                .startsWith("PEN-IMAGE-001 There is no Dockerfile 'absent' in the input artifact.");
        assertThat(failureOf(begin(step(Map.of("ECRRepositoryName", "shop/web", "DockerFilePath", "../../x"), true))))
                .isEqualTo("PEN-IMAGE-001 The Dockerfile '../../x' leads out of the input artifact.");
        assertThat(built).isEmpty();
    }

    @Test
    void whatTryingAgainMayMendIsNoFailureOfTheAction() throws Exception {
        StepFixture step = step(Map.of("ECRRepositoryName", "shop/web"), true);
        trouble =
                Optional.of(new ImageBuildException(Reason.PUSH_FAILED, "no answer", true, new IOException("closed")));

        assertThatThrownBy(() -> begin(step)).isSameAs(trouble.get());

        trouble = Optional.of(new ImageBuildException(Reason.ENGINE_NEEDED, "Dockerfile:2: RUN needs an engine"));
        assertThat(failureOf(begin(step))).isEqualTo("PEN-IMAGE-003 Dockerfile:2: RUN needs an engine");
    }

    @Test
    void aDockerfileThatIsHereAlreadyIsCheckedBeforeAnythingStarts() throws Exception {
        folderOfInput = Optional.of(Files.createDirectory(folder.resolve("app")));
        assertThat(problems(Map.of("ECRRepositoryName", "shop/web"))).containsExactly("DockerFilePath");

        Files.writeString(folder.resolve("app/Dockerfile"), "FROM scratch\n");
        assertThat(problems(Map.of("ECRRepositoryName", "shop/web"))).isEmpty();

        trouble = Optional.of(new ImageBuildException(Reason.ENGINE_NEEDED, "Dockerfile:2: RUN needs an engine"));
        assertThat(problems(Map.of("ECRRepositoryName", "shop/web"))).containsExactly("DockerFilePath");
    }

    @Test
    void aConfigurationThatCannotWorkIsRefusedKeyByKey() {
        assertThat(problems(Map.of("ImageTags", "-x,ok,#{A.b}", "RegistryType", "public")))
                .containsExactlyInAnyOrder("ECRRepositoryName", "ImageTags", "RegistryType");
        assertThat(problems(Map.of("ECRRepositoryName", "shop/web", "ImageTags", "#{Source.CommitId},latest")))
                .isEmpty();
    }

    private List<String> problems(Map<String, String> keys) {
        ActionConfiguration configuration = ActionConfiguration.declared(declaration(keys, true));
        action.configure(configuration);
        return configuration.problems().stream().map(ConfigurationProblem::key).toList();
    }

    private static String failureOf(StepResult<ImageState> result) {
        var failure = ((StepResult.Fail<ImageState>) result).failure();
        return failure.code() + " " + failure.message();
    }

    private StepResult<ImageState> begin(StepFixture step) throws Exception {
        ImageConfiguration configuration = action.configure(ActionConfiguration.resolved(step.declaration()));
        return action.step(step, configuration, action.begin(configuration));
    }

    private StepResult<ImageState> publish(StepFixture step) throws Exception {
        ImageConfiguration configuration = action.configure(ActionConfiguration.resolved(step.declaration()));
        ImageState pushed = ((StepResult.Next<ImageState>) begin(step)).state();
        return action.step(step, configuration, pushed);
    }

    private StepFixture step(Map<String, String> keys, boolean withOutput) throws IOException {
        Path bundle = folder.resolve("app.zip");
        new BundleWriter().file("Dockerfile", "FROM scratch\n").write(bundle);
        return new StepFixture(declaration(keys, withOutput), folder).input("App", bundle);
    }

    private static ActionDeclaration declaration(Map<String, String> keys, boolean withOutput) {
        return new ActionDeclaration(
                "Image",
                EcrBuildAndPublishAction.TYPE,
                1,
                keys,
                List.of(),
                List.of(),
                List.of("App"),
                withOutput ? List.of(new OutputArtifact("Image")) : List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }
}
