package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionResponse;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusResponse;

/** {@code AWS::Events::EventBus}: Ref is its name. */
final class EventsBus extends ServiceHandler {

    static final String TYPE = "AWS::Events::EventBus";
    private static final String NAME = "Name";
    private static final String POLICY = "Policy";
    private static final String TAGS = "Tags";
    private static final int LONGEST_NAME = 256;

    EventsBus() {
        super(TYPE, "events");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(LONGEST_NAME));
        if (bus(context, name).isPresent()) {
            return alreadyExists(name);
        }
        CreateEventBusRequest request = fill(CreateEventBusRequest.builder(), asked.without(NAME, POLICY, TAGS))
                .name(name)
                .tags(EventsTags.of(TagSet.given(context, asked, TAGS)))
                .build();
        String arn = call(context, request, CreateEventBusResponse.class).eventBusArn();
        permit(context, name, asked);
        return done(name, "Arn", arn, "Name", name);
    }

    private Optional<DescribeEventBusResponse> bus(ResourceContext context, String name) {
        return find(context, DescribeEventBusRequest.builder().name(name).build(), DescribeEventBusResponse.class);
    }

    private void permit(ResourceContext context, String name, Properties asked) {
        asked.get(POLICY).ifPresent(policy -> {
            PutPermissionRequest request = PutPermissionRequest.builder()
                    .eventBusName(name)
                    .policy(JsonTexts.scalar(policy))
                    .build();
            call(context, request, PutPermissionResponse.class);
        });
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        UpdateEventBusRequest request = fill(
                        UpdateEventBusRequest.builder(), asked.without(NAME, POLICY, TAGS, "EventSourceName"))
                .name(before.physicalId())
                .build();
        call(context, request, UpdateEventBusResponse.class);
        permit(context, before.physicalId(), asked);
        EventsTags.change(this, context, attribute(before, "Arn"), TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteEventBusRequest.builder().name(resource.physicalId()).build(),
                DeleteEventBusResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return bus(context, resource.physicalId()).map(found -> {
            Properties now = given.without("Description")
                    .withAll(Properties.of(
                            PropertyShapes.current(given.only("Description").structure(), found)));
            return now.withGiven(TAGS, given, EventsTags.read(this, context, found.arn()))
                    .structure();
        });
    }
}
