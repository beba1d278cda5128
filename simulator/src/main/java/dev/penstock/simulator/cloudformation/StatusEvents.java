package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * The events that CloudFormation sends to EventBridge when stacks and their resources change their status. Source: CloudFormation User
 * Guide, "Managing events with CloudFormation and Amazon EventBridge".
 */
final class StatusEvents {

    private StatusEvents() {}

    /** Tells of all that changes from now on. */
    static void tell(StackStore rows, ServiceEvents told) {
        rows.whenTold(event -> {
            String[] stack = event.stackId().split(":", 6);
            if (told.isHeard(stack[4], stack[3])) {
                boolean ofStack = event.stackId().equals(event.physicalResourceId());
                told.tell(new ServiceEvents.Told(
                        stack[4],
                        stack[3],
                        "aws.cloudformation",
                        ofStack ? "CloudFormation Stack Status Change" : "CloudFormation Resource Status Change",
                        List.of(event.stackId()),
                        ofStack ? stack(event) : resource(event)));
            }
        });
    }

    private static JsonValue.Structure stack(StackEvent event) {
        JsonValue.Structure detail =
                ModelJson.with(ModelJson.texts("stack-id", event.stackId()), "status-details", status(event));
        return event.clientRequestToken() == null
                ? detail
                : ModelJson.with(detail, "client-request-token", new JsonValue.Text(event.clientRequestToken()));
    }

    private static JsonValue.Structure resource(StackEvent event) {
        JsonValue.Structure named = ModelJson.texts(
                "stack-id",
                event.stackId(),
                "logical-resource-id",
                event.logicalResourceId(),
                "physical-resource-id",
                event.physicalResourceId() == null ? "" : event.physicalResourceId());
        return ModelJson.with(
                ModelJson.with(named, "status-details", status(event)),
                "resource-type",
                new JsonValue.Text(event.resourceType()));
    }

    private static JsonValue.Structure status(StackEvent event) {
        return ModelJson.texts(
                "status",
                event.resourceStatusAsString(),
                "status-reason",
                event.resourceStatusReason() == null ? "" : event.resourceStatusReason());
    }
}
