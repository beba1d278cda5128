package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionResponse;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionResponse;

/** {@code AWS::Events::EventBusPolicy}: one statement of a bus's policy. Ref is the bus and the statement's id. */
final class EventsBusPolicy extends ServiceHandler {

    static final String TYPE = "AWS::Events::EventBusPolicy";
    private static final String BUS = "EventBusName";
    private static final String STATEMENT = "Statement";
    private static final String ID = "StatementId";

    EventsBusPolicy() {
        super(TYPE, "events");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        put(context, asked);
        return done(bus(asked) + "|" + asked.require(ID));
    }

    private static String bus(Properties asked) {
        return asked.text(BUS, "default");
    }

    /** With a statement of its own words, or one that PutPermission makes. */
    private void put(ResourceContext context, Properties asked) {
        PutPermissionRequest.Builder request = PutPermissionRequest.builder().eventBusName(bus(asked));
        if (asked.has(STATEMENT)) {
            List<JsonValue> statements = new ArrayList<>(statements(context, bus(asked)));
            statements.removeIf(statement -> id(statement).equals(asked.require(ID)));
            Map<String, JsonValue> own = new LinkedHashMap<>();
            own.put("Sid", new JsonValue.Text(asked.require(ID)));
            own.putAll(asked.part(STATEMENT).structure().members());
            statements.add(new JsonValue.Structure(own));
            JsonValue.Structure document = new JsonValue.Structure(
                    Map.of("Version", new JsonValue.Text("2012-10-17"), STATEMENT, new JsonValue.Array(statements)));
            request.policy(JsonTexts.of(document));
        } else {
            fill(request, asked.without(BUS, STATEMENT)).eventBusName(bus(asked));
        }
        call(context, request.build(), PutPermissionResponse.class);
    }

    private List<JsonValue> statements(ResourceContext context, String bus) {
        return find(context, DescribeEventBusRequest.builder().name(bus).build(), DescribeEventBusResponse.class)
                .map(DescribeEventBusResponse::policy)
                .map(JsonTexts::structure)
                .map(document -> document.members().get(STATEMENT))
                .map(found -> found instanceof JsonValue.Array(List<JsonValue> elements) ? elements : List.of(found))
                .orElse(List.of());
    }

    private static String id(JsonValue statement) {
        return statement instanceof JsonValue.Structure structure
                ? Properties.of(structure).text("Sid", "")
                : "";
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        remove(
                context,
                RemovePermissionRequest.builder()
                        .eventBusName(bus(given))
                        .statementId(given.require(ID))
                        .build(),
                RemovePermissionResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return statements(context, bus(given)).stream()
                .filter(statement -> id(statement).equals(given.require(ID)))
                .findFirst()
                .map(statement -> {
                    if (!given.has(STATEMENT)) {
                        return given.structure();
                    }
                    Map<String, JsonValue> now = new LinkedHashMap<>(((JsonValue.Structure) statement).members());
                    now.remove("Sid");
                    return given.with(STATEMENT, new JsonValue.Structure(now)).structure();
                });
    }
}
