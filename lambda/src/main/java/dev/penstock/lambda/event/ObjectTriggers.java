package dev.penstock.lambda.event;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.execution.Trigger;
import dev.penstock.lambda.StartOrder;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that an object in a bucket or an image in a repository starts, by the configuration of their source actions ({@code
 * S3Bucket} and {@code S3ObjectKey}; {@code RepositoryName} and {@code ImageTag}), as the rules do that CodePipeline makes for
 * such actions.
 */
public final class ObjectTriggers {

    private ObjectTriggers() {}

    /** Whether an event is of a kind that starts pipelines. */
    public static boolean mayStart(AwsEvent event) {
        return switch (event.detailType()) {
            case "Object Created" -> event.source().equals("aws.s3");
            case "ECR Image Action" ->
                event.source().equals("aws.ecr")
                        && event.text("action-type").equals(Optional.of("PUSH"))
                        && event.text("result").equals(Optional.of("SUCCESS"));
            default -> false;
        };
    }

    /** Whether an event that may start pipelines starts this one. */
    public static boolean starts(Pipeline pipeline, AwsEvent event) {
        return pipeline.stages().getFirst().actions().stream().anyMatch(action -> concerns(action, event));
    }

    /** The order to start a pipeline because of an event: the same each time that the event comes. */
    public static StartOrder order(Pipeline pipeline, AwsEvent event) {
        return new StartOrder(
                pipeline.name(),
                event.source() + "/" + event.id(),
                Map.of(),
                revisions(pipeline, event),
                new Trigger("CloudWatchEvent", event.detailType() + " " + event.id()));
    }

    /** The bytes that the event is about: a version of the object, where the bucket keeps versions, or the image by its digest. */
    private static List<SourceRevisionOverride> revisions(Pipeline pipeline, AwsEvent event) {
        Optional<String> revision =
                event.source().equals("aws.ecr") ? event.text("image-digest") : event.text("object", "version-id");
        return revision.stream()
                .flatMap(id -> pipeline.stages().getFirst().actions().stream()
                        .filter(action -> concerns(action, event))
                        .map(action -> new SourceRevisionOverride(action.name(), id, Optional.empty())))
                .toList();
    }

    private static boolean concerns(ActionDeclaration action, AwsEvent event) {
        Map<String, String> keys = action.configuration();
        return switch (action.type().provider()) {
            case "S3" ->
                event.source().equals("aws.s3")
                        && is(keys.get("S3Bucket"), event.text("bucket", "name"))
                        && is(keys.get("S3ObjectKey"), event.text("object", "key"));
            case "ECR" ->
                event.source().equals("aws.ecr")
                        && is(keys.get("RepositoryName"), event.text("repository-name"))
                        && is(keys.getOrDefault("ImageTag", "latest"), event.text("image-tag"));
            default -> false;
        };
    }

    private static boolean is(@Nullable String declared, Optional<String> told) {
        return declared != null && told.filter(declared::equals).isPresent();
    }
}
