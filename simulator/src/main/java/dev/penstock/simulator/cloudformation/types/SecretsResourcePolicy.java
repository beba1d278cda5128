package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyResponse;

/** {@code AWS::SecretsManager::ResourcePolicy}: Ref is the secret's ARN. */
final class SecretsResourcePolicy extends ServiceHandler {

    static final String TYPE = "AWS::SecretsManager::ResourcePolicy";

    SecretsResourcePolicy() {
        super(TYPE, "secretsmanager");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        return done(put(context, Properties.of(properties)));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after));
        return unchanged(before);
    }

    private String put(ResourceContext context, Properties asked) {
        PutResourcePolicyRequest request =
                fill(PutResourcePolicyRequest.builder(), asked).build();
        return call(context, request, PutResourcePolicyResponse.class).arn();
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteResourcePolicyRequest request = DeleteResourcePolicyRequest.builder()
                .secretId(resource.physicalId())
                .build();
        remove(context, request, DeleteResourcePolicyResponse.class);
        return unchanged(resource);
    }
}
