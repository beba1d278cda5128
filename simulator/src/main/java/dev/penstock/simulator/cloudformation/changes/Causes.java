package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ParameterValue;
import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Reference;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;

/** Why a value changes. Source: API Reference, ResourceChangeDetail, and recordings of AWS. */
final class Causes {

    /**
     * One reason.
     *
     * @param entity what causes it; empty for a direct modification
     */
    record Cause(ChangeSource source, EvaluationType evaluation, Optional<String> entity) {}

    static final Cause DIRECT = new Cause(ChangeSource.DIRECT_MODIFICATION, EvaluationType.STATIC, Optional.empty());

    static final Cause DIRECT_LATER =
            new Cause(ChangeSource.DIRECT_MODIFICATION, EvaluationType.DYNAMIC, Optional.empty());

    /** A nested stack may change though nothing of it does here. */
    static final Cause AUTOMATIC = new Cause(ChangeSource.AUTOMATIC, EvaluationType.DYNAMIC, Optional.empty());

    private final Evaluation after;
    private final StackView view;
    private final Set<String> changedParameters;
    private final boolean propertyValues;

    Causes(Evaluation after, StackView view, ParameterValues before, boolean propertyValues) {
        this.after = after;
        this.view = view;
        this.changedParameters = changed(before, after.parameters());
        this.propertyValues = propertyValues;
    }

    /** Those that were given another value. What a name in Systems Manager stands for does not count. */
    private static Set<String> changed(ParameterValues before, ParameterValues after) {
        Set<String> changed = new LinkedHashSet<>();
        after.values().forEach((name, value) -> {
            Optional<String> old = before.of(name).map(ParameterValue::value);
            if (!old.equals(Optional.of(value.value()))) {
                changed.add(name);
            }
        });
        return changed;
    }

    /**
     * Why a place changes whose value differs.
     *
     * @param before what was written there
     */
    List<Cause> ofDifference(Optional<JsonValue> before, Side now) {
        if (now.written().isEmpty()) {
            return List.of(DIRECT);
        }
        List<Cause> causes = new ArrayList<>();
        for (String name : after.parametersOf(now.written().get())) {
            if (changedParameters.contains(name)) {
                causes.add(new Cause(ChangeSource.PARAMETER_REFERENCE, EvaluationType.STATIC, Optional.of(name)));
            }
        }
        boolean parameters = !causes.isEmpty();
        now.waitsFor().forEach(reference -> causes.add(ofReference(reference)));
        if (!now.unknown()) {
            causes.addFirst(parameters ? DIRECT_LATER : DIRECT);
        } else if (propertyValues || parameters || causes.isEmpty() || !before.equals(now.written())) {
            causes.addFirst(DIRECT_LATER);
        }
        return causes;
    }

    private Cause ofReference(Reference reference) {
        EvaluationType evaluation = view.fate(reference.logicalId()) == StackView.Fate.MAY_BE_REPLACED
                ? EvaluationType.DYNAMIC
                : EvaluationType.STATIC;
        return new Cause(source(reference), evaluation, Optional.of(reference.text()));
    }

    private static ChangeSource source(Reference reference) {
        return switch (reference) {
            case Reference.Resource resource -> ChangeSource.RESOURCE_REFERENCE;
            case Reference.Attribute attribute -> ChangeSource.RESOURCE_ATTRIBUTE;
        };
    }

    /** Why a place may change for all that the overview knows: what it takes from resources that change in place. */
    List<Cause> ofChangesInPlace(Side now) {
        if (propertyValues || now.written().isEmpty()) {
            return List.of();
        }
        return after.resourcesOf(now.written().get()).stream()
                .filter(Reference.Attribute.class::isInstance)
                .filter(reference -> view.fate(reference.logicalId()) == StackView.Fate.CHANGES_IN_PLACE)
                .map(reference -> new Cause(
                        ChangeSource.RESOURCE_ATTRIBUTE, EvaluationType.DYNAMIC, Optional.of(reference.text())))
                .toList();
    }
}
