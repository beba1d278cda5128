package dev.penstock.simulator.events;

import dev.penstock.simulator.pattern.EventPatterns;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/** Takes events of callers in. */
final class Publishing {

    private static final int MOST_ENTRIES = 10;

    /** Source: EventBridge User Guide, "Calculating PutEvents event entry size". */
    private static final int LARGEST = 256 * 1024;

    private static final int TIME_SIZE = 14;
    private static final List<String> REQUIRED =
            List.of("id", "account", "source", "time", "region", "resources", "detail-type");

    private final EventStore store;
    private final Routing routing;
    private final EventPatterns patterns;
    private final Ids ids;

    Publishing(EventStore store, Routing routing, EventPatterns patterns, Ids ids) {
        this.store = store;
        this.routing = routing;
        this.patterns = patterns;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("PutEvents", PutEventsRequest::builder, this::put)
                .operation("TestEventPattern", TestEventPatternRequest::builder, this::test);
    }

    private PutEventsResponse put(Call call, PutEventsRequest request) {
        List<PutEventsRequestEntry> entries = request.entries();
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw EventErrors.constraint(
                    entries.toString(),
                    "entries",
                    entries.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to 10");
        }
        if (entries.stream().mapToLong(Publishing::size).sum() > LARGEST) {
            throw EventErrors.invalid("Total size of the entries in the request is over the limit.");
        }
        List<PutEventsResultEntry> results = new ArrayList<>();
        for (PutEventsRequestEntry entry : entries) {
            results.add(put(call, entry));
        }
        long failed =
                results.stream().filter(result -> result.errorCode() != null).count();
        return PutEventsResponse.builder()
                .entries(results)
                .failedEntryCount((int) failed)
                .build();
    }

    private PutEventsResultEntry put(Call call, PutEventsRequestEntry entry) {
        Optional<PutEventsResultEntry> wrong = wrong(entry);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Event event = new Event(
                ids.uuid(),
                entry.detailType(),
                entry.source(),
                call.account(),
                entry.time() == null ? call.now() : entry.time(),
                call.region(),
                entry.resources(),
                entry.detail());
        String given = entry.eventBusName();
        String account = given != null && given.startsWith("arn:") ? given.split(":", -1)[4] : call.account();
        // An event for a bus that is not there is taken and lost, as AWS has been recorded to do.
        store.bus(account, call.region(), EventStore.busName(given)).ifPresent(bus -> {
            routing.route(bus, event, call.now());
            call.effect(bus.arn());
        });
        return PutEventsResultEntry.builder().eventId(event.id()).build();
    }

    private static Optional<PutEventsResultEntry> wrong(PutEventsRequestEntry entry) {
        if (isEmpty(entry.source())) {
            return refused("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.");
        } else if (isEmpty(entry.detailType())) {
            return refused(
                    "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.");
        } else if (isEmpty(entry.detail())) {
            return refused("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.");
        } else if (entry.source().startsWith("aws.")) {
            return refused(
                    "NotAuthorizedForSourceException",
                    "You do not have permission to publish events with this source onto this event bus.");
        } else if (!(JsonValue.parse(entry.detail()).orElse(new JsonValue.Null()) instanceof JsonValue.Structure)) {
            return refused("MalformedDetail", "Detail is malformed.");
        }
        return Optional.empty();
    }

    private static Optional<PutEventsResultEntry> refused(String code, String message) {
        return Optional.of(PutEventsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static long size(PutEventsRequestEntry entry) {
        long size = entry.time() == null ? 0 : TIME_SIZE;
        size += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
        return size + entry.resources().stream().mapToLong(Publishing::bytes).sum();
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private TestEventPatternResponse test(Call call, TestEventPatternRequest request) {
        EventErrors.requirePattern(request.eventPattern());
        JsonValue.Structure event = JsonTexts.structure(request.event());
        for (String member : REQUIRED) {
            if (!event.members().containsKey(member)) {
                throw EventErrors.invalid("Parameter Event is not valid. Reason: Missing required field: " + member);
            }
        }
        if (JsonValue.parse(request.event()).isEmpty()) {
            throw ServiceError.client("ValidationException", "Parameter Event is not valid.");
        }
        return TestEventPatternResponse.builder()
                .result(patterns.match(request.eventPattern(), request.event()))
                .build();
    }
}
