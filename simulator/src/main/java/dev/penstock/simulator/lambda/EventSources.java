package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/** Event source mappings. Queues are read by {@link QueuePolling}; nothing is read from other sources. */
final class EventSources implements QueuePolling.Mappings {

    private static final String SETTLED = "lambda.mapping";

    /** AWS publishes none; users see a mapping enabled within half a minute. */
    private static final Duration TRANSITION = Duration.ofSeconds(20);

    private static final int MOST_LISTED = 100;

    /** Members of requests that the mapping does not have under their names. */
    private static final Set<String> OTHERS = Set.of("FunctionName", "Enabled", "Tags", "FilterCriteria");

    /** @param enabled whether it is to be enabled once it has settled; it goes when it is {@code Deleting} */
    private record Row(String account, String region, EventSourceMappingConfiguration mapping, boolean enabled) {

        Row with(EventSourceMappingConfiguration changed) {
            return new Row(account, region, changed, enabled);
        }
    }

    private final LambdaStore store;
    private final Table<Row> table;
    private final Calendar calendar;
    private final Tags tags;
    private final Ids ids;
    private final EventQueues queues;
    private Consumer<String> enabling = key -> {};

    EventSources(Store state, LambdaStore store, Calendar calendar, Tags tags, Ids ids, EventQueues queues) {
        this.queues = queues;
        this.store = store;
        this.table = state.table("lambda.mappings", Row.class);
        this.calendar = calendar;
        this.tags = tags;
        this.ids = ids;
        calendar.on(SETTLED, this::settled);
    }

    void declare(Operations all) {
        String one = "/2015-03-31/event-source-mappings/{UUID}";
        String many = "/2015-03-31/event-source-mappings";
        all.operation(
                        "POST " + many + " =202",
                        "CreateEventSourceMapping",
                        CreateEventSourceMappingRequest::builder,
                        this::create)
                .operation(
                        "GET " + many, "ListEventSourceMappings", ListEventSourceMappingsRequest::builder, this::list)
                .operation("GET " + one, "GetEventSourceMapping", GetEventSourceMappingRequest::builder, this::get)
                .operation(
                        "PUT " + one + " =202",
                        "UpdateEventSourceMapping",
                        UpdateEventSourceMappingRequest::builder,
                        this::update)
                .operation(
                        "DELETE " + one + " =202",
                        "DeleteEventSourceMapping",
                        DeleteEventSourceMappingRequest::builder,
                        this::delete);
    }

    /** Tells somebody the keys of mappings that are enabled from now on. */
    void whenEnabled(Consumer<String> listener) {
        enabling = listener;
    }

    /** The keys of all mappings. */
    List<String> all() {
        return List.copyOf(table.under("").keySet());
    }

    @Override
    public Optional<EventSourceMappingConfiguration> enabled(String key) {
        return table.get(key)
                .map(Row::mapping)
                .filter(mapping -> "Enabled".equals(mapping.state())
                        && EventSourceKind.of(mapping.eventSourceArn()) == EventSourceKind.QUEUE);
    }

    @Override
    public List<String> keysOf(String queueArn) {
        String[] parts = queueArn.split(":", 6);
        return table.under(parts[4] + "/" + parts[3] + "/").entrySet().stream()
                .filter(entry -> queueArn.equals(entry.getValue().mapping().eventSourceArn()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether there is a mapping of that ARN. */
    boolean has(String arn) {
        String[] parts = arn.split(":", -1);
        return table.has(key(parts[4], parts[3], parts[parts.length - 1]));
    }

    private CreateEventSourceMappingResponse create(Call call, CreateEventSourceMappingRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName());
        EventSourceKind kind = EventSourceKind.of(request);
        kind.check(request);
        EventSourceKind.checkFilters(request.filterCriteria());
        if (store.find(name).isEmpty()) {
            throw LambdaErrors.invalid("Function does not exist");
        }
        refuseSecond(call, kind, name, request);
        if (kind == EventSourceKind.QUEUE) {
            requireQueue(request.eventSourceArn());
        }
        String id = ids.uuid();
        String arn = call.caller().arn("lambda", "event-source-mapping:" + id);
        boolean enabled = !Boolean.FALSE.equals(request.enabled());
        EventSourceMappingConfiguration.Builder made = Fields.copy(
                        request, kind.defaults(id), member -> !OTHERS.contains(member))
                .uuid(id)
                .eventSourceMappingArn(arn)
                .functionArn(name.qualifiedArn())
                .lastModified(call.now())
                .state(enabled || kind.isStream() ? "Creating" : "Disabled")
                .stateTransitionReason(kind.reason());
        if (request.filterCriteria() != null
                && !request.filterCriteria().filters().isEmpty()) {
            made.filterCriteria(request.filterCriteria());
        }
        if (kind.isStream()) {
            made.destinationConfig(EventSourceKind.whole(request.destinationConfig()));
        }
        Row row = new Row(call.account(), call.region(), made.build(), enabled);
        keep(row);
        tags.add(arn, request.tags());
        call.effect(arn);
        return Fields.copy(row.mapping(), CreateEventSourceMappingResponse.builder())
                .build();
    }

    private void requireQueue(String arn) {
        try {
            queues.url(arn);
        } catch (ServiceError e) {
            // The older code, which Lambda shows, is the one that SQS has in its Query protocol.
            String code = e.code().endsWith("QueueDoesNotExist") ? "AWS.SimpleQueueService.NonExistentQueue" : e.code();
            throw LambdaErrors.invalid("Error occurred while ReceiveMessage. SQS Error Code: " + code
                    + ". SQS Error Message: " + e.message());
        }
    }

    private void refuseSecond(
            Call call, EventSourceKind kind, FunctionName name, CreateEventSourceMappingRequest request) {
        String source = request.eventSourceArn();
        if (source == null) {
            return;
        }
        all(call).stream()
                .map(Row::mapping)
                .filter(other -> source.equals(other.eventSourceArn())
                        && name.qualifiedArn().equals(other.functionArn()))
                .findFirst()
                .ifPresent(other -> {
                    throw LambdaErrors.conflict(kind.secondOf(source, name.name(), other.uuid()));
                });
    }

    private List<Row> all(Call call) {
        return List.copyOf(
                table.under(call.account() + "/" + call.region() + "/").values());
    }

    private GetEventSourceMappingResponse get(Call call, GetEventSourceMappingRequest request) {
        return Fields.copy(existing(call, request.uuid()).mapping(), GetEventSourceMappingResponse.builder())
                .build();
    }

    private UpdateEventSourceMappingResponse update(Call call, UpdateEventSourceMappingRequest request) {
        Row before = existing(call, request.uuid());
        EventSourceMappingConfiguration.Builder changed = Fields.copy(
                        request,
                        before.mapping().toBuilder(),
                        member -> !OTHERS.contains(member) && !member.equals("UUID"))
                .lastModified(call.now());
        if (request.functionName() != null) {
            FunctionName name = FunctionName.of(call, request.functionName());
            if (store.find(name).isEmpty()) {
                throw LambdaErrors.invalid("Function does not exist");
            }
            changed.functionArn(name.qualifiedArn());
        }
        EventSourceKind kind = EventSourceKind.of(before.mapping().eventSourceArn());
        EventSourceKind.checkFilters(request.filterCriteria());
        if (request.filterCriteria() != null) {
            changed.filterCriteria(request.filterCriteria().filters().isEmpty() ? null : request.filterCriteria());
        }
        if (kind.isStream() && request.destinationConfig() != null) {
            changed.destinationConfig(EventSourceKind.whole(request.destinationConfig()));
        }
        EventSourceMappingConfiguration merged = changed.build();
        kind.checkBatch(merged.batchSize(), merged.maximumBatchingWindowInSeconds());
        boolean enabled = request.enabled() == null ? before.enabled() : request.enabled();
        String state = enabled == before.enabled() ? "Updating" : enabled ? "Enabling" : "Disabling";
        Row after = new Row(
                before.account(),
                before.region(),
                merged.toBuilder().state(state).build(),
                enabled);
        keep(after);
        call.effect(merged.eventSourceMappingArn());
        return Fields.copy(after.mapping(), UpdateEventSourceMappingResponse.builder())
                .build();
    }

    private DeleteEventSourceMappingResponse delete(Call call, DeleteEventSourceMappingRequest request) {
        Row before = existing(call, request.uuid());
        Row deleting =
                before.with(before.mapping().toBuilder().state("Deleting").build());
        keep(deleting);
        call.effect(before.mapping().eventSourceMappingArn());
        return Fields.copy(deleting.mapping(), DeleteEventSourceMappingResponse.builder())
                .build();
    }

    private ListEventSourceMappingsResponse list(Call call, ListEventSourceMappingsRequest request) {
        String function = request.functionName() == null
                ? null
                : FunctionName.of(call, request.functionName()).qualifiedArn();
        List<EventSourceMappingConfiguration> found = all(call).stream()
                .map(Row::mapping)
                .filter(mapping -> fits(request.eventSourceArn(), mapping.eventSourceArn()))
                .filter(mapping -> fits(function, mapping.functionArn()))
                .toList();
        Page<EventSourceMappingConfiguration> page = Listing.page(
                found, EventSourceMappingConfiguration::uuid, request.marker(), request.maxItems(), MOST_LISTED);
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(page.items())
                .nextMarker(page.next())
                .build();
    }

    private static boolean fits(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private Row existing(Call call, String id) {
        return table.get(key(call.account(), call.region(), id)).orElseThrow(LambdaErrors::resourceNotFound);
    }

    private void keep(Row row) {
        String key = key(row.account(), row.region(), row.mapping().uuid());
        table.put(key, row);
        calendar.enter(SETTLED, key, calendar.now().plus(TRANSITION));
    }

    private void settled(String key) {
        table.get(key).ifPresent(row -> {
            if (row.mapping().state().equals("Deleting")) {
                table.remove(key);
                tags.forget(row.mapping().eventSourceMappingArn());
            } else {
                table.put(
                        key,
                        row.with(row.mapping().toBuilder()
                                .state(row.enabled() ? "Enabled" : "Disabled")
                                .build()));
                if (row.enabled()) {
                    enabling.accept(key);
                }
            }
        });
    }

    private static String key(String account, String region, String id) {
        return account + "/" + region + "/" + id;
    }
}
