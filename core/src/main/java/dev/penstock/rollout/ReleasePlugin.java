package dev.penstock.rollout;

import java.util.List;

/**
 * Brings strategies and targets from another jar. It is named in {@code META-INF/services/dev.penstock.rollout.ReleasePlugin}, and
 * found through {@code ServiceLoader} in a program of yours and through {@code penstock run --plugin-path} in the CLI.
 */
public interface ReleasePlugin {

    /** Its strategies; may be empty. */
    default List<ReleaseStrategy> strategies() {
        return List.of();
    }

    /** Its targets, each for a type of action that has no other provider; may be empty. */
    default List<ReleaseTarget<?, ?>> targets() {
        return List.of();
    }
}
