package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/**
 * {@code AWS::SQS::QueuePolicy}, whose Ref is a generated name, and {@code AWS::SQS::QueueInlinePolicy}, whose Ref is the
 * queue. A deleted one takes its policy from the queues.
 */
final class SqsQueuePolicy extends ServiceHandler {

    private static final String INLINE = "AWS::SQS::QueueInlinePolicy";

    /** The property that names queues: several, or the only one. */
    private final String queues;

    private SqsQueuePolicy(String type, String queues) {
        super(type, "sqs");
        this.queues = queues;
    }

    static SqsQueuePolicy ofQueues() {
        return new SqsQueuePolicy("AWS::SQS::QueuePolicy", "Queues");
    }

    static SqsQueuePolicy inline() {
        return new SqsQueuePolicy(INLINE, "Queue");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        put(context, asked);
        return done(type().equals(INLINE) ? asked.require(queues) : context.generatedName(255));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        put(context, asked);
        List<String> gone = new ArrayList<>(Properties.of(before.properties()).texts(queues));
        gone.removeAll(asked.texts(queues));
        gone.forEach(queue -> clear(context, queue));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties.of(resource.properties()).texts(queues).forEach(queue -> clear(context, queue));
        return unchanged(resource);
    }

    private void put(ResourceContext context, Properties asked) {
        asked.texts(queues).forEach(queue -> set(context, queue, asked.text("PolicyDocument", "")));
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
