package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.Reference;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.Set;

/**
 * What one of two templates says in one place, and what it comes to.
 *
 * @param written as the template has it; empty when it has nothing there
 * @param value as far as it is known; empty when there is none
 * @param unknown whether any of it is not known yet
 * @param waitsFor what it is not known before
 * @param problems what CloudFormation found wrong with it while it tried
 */
record Side(
        Optional<JsonValue> written,
        Optional<JsonValue> value,
        boolean unknown,
        Set<Reference> waitsFor,
        Set<String> problems) {

    static final Side NOTHING = new Side(Optional.empty(), Optional.empty(), false, Set.of(), Set.of());

    static Side of(Evaluation evaluation, Optional<JsonValue> written) {
        if (written.isEmpty()) {
            return NOTHING;
        }
        return switch (evaluation.resolve(written.get())) {
            case Resolved.Known known -> new Side(written, Optional.of(known.value()), false, Set.of(), Set.of());
            case Resolved.NoValue nothing -> new Side(written, Optional.empty(), false, Set.of(), Set.of());
            case Resolved.Unknown later ->
                new Side(written, Optional.of(later.partly()), true, later.of(), later.problems());
        };
    }
}
