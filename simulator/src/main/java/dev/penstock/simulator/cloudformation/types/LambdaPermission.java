package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/** {@code AWS::Lambda::Permission}: Ref is the statement's id in the function's policy. */
final class LambdaPermission extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::Permission";
    private static final int LONGEST_ID = 100;

    LambdaPermission() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        String id = context.generatedName(LONGEST_ID);
        AddPermissionRequest request = fill(AddPermissionRequest.builder(), Properties.of(properties))
                .statementId(id)
                .build();
        call(context, request, AddPermissionResponse.class);
        return done(id);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        RemovePermissionRequest request = RemovePermissionRequest.builder()
                .functionName(Properties.of(resource.properties()).require("FunctionName"))
                .statementId(resource.physicalId())
                .build();
        remove(context, request, RemovePermissionResponse.class);
        return unchanged(resource);
    }
}
