package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;

/** {@code AWS::Lambda::LayerVersion}: Ref is the version's ARN. */
final class LambdaLayerVersion extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::LayerVersion";
    private static final String NAME = "LayerName";
    private static final int LONGEST_NAME = 140;

    LambdaLayerVersion() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(NAME, given.text(NAME, context.generatedName(LONGEST_NAME)));
        String arn = call(
                        context,
                        fill(PublishLayerVersionRequest.builder(), asked).build(),
                        PublishLayerVersionResponse.class)
                .layerVersionArn();
        return done(arn, "LayerVersionArn", arn);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        String arn = resource.physicalId();
        DeleteLayerVersionRequest request = DeleteLayerVersionRequest.builder()
                .layerName(arn.substring(0, arn.lastIndexOf(':')))
                .versionNumber(Long.parseLong(arn.substring(arn.lastIndexOf(':') + 1)))
                .build();
        remove(context, request, DeleteLayerVersionResponse.class);
        return unchanged(resource);
    }
}
