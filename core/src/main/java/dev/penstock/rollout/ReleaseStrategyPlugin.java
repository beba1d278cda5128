package dev.penstock.rollout;

import java.util.List;

/**
 * Brings strategies from another jar. It is named in {@code META-INF/services/dev.penstock.rollout.ReleaseStrategyPlugin}, and found
 * through {@code ServiceLoader} in a program of yours and through {@code penstock run --plugin-path} in the CLI.
 */
public interface ReleaseStrategyPlugin {

    /** Its strategies, at least one. */
    List<ReleaseStrategy> strategies();
}
