package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/** {@code AWS::Lambda::EventSourceMapping}: Ref is its id. It is made once it is enabled or disabled. */
final class LambdaEventSource extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::EventSourceMapping";
    private static final int LOOK_AGAIN = 5;
    private static final String TAGS = "Tags";
    private static final String[] FIXED = {
        "EventSourceArn",
        "SelfManagedEventSource",
        "StartingPosition",
        "StartingPositionTimestamp",
        TAGS,
        "Topics",
        "Queues"
    };

    LambdaEventSource() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateEventSourceMappingResponse made = call(
                context,
                fill(CreateEventSourceMappingRequest.builder(), asked).build(),
                CreateEventSourceMappingResponse.class);
        return working(
                made.uuid(),
                attributes(
                        "Id",
                        made.uuid(),
                        "EventSourceMappingArn",
                        context.caller().arn("lambda", "event-source-mapping:" + made.uuid())),
                LOOK_AGAIN);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after).without(FIXED);
        UpdateEventSourceMappingRequest request = fill(UpdateEventSourceMappingRequest.builder(), asked)
                .uuid(before.physicalId())
                .build();
        call(context, request, UpdateEventSourceMappingResponse.class);
        return working(before.physicalId(), before.attributes(), LOOK_AGAIN);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Optional<GetEventSourceMappingResponse> found = mapping(context, resource);
        boolean over = operation == Operation.DELETE
                ? found.isEmpty()
                : found.filter(mapping -> mapping.state().equals("Enabled")
                                || mapping.state().equals("Disabled"))
                        .isPresent();
        return over ? unchanged(resource) : working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (mapping(context, resource).isEmpty()) {
            return unchanged(resource);
        }
        DeleteEventSourceMappingRequest request = DeleteEventSourceMappingRequest.builder()
                .uuid(resource.physicalId())
                .build();
        remove(context, request, DeleteEventSourceMappingResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return mapping(context, resource)
                .map(found -> given.withAll(Properties.of(PropertyShapes.current(
                                given.only("BatchSize", "MaximumBatchingWindowInSeconds", "MaximumRetryAttempts")
                                        .structure(),
                                found)))
                        .structure());
    }

    private Optional<GetEventSourceMappingResponse> mapping(ResourceContext context, Deployed resource) {
        GetEventSourceMappingRequest request = GetEventSourceMappingRequest.builder()
                .uuid(resource.physicalId())
                .build();
        return find(context, request, GetEventSourceMappingResponse.class);
    }
}
