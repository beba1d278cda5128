package dev.penstock.simulator.cloudformation.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * The values of all of a template's parameters.
 *
 * @param values by name, in the order of the declarations
 */
public record ParameterValues(Map<String, ParameterValue> values) {

    /** What is shown instead of the value of a parameter with NoEcho. */
    public static final String HIDDEN = "****";

    public ParameterValues {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A template without parameters. */
    public static ParameterValues none() {
        return new ParameterValues(Map.of());
    }

    /**
     * Gives each parameter of a template its value: what was given, else the previous value where that is asked for, else
     * the default.
     *
     * @param previous the values of the stack as it is; empty for a new one
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError, in CloudFormation's words, for the first thing that
     *     is wrong
     */
    public static ParameterValues resolve(
            Map<String, ParameterDeclaration> declarations,
            Collection<Parameter> given,
            ParameterValues previous,
            ParameterLookup lookup) {
        Map<String, Parameter> byName = new LinkedHashMap<>();
        given.forEach(parameter -> byName.put(parameter.parameterKey(), parameter));
        refuseUnknown(declarations.keySet(), byName.keySet());
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        declarations.forEach((name, declaration) -> text(declaration, Optional.ofNullable(byName.get(name)), previous)
                .ifPresentOrElse(text -> texts.put(name, text), () -> missing.add(name)));
        refuseMissing(declarations, missing);
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        declarations.forEach((name, declaration) ->
                values.put(name, ParameterChecks.value(declaration, texts.getOrDefault(name, ""), lookup)));
        return new ParameterValues(values);
    }

    /** As stacks and change sets show them: secret ones hidden, those from Systems Manager with what they stand for. */
    public List<Parameter> shown() {
        List<Parameter> shown = new ArrayList<>();
        values.forEach((name, value) -> {
            Parameter.Builder parameter =
                    Parameter.builder().parameterKey(name).parameterValue(value.noEcho() ? HIDDEN : value.value());
            if (value.isFromStore()) {
                parameter.resolvedValue(value.noEcho() ? HIDDEN : value.resolved());
            }
            shown.add(parameter.build());
        });
        return shown;
    }

    /** The value of one; empty when there is none of that name. */
    public Optional<ParameterValue> of(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static void refuseUnknown(Set<String> declared, Set<String> given) {
        List<String> unknown =
                given.stream().filter(name -> !declared.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw TemplateErrors.validation(
                    "Parameters: [" + String.join(", ", unknown) + "] do not exist in the template");
        }
    }

    private static void refuseMissing(Map<String, ParameterDeclaration> declarations, List<String> missing) {
        for (String name : missing) {
            ParameterDeclaration declaration = declarations.get(name);
            if (declaration != null && declaration.type().fromStore()) {
                throw TemplateErrors.validation(
                        "Parameter " + name + " should either have input value or default value");
            }
        }
        if (!missing.isEmpty()) {
            throw TemplateErrors.validation("Parameters: [" + String.join(", ", missing) + "] must have values");
        }
    }

    private static Optional<String> text(
            ParameterDeclaration declaration, Optional<Parameter> given, ParameterValues previous) {
        if (given.isEmpty()) {
            return declaration.defaultValue();
        }
        Optional<String> value = Optional.ofNullable(given.get().parameterValue());
        if (!Boolean.TRUE.equals(given.get().usePreviousValue())) {
            return value.or(declaration::defaultValue);
        }
        String name = declaration.name();
        if (value.filter(text -> !text.isEmpty()).isPresent()) {
            throw TemplateErrors.validation("Invalid input for parameter key " + name
                    + ". Cannot specify usePreviousValue as true and non empty value for a parameter");
        }
        return Optional.of(
                previous.of(name)
                        .map(ParameterValue::value)
                        .orElseThrow(
                                () -> TemplateErrors.validation(
                                        "Invalid input for parameter key " + name
                                                + ". Cannot specify usePreviousValue as true for a parameter key not in the previous template")));
    }
}
