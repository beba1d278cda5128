package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what is wrong with a template whatever its parameters are. */
final class TemplateValidation {

    private final Template template;

    TemplateValidation(Template template) {
        this.template = template;
    }

    void check() {
        template.conditions().forEach(this::checkCondition);
        checkResources();
        checkOutputs();
        Dependencies.order(dependencies());
    }

    private void checkCondition(String name, JsonValue condition) {
        if (!(condition instanceof JsonValue.Structure)) {
            throw TemplateErrors.format("Any Conditions member must be an object.");
        }
        new FunctionCheck(template).check(condition, "Conditions");
        Set<String> named = References.of(condition).named();
        named.removeIf(each -> template.parameters().containsKey(each) || PseudoParameters.contains(each));
        if (!named.isEmpty()) {
            throw TemplateErrors.format("Unresolved dependencies [" + String.join(", ", named)
                    + "]. Cannot reference resources in the Conditions block of the template");
        }
    }

    private void checkResources() {
        Set<String> missing = new LinkedHashSet<>();
        template.resources().forEach((name, resource) -> {
            checkPolicy(resource.deletionPolicy());
            checkPolicy(resource.updateReplacePolicy());
            resource.condition().ifPresent(condition -> checkDeclared(condition, "Resources"));
            for (JsonValue value : values(resource)) {
                new FunctionCheck(template).check(value, "Resources");
                missing.addAll(missing(References.of(value)));
            }
            resource.dependsOn().stream()
                    .filter(each -> !template.resources().containsKey(each))
                    .forEach(missing::add);
        });
        if (!missing.isEmpty()) {
            throw TemplateErrors.unresolved(missing, "Resources");
        }
    }

    /** Policies are known before any resource is. */
    private void checkPolicy(Optional<JsonValue> policy) {
        Set<String> named = new LinkedHashSet<>();
        policy.ifPresent(value -> named.addAll(References.of(value).named()));
        named.removeIf(name -> template.parameters().containsKey(name) || PseudoParameters.contains(name));
        if (!named.isEmpty()) {
            throw TemplateErrors.unresolved(named, "Resources");
        }
    }

    private static List<JsonValue> values(ResourceDeclaration resource) {
        List<JsonValue> values = new ArrayList<>(List.of(resource.properties()));
        values.addAll(resource.attributes().values());
        return values;
    }

    private void checkOutputs() {
        Set<String> missing = new LinkedHashSet<>();
        template.outputs().values().forEach(output -> {
            output.condition().ifPresent(condition -> checkDeclared(condition, "Outputs"));
            new FunctionCheck(template).check(output.value(), "Outputs");
            missing.addAll(missing(References.of(output.value())));
            Optional<JsonValue> export = output.exportName();
            export.ifPresent(name -> new FunctionCheck(template).check(name, "Outputs"));
            export.ifPresent(name -> missing.addAll(missing(References.of(name))));
        });
        if (!missing.isEmpty()) {
            throw TemplateErrors.unresolved(missing, "Outputs");
        }
    }

    private Set<String> missing(References references) {
        Set<String> missing = new LinkedHashSet<>(references.names());
        missing.removeIf(name -> template.resources().containsKey(name)
                || template.parameters().containsKey(name)
                || PseudoParameters.contains(name));
        return missing;
    }

    private void checkDeclared(String condition, String section) {
        if (!template.conditions().containsKey(condition)) {
            throw TemplateErrors.format(
                    "Unresolved condition dependency " + condition + " in the " + section + " block of the template");
        }
    }

    private Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> dependencies = new LinkedHashMap<>();
        template.resources().forEach((name, resource) -> {
            Set<String> on = new LinkedHashSet<>(resource.dependsOn());
            on.addAll(References.of(resource.properties()).named());
            on.retainAll(template.resources().keySet());
            dependencies.put(name, on);
        });
        return dependencies;
    }
}
