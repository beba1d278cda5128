package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.json.JsonWriter;
import dev.penstock.pipeline.OutputArtifact;
import java.util.Optional;

/**
 * Writes the event that a function gets of a pipeline ("Example JSON event", AWS Lambda action reference, CodePipeline User Guide).
 * Without {@code artifactCredentials}: the function reads and writes artifacts in its own name.
 */
final class JobEvent {

    private final ActionContext context;
    private final FunctionInvokeConfiguration configuration;
    private final FunctionInvokeState.Job job;

    JobEvent(ActionContext context, FunctionInvokeConfiguration configuration, FunctionInvokeState.Job job) {
        this.context = context;
        this.configuration = configuration;
        this.job = job;
    }

    /** The same for the same job, whoever asks again. */
    String id() {
        return context.token("job " + job.job());
    }

    String text() {
        JsonWriter json = JsonWriter.compact()
                .object()
                .name("CodePipeline.job")
                .object()
                .field("id", id())
                .field("accountId", job.account())
                .name("data")
                .object()
                .name("actionConfiguration")
                .object()
                .name("configuration")
                .object()
                .field("FunctionName", configuration.functionName())
                .field("UserParameters", configuration.userParameters())
                .endObject()
                .endObject();
        artifacts(json);
        return json.field("continuationToken", job.continuationToken())
                .name("pipelineContext")
                .object()
                .field("pipelineName", context.pipeline())
                .field("pipelineExecutionId", context.execution().toString())
                .name("stage")
                .object()
                .field("name", context.stage())
                .endObject()
                .name("action")
                .object()
                .field("name", context.declaration().name())
                .endObject()
                .endObject()
                .endObject()
                .endObject()
                .endObject()
                .toString();
    }

    private void artifacts(JsonWriter json) {
        json.name("inputArtifacts").array();
        context.inputs()
                .forEach((name, artifact) -> artifact(
                        json,
                        name,
                        Optional.of(artifact.digest().hex()),
                        FunctionArtifacts.source(job.exchange().orElseThrow(), name)));
        json.endArray().name("outputArtifacts").array();
        for (OutputArtifact output : context.declaration().outputArtifacts()) {
            artifact(
                    json,
                    output.name(),
                    Optional.empty(),
                    FunctionArtifacts.output(job.exchange().orElseThrow(), output.name()));
        }
        json.endArray();
    }

    private static void artifact(JsonWriter json, String name, Optional<String> revision, ObjectLocation place) {
        json.object()
                .field("name", name)
                .field("revision", revision)
                .name("location")
                .object()
                .field("type", "S3")
                .name("s3Location")
                .object()
                .field("bucketName", place.bucket())
                .field("objectKey", place.key())
                .endObject()
                .endObject()
                .endObject();
    }
}
