package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/** {@code AWS::Lambda::Version}: Ref is the version's ARN. */
final class LambdaVersion extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::Version";
    private static final String PROVISIONED = "ProvisionedConcurrencyConfig";

    LambdaVersion() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        PublishVersionRequest request = fill(PublishVersionRequest.builder(), asked.without(PROVISIONED))
                .build();
        PublishVersionResponse made = call(context, request, PublishVersionResponse.class);
        if (asked.has(PROVISIONED)) {
            PutProvisionedConcurrencyConfigRequest.Builder provisioned =
                    fill(PutProvisionedConcurrencyConfigRequest.builder(), asked.part(PROVISIONED));
            call(
                    context,
                    provisioned
                            .functionName(made.functionName())
                            .qualifier(made.version())
                            .build(),
                    PutProvisionedConcurrencyConfigResponse.class);
        }
        Progress.Done done = done(made.functionArn(), "FunctionArn", made.functionArn(), "Version", made.version());
        return asked.has(PROVISIONED) ? LambdaProvisioning.begun(done) : done;
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        return LambdaProvisioning.look(this, context, resource);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        String arn = resource.physicalId();
        DeleteFunctionRequest request = DeleteFunctionRequest.builder()
                .functionName(arn.substring(0, arn.lastIndexOf(':')))
                .qualifier(arn.substring(arn.lastIndexOf(':') + 1))
                .build();
        remove(context, request, DeleteFunctionResponse.class);
        return unchanged(resource);
    }
}
