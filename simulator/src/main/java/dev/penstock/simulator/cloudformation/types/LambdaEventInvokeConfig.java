package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;

/** {@code AWS::Lambda::EventInvokeConfig}: Ref is function and qualifier. */
final class LambdaEventInvokeConfig extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::EventInvokeConfig";
    private static final String FUNCTION = "FunctionName";
    private static final String QUALIFIER = "Qualifier";

    LambdaEventInvokeConfig() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        put(context, asked);
        return done(asked.require(FUNCTION) + "|" + asked.require(QUALIFIER));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after));
        return unchanged(before);
    }

    private void put(ResourceContext context, Properties asked) {
        call(
                context,
                fill(PutFunctionEventInvokeConfigRequest.builder(), asked).build(),
                PutFunctionEventInvokeConfigResponse.class);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties()).only(FUNCTION, QUALIFIER);
        remove(
                context,
                fill(DeleteFunctionEventInvokeConfigRequest.builder(), given).build(),
                DeleteFunctionEventInvokeConfigResponse.class);
        return unchanged(resource);
    }
}
