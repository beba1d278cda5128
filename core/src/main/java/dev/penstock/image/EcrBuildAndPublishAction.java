package dev.penstock.image;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Builds an image and pushes it to Amazon ECR: {@code Build/AWS/ECRBuildAndPublish/1}. With an output artifact, which
 * CodePipeline itself does not allow, {@code imagedefinitions.json} and {@code imageDetail.json} go into it; both name the
 * image by digest.
 */
public final class EcrBuildAndPublishAction implements ActionProvider<ImageConfiguration, ImageState> {

    /** {@code Build/AWS/ECRBuildAndPublish/1}. */
    public static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "ECRBuildAndPublish", "1");

    private static final String REFERENCE = "#{";
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final ImageRegistry registry;
    private final ImageBuilder builder;
    private final ImageSettings settings;

    /** A provider that pushes to a registry what a builder builds. */
    public EcrBuildAndPublishAction(ImageRegistry registry, ImageBuilder builder, ImageSettings settings) {
        this.registry = registry;
        this.builder = builder;
        this.settings = settings;
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, 1, 0, 1);
    }

    @Override
    public ImageConfiguration configure(ConfigurationReader keys) {
        String repository = keys.required("ECRRepositoryName");
        List<String> tags = Arrays.stream(
                        keys.optional("ImageTags").orElse("latest").split(",", -1))
                .map(String::strip)
                .toList();
        for (String tag : tags) {
            if (!tag.contains(REFERENCE) && !TAG.matcher(tag).matches()) {
                keys.problem(
                        "ImageTags",
                        "'" + tag + "' cannot be the tag of an image.",
                        "A tag has 1 to 128 letters, digits, '_', '.' and '-', and does not begin with '.' or '-'.");
            }
        }
        if (keys.choice("RegistryType", "private", "private", "public").equals("public")) {
            keys.problem(
                    "RegistryType",
                    "Images are pushed to private repositories only.",
                    "Write 'private', or leave RegistryType out.");
        }
        var configuration = new ImageConfiguration(
                repository,
                keys.optional("DockerFilePath").orElse("."),
                tags,
                settings.of(keys.declaration().name()));
        checkDockerfile(keys, configuration);
        return configuration;
    }

    /** Where the files that go in are on this machine already, it is known at once whether they can be built. */
    private void checkDockerfile(ConfigurationReader keys, ImageConfiguration configuration) {
        List<String> inputs = keys.declaration().inputArtifacts();
        Optional<Path> folder = inputs.isEmpty() ? Optional.empty() : settings.folderOf(inputs.getFirst());
        if (folder.isEmpty()
                || !Files.isDirectory(folder.get())
                || configuration.dockerfile().contains(REFERENCE)) {
            return;
        }
        var nobody =
                new RepositoryAccess(configuration.repository(), configuration.repository(), false, "", Secret.of(""));
        try {
            builder.check(request(ImagePlace.in(folder.get(), configuration), configuration, nobody));
        } catch (ImageBuildException e) {
            keys.problem("DockerFilePath", e.explanation(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // Only asked ahead of time: the build checks again.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Class<ImageState> stateType() {
        return ImageState.class;
    }

    @Override
    public ImageState begin(ImageConfiguration configuration) {
        return new ImageState.Begun();
    }

    @Override
    public StepResult<ImageState> step(ActionContext context, ImageConfiguration configuration, ImageState state)
            throws IOException, InterruptedException {
        try {
            return switch (state) {
                case ImageState.Begun() -> buildAndPush(context, configuration);
                case ImageState.Pushed(PushedImage image) -> publish(context, configuration, image);
            };
        } catch (ImageBuildException e) {
            if (e.isTransient()) {
                throw e;
            }
            return new StepResult.Fail<>(ActionFailure.failed(e.reason().id(), e.explanation()));
        }
    }

    private StepResult<ImageState> buildAndPush(ActionContext context, ImageConfiguration configuration)
            throws IOException, InterruptedException {
        Path folder =
                context.inputDirectory(context.inputs().keySet().iterator().next());
        ImagePlace place = ImagePlace.in(folder, configuration);
        RepositoryAccess access = registry.access(context.scope(), configuration.repository());
        context.masker().register(access.password());
        ImageBuildRequest request = request(place, configuration, access);
        builder.check(request);
        PushedImage image = builder.buildAndPush(request, context::log);
        image.notes().forEach(note -> context.log("Note: " + note));
        return new StepResult.Next<>(
                new ImageState.Pushed(image),
                "pushed " + configuration.repository() + "@" + image.digest().abbreviated());
    }

    private static ImageBuildRequest request(
            ImagePlace place, ImageConfiguration configuration, RepositoryAccess access) {
        return new ImageBuildRequest(
                place.context(),
                place.dockerfile(),
                configuration.options().platform(),
                access,
                configuration.tags(),
                configuration.options().builder());
    }

    private StepResult<ImageState> publish(ActionContext context, ImageConfiguration configuration, PushedImage image)
            throws IOException {
        Digest digest = image.digest();
        if (!registry.contains(context.scope(), configuration.repository(), digest)) {
            throw new ImageBuildException(
                    Reason.NOT_IN_REGISTRY,
                    "The repository '" + configuration.repository() + "' does not have the image " + digest
                            + " that was pushed to it. Somebody may have deleted it, or a lifecycle policy.");
        }
        Map<String, ArtifactReference> artifacts = new LinkedHashMap<>();
        if (!context.declaration().outputArtifacts().isEmpty()) {
            Path bundle = context.workDirectory().resolve("image.zip");
            new BundleWriter()
                    .file(
                            ImageFiles.DEFINITIONS,
                            ImageFiles.definitions(
                                    new ImageDefinition(configuration.containerName(), image.imageUri())))
                    .file(ImageFiles.DETAIL, ImageFiles.detail(image, configuration.repository()))
                    .write(bundle);
            artifacts.put(context.declaration().outputArtifacts().getFirst().name(), context.store(bundle));
        }
        return new StepResult.Succeed<>(new ActionResult(
                artifacts,
                Map.of(
                        "ECRImageDigestId", digest.value(),
                        "ECRRepositoryName", configuration.repository(),
                        "ImageUri", image.imageUri(),
                        "ImageTag", image.tags().getFirst()),
                configuration.repository() + "@" + digest.abbreviated()
                        + (image.notes().isEmpty() ? "" : "; " + String.join("; ", image.notes())),
                Optional.of(new ActionResult.ExternalExecution(digest.value(), Optional.empty())),
                List.of()));
    }
}
