package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** What the properties of an {@code AWS::CloudFormation::Stack} ask for, read like a request for a stack. */
final class NestedTemplates {

    private final Templates templates;
    private final TemplateSource source;

    NestedTemplates(Templates templates, TemplateSource source) {
        this.templates = templates;
        this.source = source;
    }

    Templates templates() {
        return templates;
    }

    /**
     * A nested stack with its checked template.
     *
     * @param stack the row of the nested stack with them
     */
    record Filled(StackRow stack, Prepared prepared) {}

    /**
     * The template that the properties name.
     *
     * @throws dev.penstock.simulator.wire.ServiceError in S3's words when it cannot be had
     */
    String body(Caller caller, Instant now, JsonValue properties) {
        return source.template(
                caller,
                now,
                url(properties)
                        .orElseThrow(() -> CloudFormationErrors.validation(
                                "Property validation failure: [The property {/TemplateURL} is required]")));
    }

    static Optional<String> url(JsonValue properties) {
        return Optional.ofNullable(members(properties).get("TemplateURL")).map(Differences::text);
    }

    /**
     * The row of a nested stack as its properties make it.
     *
     * @param stack the row as it is
     * @param tags the parent's own, which go to nested stacks too
     * @param previous the stack as it is; empty for a new one
     * @throws dev.penstock.simulator.wire.ServiceError in AWS's words, for the first thing that is wrong
     */
    Filled filled(
            Caller caller,
            StackRow parent,
            StackRow stack,
            String body,
            JsonValue properties,
            Map<String, String> tags,
            Optional<StackRow> previous) {
        Map<String, JsonValue> members = members(properties);
        StackRequest request = request(parent, body, members, tags);
        Prepared prepared = templates.prepare(caller, body, request, previous, false);
        List<Capability> acknowledged = parent.model().capabilities();
        Integer minutes = members.get("TimeoutInMinutes") == null
                ? null
                : Integer.valueOf(Differences.text(members.get("TimeoutInMinutes")));
        StackRow filled = StackMaking.with(stack, prepared, request)
                .with(model ->
                        model.timeoutInMinutes(minutes).capabilities(acknowledged.isEmpty() ? null : acknowledged));
        return new Filled(filled, prepared);
    }

    private static StackRequest request(
            StackRow parent, String body, Map<String, JsonValue> members, Map<String, String> tags) {
        List<Parameter> parameters = new ArrayList<>();
        members(members.get("Parameters"))
                .forEach((name, value) -> parameters.add(Parameter.builder()
                        .parameterKey(name)
                        .parameterValue(joined(value))
                        .build()));
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
        return new StackRequest(
                body,
                null,
                false,
                parameters,
                List.of(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND),
                List.of(),
                Optional.ofNullable(parent.model().roleARN()),
                Optional.empty(),
                topics(members.get("NotificationARNs")),
                Optional.of(all));
    }

    private static Map<String, JsonValue> members(@Nullable JsonValue value) {
        return value instanceof JsonValue.Structure(Map<String, JsonValue> members) ? members : Map.of();
    }

    private static Optional<List<String>> topics(@Nullable JsonValue value) {
        return value instanceof JsonValue.Array(List<JsonValue> all)
                ? Optional.of(all.stream().map(Differences::text).toList())
                : Optional.empty();
    }

    /** Lists are passed with commas between their elements. */
    private static String joined(JsonValue value) {
        return value instanceof JsonValue.Array(List<JsonValue> all)
                ? String.join(",", all.stream().map(Differences::text).toList())
                : Differences.text(value);
    }
}
