package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a value refers to.
 *
 * @param names what is named by {@code Ref}: parameters, resources, pseudo parameters
 * @param attributes what is named by {@code Fn::GetAtt}
 * @param conditions what {@code Fn::If} asks
 */
record References(Set<String> names, Set<Reference.Attribute> attributes, Set<String> conditions) {

    /** Every reference, those of both sides of each {@code Fn::If}. */
    static References of(JsonValue value) {
        References found = new References(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        found.walk(value, List.of());
        return found;
    }

    /** The references of those sides that hold. */
    static References where(Predicate<String> holds, JsonValue value) {
        References found = new References(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        found.walk(value, List.of(holds));
        return found;
    }

    /** The resources among them. */
    Set<Reference> resources(Set<String> logicalIds) {
        Set<Reference> resources = new LinkedHashSet<>();
        names.stream().filter(logicalIds::contains).map(Reference.Resource::new).forEach(resources::add);
        attributes.stream()
                .filter(attribute -> logicalIds.contains(attribute.logicalId()))
                .forEach(resources::add);
        return resources;
    }

    /** The logical ids that {@code Ref} and {@code Fn::GetAtt} name, whether there are such resources or not. */
    Set<String> named() {
        Set<String> all = new LinkedHashSet<>(names);
        attributes.forEach(attribute -> all.add(attribute.logicalId()));
        return all;
    }

    /** @param holds one predicate, or none where both sides count */
    private void walk(JsonValue value, List<Predicate<String>> holds) {
        FunctionCall call = FunctionCall.of(value).orElse(null);
        if (call != null) {
            walkCall(call, holds);
            return;
        }
        switch (value) {
            case JsonValue.Structure structure -> structure.members().values().forEach(member -> walk(member, holds));
            case JsonValue.Array array -> array.elements().forEach(element -> walk(element, holds));
            case JsonValue.Text text -> {}
            case JsonValue.Number number -> {}
            case JsonValue.Truth truth -> {}
            case JsonValue.Null nothing -> {}
        }
    }

    private void walkCall(FunctionCall call, List<Predicate<String>> holds) {
        switch (call.name()) {
            case "Ref" -> names.add(FunctionArguments.ref(call.argument()));
            case "Fn::GetAtt" -> {
                FunctionArguments.GetAtt getAtt = FunctionArguments.getAtt(call.argument());
                attributes.add(new Reference.Attribute(getAtt.logicalId(), JsonTexts.scalar(getAtt.attribute())));
                walk(getAtt.attribute(), holds);
            }
            case "Fn::Sub" -> {
                FunctionArguments.Sub sub = FunctionArguments.sub(call.argument());
                sub.names().values().forEach(each -> walk(each, holds));
                SubText.parse(sub.text()).forEach(part -> variable(part, sub.names()));
            }
            case "Fn::If" -> {
                FunctionArguments.If choice = FunctionArguments.choice(call.argument());
                conditions.add(choice.condition());
                if (holds.isEmpty() || holds.getFirst().test(choice.condition())) {
                    walk(choice.then(), holds);
                }
                if (holds.isEmpty() || !holds.getFirst().test(choice.condition())) {
                    walk(choice.otherwise(), holds);
                }
            }
            default -> walk(call.argument(), holds);
        }
    }

    private void variable(SubText part, Map<String, JsonValue> own) {
        if (part instanceof SubText.Variable variable && !own.containsKey(variable.name())) {
            int dot = variable.name().indexOf('.');
            if (dot < 0) {
                names.add(variable.name());
            } else {
                attributes.add(new Reference.Attribute(
                        variable.name().substring(0, dot), variable.name().substring(dot + 1)));
            }
        }
    }
}
