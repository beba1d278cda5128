package dev.penstock.lambda;

import java.util.Map;
import java.util.Optional;

/**
 * The environment of a function. One that is blank counts as not set, as templates set all of them.
 *
 * @param all by name
 */
record Variables(Map<String, String> all) {

    Variables {
        all = Map.copyOf(all);
    }

    /**
     * What a function cannot do without.
     *
     * @throws IllegalStateException if it is not set; the message names it
     */
    String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("The environment variable " + name
                        + " of this function is not set; docs/lambda.md says what it is."));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(all.get(name)).filter(value -> !value.isBlank());
    }
}
