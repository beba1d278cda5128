package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutResourcePolicyResponse;

/** {@code AWS::Logs::ResourcePolicy}: Ref is the policy's name. */
final class LogsResourcePolicy extends ServiceHandler {

    static final String TYPE = "AWS::Logs::ResourcePolicy";

    LogsResourcePolicy() {
        super(TYPE, "logs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        put(context, asked);
        return done(asked.require("PolicyName"));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after));
        return unchanged(before);
    }

    private void put(ResourceContext context, Properties asked) {
        PutResourcePolicyRequest request =
                fill(PutResourcePolicyRequest.builder(), asked).build();
        call(context, request, PutResourcePolicyResponse.class);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteResourcePolicyRequest request = DeleteResourcePolicyRequest.builder()
                .policyName(resource.physicalId())
                .build();
        remove(context, request, DeleteResourcePolicyResponse.class);
        return unchanged(resource);
    }
}
