package dev.penstock.lambda.runner;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source that is there at once. */
final class InstantSource implements ActionProvider<String, String> {

    private static final ArtifactReference FILES = new ArtifactReference(Digest.of(new byte[] {1}), 1);

    @Override
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.SOURCE, ActionOwner.AWS, "S3", "1");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public String configure(ConfigurationReader configuration) {
        return configuration.required("S3Bucket") + configuration.required("S3ObjectKey");
    }

    @Override
    public Class<String> stateType() {
        return String.class;
    }

    @Override
    public String begin(String key) {
        return key;
    }

    @Override
    public StepResult<String> step(ActionContext context, String key, String state) {
        return new StepResult.Succeed<>(
                new ActionResult(Map.of("Files", FILES), Map.of(), "", Optional.empty(), List.of()));
    }
}
