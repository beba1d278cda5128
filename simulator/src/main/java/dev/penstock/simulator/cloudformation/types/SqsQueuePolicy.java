package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/** {@code AWS::SQS::QueuePolicy}: Ref is a generated name. A deleted one takes its policy from the queues. */
final class SqsQueuePolicy extends ServiceHandler {

    static final String TYPE = "AWS::SQS::QueuePolicy";
    private static final String QUEUES = "Queues";

    SqsQueuePolicy() {
        super(TYPE, "sqs");
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
        List<String> gone = new ArrayList<>(Properties.of(before.properties()).texts(QUEUES));
        gone.removeAll(asked.texts(QUEUES));
        gone.forEach(queue -> clear(context, queue));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties.of(resource.properties()).texts(QUEUES).forEach(queue -> clear(context, queue));
        return unchanged(resource);
    }

    private void put(ResourceContext context, Properties asked) {
        asked.texts(QUEUES).forEach(queue -> set(context, queue, asked.text("PolicyDocument", "")));
    }

    private void clear(ResourceContext context, String queue) {
        try {
            set(context, queue, "");
        } catch (ServiceError e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }

    private void set(ResourceContext context, String queue, String policy) {
        SetQueueAttributesRequest request = SetQueueAttributesRequest.builder()
                .queueUrl(queue)
                .attributesWithStrings(Map.of("Policy", policy))
                .build();
        call(context, request, SetQueueAttributesResponse.class);
    }
}
