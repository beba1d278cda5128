package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Puts a value together from parts of which some may not be known. */
final class Gathering {

    private final Set<Reference> of = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private boolean unknown;

    /** The part as far as it is known; empty when it has no value. */
    Optional<JsonValue> add(Resolved part) {
        return switch (part) {
            case Resolved.Known known -> Optional.of(known.value());
            case Resolved.NoValue nothing -> Optional.empty();
            case Resolved.Unknown later -> {
                unknown = true;
                of.addAll(later.of());
                problems.addAll(later.problems());
                yield Optional.of(later.partly());
            }
        };
    }

    boolean isUnknown() {
        return unknown;
    }

    /** What came of it, known only when all of its parts are. */
    Resolved of(JsonValue value) {
        return unknown ? new Resolved.Unknown(of, value, problems) : new Resolved.Known(value);
    }

    /** Not known, and none of it can be shown. */
    Resolved.Unknown later() {
        return new Resolved.Unknown(of, new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY), problems);
    }
}
