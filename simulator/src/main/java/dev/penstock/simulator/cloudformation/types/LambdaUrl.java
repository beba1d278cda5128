package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

/** {@code AWS::Lambda::Url}: Ref is the ARN of the function, with the alias when it is an alias's. */
final class LambdaUrl extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::Url";
    private static final String TARGET = "TargetFunctionArn";
    private static final String FUNCTION = "FunctionName";

    LambdaUrl() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties).renamed(TARGET, FUNCTION);
        CreateFunctionUrlConfigResponse made = call(
                context,
                fill(CreateFunctionUrlConfigRequest.builder(), asked).build(),
                CreateFunctionUrlConfigResponse.class);
        return done(made.functionArn(), "FunctionArn", made.functionArn(), "FunctionUrl", made.functionUrl());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after).renamed(TARGET, FUNCTION);
        call(
                context,
                fill(UpdateFunctionUrlConfigRequest.builder(), asked).build(),
                UpdateFunctionUrlConfigResponse.class);
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given =
                Properties.of(resource.properties()).only(TARGET, "Qualifier").renamed(TARGET, FUNCTION);
        remove(
                context,
                fill(DeleteFunctionUrlConfigRequest.builder(), given).build(),
                DeleteFunctionUrlConfigResponse.class);
        return unchanged(resource);
    }
}
