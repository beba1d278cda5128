package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.PutPermissionResponse;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionRequest;
import software.amazon.awssdk.services.eventbridge.model.RemovePermissionResponse;

/** The resource policies of buses. */
final class BusPermissions {

    private final EventStore store;

    BusPermissions(EventStore store) {
        this.store = store;
    }

    void declare(Operations all) {
        all.operation("PutPermission", PutPermissionRequest::builder, this::put)
                .operation("RemovePermission", RemovePermissionRequest::builder, this::remove);
    }

    private PutPermissionResponse put(Call call, PutPermissionRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        if (request.policy() != null) {
            if (!(JsonValue.parse(request.policy()).orElse(new JsonValue.Null()) instanceof JsonValue.Structure)) {
                throw EventErrors.invalid("The policy is not a JSON object.");
            }
            store.put(bus.with(Optional.of(request.policy()), call.now()));
        } else {
            if (request.statementId() == null || request.principal() == null || request.action() == null) {
                throw EventErrors.invalid(
                        "Parameters Action, Principal and StatementId must be given when there is no Policy.");
            }
            if (!request.action().equals("events:PutEvents")) {
                throw EventErrors.invalid("Provided value in parameter 'action' is not supported.");
            }
            List<JsonValue> statements = new ArrayList<>(statements(bus));
            statements.removeIf(statement -> id(statement).equals(request.statementId()));
            statements.add(statement(bus, request));
            store.put(bus.with(Optional.of(document(statements)), call.now()));
        }
        call.effect(bus.arn());
        return PutPermissionResponse.builder().build();
    }

    private static JsonValue statement(EventStore.Bus bus, PutPermissionRequest request) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("Sid", new JsonValue.Text(request.statementId()));
        members.put("Effect", new JsonValue.Text("Allow"));
        members.put(
                "Principal",
                request.principal().equals("*")
                        ? new JsonValue.Text("*")
                        : new JsonValue.Structure(
                                Map.of("AWS", new JsonValue.Text("arn:aws:iam::" + request.principal() + ":root"))));
        members.put("Action", new JsonValue.Text(request.action()));
        members.put("Resource", new JsonValue.Text(bus.arn()));
        if (request.condition() != null) {
            members.put(
                    "Condition",
                    new JsonValue.Structure(Map.of(
                            request.condition().type(),
                            new JsonValue.Structure(Map.of(
                                    request.condition().key(),
                                    new JsonValue.Text(request.condition().value()))))));
        }
        return new JsonValue.Structure(members);
    }

    private static List<JsonValue> statements(EventStore.Bus bus) {
        return bus.policy()
                .map(JsonTexts::structure)
                .map(document -> document.members().get("Statement"))
                .map(found -> found instanceof JsonValue.Array(List<JsonValue> elements) ? elements : List.of(found))
                .orElse(List.of());
    }

    private static String id(JsonValue statement) {
        return statement instanceof JsonValue.Structure structure
                        && structure.members().get("Sid") instanceof JsonValue.Text sid
                ? sid.value()
                : "";
    }

    private static String document(List<JsonValue> statements) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("Version", new JsonValue.Text("2012-10-17"));
        members.put("Statement", new JsonValue.Array(statements));
        return JsonTexts.of(new JsonValue.Structure(members));
    }

    private RemovePermissionResponse remove(Call call, RemovePermissionRequest request) {
        EventStore.Bus bus = store.bus(call, request.eventBusName());
        List<JsonValue> left = new ArrayList<>(statements(bus));
        boolean all = Boolean.TRUE.equals(request.removeAllPermissions());
        boolean found = left.removeIf(statement -> all || id(statement).equals(request.statementId()));
        if (!found && !all) {
            throw ServiceError.client("ResourceNotFoundException", "Statement with the provided id does not exist.");
        }
        store.put(bus.with(left.isEmpty() ? Optional.empty() : Optional.of(document(left)), call.now()));
        call.effect(bus.arn());
        return RemovePermissionResponse.builder().build();
    }
}
