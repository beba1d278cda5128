package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateEventBusResponse;

/** Event buses. */
final class Buses {

    private static final int MOST_LISTED = 100;

    private final EventStore store;
    private final Tags tags;

    Buses(EventStore store, Tags tags) {
        this.store = store;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("CreateEventBus", CreateEventBusRequest::builder, this::create)
                .operation("DeleteEventBus", DeleteEventBusRequest::builder, this::delete)
                .operation("DescribeEventBus", DescribeEventBusRequest::builder, this::describe)
                .operation("ListEventBuses", ListEventBusesRequest::builder, this::list)
                .operation("UpdateEventBus", UpdateEventBusRequest::builder, this::update);
    }

    private CreateEventBusResponse create(Call call, CreateEventBusRequest request) {
        String name = request.name();
        if (name != null && name.startsWith("aws.")) {
            throw EventErrors.invalid("EventBus name starting with 'aws.' is not valid.");
        }
        if (name != null && name.contains("/")) {
            throw EventErrors.invalid("Event bus name must not contain '/'.");
        }
        if (name == null || !name.matches("[.\\-_A-Za-z0-9]{1,256}")) {
            throw EventErrors.constraint(
                    String.valueOf(name),
                    "name",
                    "Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+");
        }
        if (store.bus(call.account(), call.region(), name).isPresent()) {
            throw dev.penstock.simulator.wire.ServiceError.client(
                    "ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
        }
        EventStore.Bus bus = new EventStore.Bus(
                call.account(),
                call.region(),
                name,
                Optional.empty(),
                request.description() == null ? "" : request.description(),
                queue(request.deadLetterConfig()),
                call.now(),
                call.now());
        store.put(bus);
        tags.add(bus.arn(), tags(request.tags()));
        call.effect(bus.arn());
        return CreateEventBusResponse.builder()
                .eventBusArn(bus.arn())
                .description(request.description())
                .deadLetterConfig(request.deadLetterConfig())
                .build();
    }

    static Map<String, String> tags(List<Tag> given) {
        Map<String, String> all = new HashMap<>();
        given.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    private static String queue(@Nullable DeadLetterConfig config) {
        return config == null || config.arn() == null ? "" : config.arn();
    }

    private static @Nullable DeadLetterConfig config(String queue) {
        return queue.isEmpty() ? null : DeadLetterConfig.builder().arn(queue).build();
    }

    private DeleteEventBusResponse delete(Call call, DeleteEventBusRequest request) {
        String name = EventStore.busName(request.name());
        if (name.equals(EventStore.DEFAULT)) {
            throw EventErrors.invalid("Cannot delete event bus default.");
        }
        store.bus(call.account(), call.region(), name).ifPresent(bus -> {
            if (!store.rules(bus.account(), bus.region(), name).isEmpty()) {
                throw EventErrors.invalid("Event bus " + name + " can't be deleted since it has rules.");
            }
            store.remove(bus);
            tags.forget(bus.arn());
            call.effect(bus.arn());
        });
        return DeleteEventBusResponse.builder().build();
    }

    private DescribeEventBusResponse describe(Call call, DescribeEventBusRequest request) {
        EventStore.Bus bus = store.bus(call, request.name());
        return DescribeEventBusResponse.builder()
                .arn(bus.arn())
                .name(bus.name())
                .policy(bus.policy().orElse(null))
                .description(bus.description().isEmpty() ? null : bus.description())
                .deadLetterConfig(config(bus.deadLetterQueue()))
                .creationTime(bus.created())
                .lastModifiedTime(bus.modified())
                .build();
    }

    private UpdateEventBusResponse update(Call call, UpdateEventBusRequest request) {
        EventStore.Bus bus = store.bus(call, request.name());
        EventStore.Bus after = bus.with(
                request.description() == null ? bus.description() : request.description(),
                request.deadLetterConfig() == null ? bus.deadLetterQueue() : queue(request.deadLetterConfig()),
                call.now());
        store.put(after);
        call.effect(bus.arn());
        return UpdateEventBusResponse.builder()
                .arn(bus.arn())
                .name(bus.name())
                .description(after.description().isEmpty() ? null : after.description())
                .deadLetterConfig(config(after.deadLetterQueue()))
                .build();
    }

    private ListEventBusesResponse list(Call call, ListEventBusesRequest request) {
        List<EventStore.Bus> found = store.buses(call.account(), call.region()).stream()
                .filter(bus -> request.namePrefix() == null || bus.name().startsWith(request.namePrefix()))
                .toList();
        Page<EventStore.Bus> page =
                Page.of(found, EventStore.Bus::name, request.nextToken(), request.limit(), MOST_LISTED);
        return ListEventBusesResponse.builder()
                .eventBuses(page.items().stream()
                        .map(bus -> EventBus.builder()
                                .name(bus.name())
                                .arn(bus.arn())
                                .policy(bus.policy().orElse(null))
                                .description(bus.description().isEmpty() ? null : bus.description())
                                .creationTime(bus.created())
                                .lastModifiedTime(bus.modified())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }
}
