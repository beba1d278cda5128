package dev.penstock.image;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.OutputArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code Source/AWS/ECR/1}: takes the image that a tag stands for, or the one that the execution was started for, and puts out
 * {@code imageDetail.json} with its digest (CodePipeline User Guide, action reference Amazon ECR). First the digest is made
 * durable: wherever the tag goes afterwards, the execution keeps its image.
 */
public final class EcrSourceAction implements ActionProvider<EcrSourceAction.Image, EcrSourceAction.State> {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final ImageRegistry registry;

    /** An action over a registry. */
    public EcrSourceAction(ImageRegistry registry) {
        this.registry = registry;
    }

    /**
     * What the configuration names.
     *
     * @param repositoryName {@code RepositoryName}
     * @param tag {@code ImageTag}
     */
    public record Image(String repositoryName, String tag) {}

    /** Where the action is. */
    public sealed interface State {

        /** Nothing is known yet. */
        record Begun() implements State {}

        /**
         * The image is known and stays what it is.
         *
         * @param digest of the image
         */
        record Pinned(String digest) implements State {}
    }

    @Override
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.SOURCE, ActionOwner.AWS, "ECR", "1");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public Image configure(ConfigurationReader configuration) {
        return new Image(
                configuration.required("RepositoryName"),
                configuration.optional("ImageTag").orElse("latest"));
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Image image) {
        return new State.Begun();
    }

    @Override
    public StepResult<State> step(ActionContext context, Image image, State state) throws IOException {
        return switch (state) {
            case State.Begun() -> pin(context, image);
            case State.Pinned(String digest) -> bring(context, image, new Digest(digest));
        };
    }

    private StepResult<State> pin(ActionContext context, Image image) {
        Optional<String> wanted = context.sourceRevision().map(SourceRevisionOverride::commit);
        if (wanted.filter(text -> !DIGEST.matcher(text).matches()).isPresent()) {
            return gone("The execution was started for the image '" + wanted.get()
                    + "', which is no digest. Name an image by 'sha256:' and 64 hexadecimal digits.");
        }
        Optional<Digest> digest = wanted.map(Digest::new)
                .or(() -> registry.digestOf(context.scope(), image.repositoryName(), image.tag()));
        if (digest.isEmpty()) {
            return gone("The repository '" + image.repositoryName() + "' has no image with the tag '" + image.tag()
                    + "'. Push one, or correct 'ImageTag'.");
        }
        context.log("Image " + image.repositoryName() + "@" + digest.get());
        return new StepResult.Next<>(
                new State.Pinned(digest.get().value()),
                image.tag() + " is " + digest.get().abbreviated());
    }

    private StepResult<State> bring(ActionContext context, Image image, Digest digest) throws IOException {
        Optional<ImageDetails> found = registry.details(context.scope(), image.repositoryName(), digest);
        if (found.isEmpty()) {
            return gone("The repository '" + image.repositoryName() + "' has no image " + digest
                    + " any more. A lifecycle policy or somebody has deleted it.");
        }
        ImageDetails details = found.get();
        Path bundle = context.workDirectory().resolve("image.zip");
        Files.deleteIfExists(bundle);
        new BundleWriter().file(ImageFiles.DETAIL, ImageFiles.detail(details)).write(bundle);
        OutputArtifact output = context.declaration().outputArtifacts().getFirst();
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(output.name(), context.store(bundle)),
                Map.of(
                        "ImageDigest", digest.value(),
                        "ImageTag", image.tag(),
                        "ImageURI", details.imageUri(),
                        "RegistryId", details.registryId(),
                        "RepositoryName", details.repositoryName()),
                image.tag() + " is " + digest.abbreviated(),
                Optional.of(new ActionResult.ExternalExecution(digest.value(), Optional.empty())),
                List.of()));
    }

    private static StepResult<State> gone(String message) {
        return new StepResult.Fail<>(ActionFailure.failed("PEN-IMAGE-008", message));
    }
}
