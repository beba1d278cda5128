package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;

/** What becomes of a physical resource that a change takes out of its stack. Source: API Reference, ResourceChange. */
final class PolicyActions {

    private PolicyActions() {}

    /** @param before the template that the resource was made with */
    static PolicyAction ofRemoval(Evaluation before, String logicalId) {
        if (!before.template().resources().containsKey(logicalId)) {
            return PolicyAction.DELETE;
        }
        return switch (before.deletionPolicy(logicalId)) {
            case DELETE -> PolicyAction.DELETE;
            case RETAIN, RETAIN_EXCEPT_ON_CREATE -> PolicyAction.RETAIN;
            case SNAPSHOT -> PolicyAction.SNAPSHOT;
        };
    }

    /** What becomes of the old resource; empty when it is not replaced. */
    static Optional<PolicyAction> ofReplacement(Replacements replacement, Evaluation after, String logicalId) {
        if (replacement == Replacements.NO) {
            return Optional.empty();
        }
        return Optional.of(
                switch (after.updateReplacePolicy(logicalId)) {
                    case DELETE -> PolicyAction.REPLACE_AND_DELETE;
                    case RETAIN -> PolicyAction.REPLACE_AND_RETAIN;
                    case SNAPSHOT -> PolicyAction.REPLACE_AND_SNAPSHOT;
                });
    }
}
