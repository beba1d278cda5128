package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.ResourceRow.State;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.OperationEntry;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Writes down what happens to stacks and resources, and tells the stacks' topics. */
final class StackEvents {

    static final String STACK = "AWS::CloudFormation::Stack";

    private final StackStore store;
    private final Calendar calendar;
    private final Ids ids;
    private final CloudFormation.Notifications topics;

    StackEvents(StackStore store, Calendar calendar, Ids ids, CloudFormation.Notifications topics) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        this.topics = topics;
    }

    /** The simulated time in whole milliseconds. */
    Instant now() {
        return calendar.now();
    }

    /** Brings a stack to a status. */
    StackRow status(StackRow stack, StackStatus status, String reason, Instant now) {
        StackRow next =
                stack.with(model -> model.stackStatus(status).stackStatusReason(reason.isEmpty() ? null : reason));
        Optional<StackOperation> operation = store.operation(stack.id());
        if (operation.isPresent()) {
            next = operating(next, type(operation.get()), operation.get().id());
        }
        store.put(next);
        write(next, stack.name(), STACK, stack.id(), status.toString(), reason, Optional.empty(), ids.uuid(), now);
        return next;
    }

    /** The stack with its latest operations, one of each type, the latest first. */
    static StackRow operating(StackRow stack, String type, String id) {
        List<OperationEntry> all = new ArrayList<>();
        all.add(OperationEntry.builder().operationType(type).operationId(id).build());
        stack.model().lastOperations().stream()
                .filter(entry -> !entry.operationTypeAsString().equals(type))
                .forEach(all::add);
        return stack.with(model -> model.lastOperations(all));
    }

    /** A new id. */
    String newId() {
        return ids.uuid();
    }

    /** Brings a resource to a status. */
    void status(ResourceRow row, State shown, String status, String reason, Instant now) {
        store.put(row.being(status, reason, now));
        about(row.stackId(), row.logicalId(), row.type(), shown, status, reason, now);
    }

    /** Tells of something that was a resource, or is yet to become one. */
    void about(String stackId, String logicalId, String type, State shown, String status, String reason, Instant now) {
        String properties = shown.properties().equals("{}") ? "" : shown.properties();
        // What is deleted in a clean-up was recorded with an id of this form, and without properties.
        boolean cleans = status.startsWith("DELETE_")
                && store.operation(stackId)
                        .filter(operation -> operation.phase() == StackOperation.Phase.CLEANUP
                                || operation.phase() == StackOperation.Phase.ROLLBACK_CLEANUP)
                        .isPresent();
        write(
                store.stack(stackId),
                logicalId,
                type,
                shown.physicalId(),
                status,
                reason,
                properties.isEmpty() || cleans ? Optional.empty() : Optional.of(properties),
                logicalId + "-" + (cleans ? ids.uuid() : status + "-" + now),
                now);
    }

    private void write(
            StackRow stack,
            String logicalId,
            String type,
            String physicalId,
            String status,
            String reason,
            Optional<String> properties,
            String eventId,
            Instant now) {
        Optional<StackOperation> operation = store.operation(stack.id());
        StackEvent event = StackEvent.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .eventId(eventId)
                .logicalResourceId(logicalId)
                .physicalResourceId(physicalId)
                .resourceType(type)
                .timestamp(now)
                .resourceStatus(status)
                .resourceStatusReason(reason.isEmpty() ? null : reason)
                .resourceProperties(properties.orElse(null))
                .clientRequestToken(operation
                        .map(StackOperation::token)
                        .filter(t -> !t.isEmpty())
                        .orElse(null))
                .operationId(operation.map(StackOperation::id).orElse(null))
                .build();
        store.put(stack.id(), event, operation.map(StackEvents::type).orElse(""));
        for (String topic : stack.model().notificationARNs()) {
            topics.publish(topic, "AWS CloudFormation Notification", notification(stack, event));
        }
    }

    /** What an operation is to clients. Source: CloudFormation API Reference, OperationEntry. */
    static String type(StackOperation operation) {
        if (operation.isRollingBack()) {
            return operation.options().goesOn() ? "CONTINUE_ROLLBACK" : "ROLLBACK";
        }
        return switch (operation.kind()) {
            case CREATE -> "CREATE_STACK";
            case UPDATE, IMPORT -> "UPDATE_STACK";
            case DELETE -> "DELETE_STACK";
        };
    }

    /** Source: CloudFormation User Guide, "Setting stack options", as users have published its notifications. */
    private static String notification(StackRow stack, StackEvent event) {
        StringBuilder text = new StringBuilder();
        line(text, "StackId", stack.id());
        line(text, "Timestamp", event.timestamp().toString());
        line(text, "EventId", event.eventId());
        line(text, "LogicalResourceId", event.logicalResourceId());
        line(text, "Namespace", stack.account());
        line(text, "PhysicalResourceId", event.physicalResourceId());
        line(text, "ResourceProperties", event.resourceProperties() == null ? "null" : event.resourceProperties());
        line(text, "ResourceStatus", event.resourceStatusAsString());
        line(text, "ResourceStatusReason", event.resourceStatusReason() == null ? "" : event.resourceStatusReason());
        line(text, "ResourceType", event.resourceType());
        line(text, "StackName", stack.name());
        line(text, "ClientRequestToken", event.clientRequestToken() == null ? "null" : event.clientRequestToken());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append("='").append(value).append("'\n");
    }
}
