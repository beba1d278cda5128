package dev.penstock.simulator.page;

import dev.penstock.simulator.page.Looking.Part;
import dev.penstock.simulator.service.Caller;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import tools.jackson.core.JsonGenerator;

/** Stacks and their statuses. */
final class StackOverview {

    private final Looking looking;

    StackOverview(Looking looking) {
        this.looking = looking;
    }

    void write(JsonGenerator out, Caller caller) {
        out.writeName("stacks");
        out.writeStartArray();
        List<Stack> stacks = Looking.all(token -> looking.ask(
                        caller,
                        "cloudformation",
                        "DescribeStacks",
                        DescribeStacksRequest.builder().nextToken(token).build(),
                        DescribeStacksResponse.class)
                .map(r -> new Part<>(r.stacks(), r.nextToken()))
                .orElseGet(() -> new Part<>(List.of(), null)));
        for (Stack stack : stacks) {
            out.writeStartObject();
            Overview.text(out, "name", stack.stackName());
            Overview.text(out, "status", stack.stackStatusAsString());
            Overview.text(out, "reason", stack.stackStatusReason());
            Overview.text(out, "parent", stack.parentId() == null ? "" : Overview.shortStack(stack.parentId()));
            Overview.text(
                    out, "since", stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
