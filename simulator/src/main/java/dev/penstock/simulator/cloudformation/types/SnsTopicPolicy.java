package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;

/** {@code AWS::SNS::TopicPolicy}: Ref is a generated name. Without it a topic has the policy that it was made with. */
final class SnsTopicPolicy extends ServiceHandler {

    static final String TYPE = "AWS::SNS::TopicPolicy";
    private static final String TOPICS = "Topics";

    SnsTopicPolicy() {
        super(TYPE, "sns");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        put(context, Properties.of(properties));
        return done(context.generatedName(255));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        put(context, asked);
        List<String> gone = new ArrayList<>(Properties.of(before.properties()).texts(TOPICS));
        gone.removeAll(asked.texts(TOPICS));
        gone.forEach(topic -> reset(context, topic));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties.of(resource.properties()).texts(TOPICS).forEach(topic -> reset(context, topic));
        return unchanged(resource);
    }

    private void put(ResourceContext context, Properties asked) {
        asked.texts(TOPICS).forEach(topic -> set(context, topic, asked.text("PolicyDocument", "{}")));
    }

    private void reset(ResourceContext context, String topic) {
        try {
            set(context, topic, initial(context, topic));
        } catch (ServiceError e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }

    private void set(ResourceContext context, String topic, String policy) {
        SetTopicAttributesRequest request = SetTopicAttributesRequest.builder()
                .topicArn(topic)
                .attributeName("Policy")
                .attributeValue(policy)
                .build();
        call(context, request, SetTopicAttributesResponse.class);
    }

    /** Source: SNS Developer Guide, the policy that a topic has at first: its owner may do everything. */
    private static String initial(ResourceContext context, String topic) {
        return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":"
                + "\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":["
                + "\"SNS:GetTopicAttributes\",\"SNS:SetTopicAttributes\",\"SNS:AddPermission\",\"SNS:RemovePermission\","
                + "\"SNS:DeleteTopic\",\"SNS:Subscribe\",\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\""
                + topic + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\""
                + context.caller().account() + "\"}}}]}";
    }
}
