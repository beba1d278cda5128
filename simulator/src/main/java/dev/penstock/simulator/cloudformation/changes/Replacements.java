package dev.penstock.simulator.cloudformation.changes;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

/**
 * Whether a resource is replaced: the most intrusive of its details; what is not sure to change may replace it. Source: API
 * Reference, ResourceChange.
 */
enum Replacements {
    NO(Replacement.FALSE, StackView.Fate.CHANGES_IN_PLACE),
    PERHAPS(Replacement.CONDITIONAL, StackView.Fate.MAY_BE_REPLACED),
    YES(Replacement.TRUE, StackView.Fate.IS_REPLACED);

    private final Replacement replacement;
    private final StackView.Fate fate;

    Replacements(Replacement replacement, StackView.Fate fate) {
        this.replacement = replacement;
        this.fate = fate;
    }

    static Replacements of(List<ResourceChangeDetail> details) {
        return details.stream()
                .map(Replacements::of)
                .reduce(NO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private static Replacements of(ResourceChangeDetail detail) {
        RequiresRecreation recreation = detail.target().requiresRecreation();
        if (recreation == RequiresRecreation.ALWAYS) {
            return detail.evaluation() == EvaluationType.STATIC ? YES : PERHAPS;
        }
        return recreation == RequiresRecreation.CONDITIONALLY ? PERHAPS : NO;
    }

    Replacement replacement() {
        return replacement;
    }

    StackView.Fate fate() {
        return fate;
    }
}
