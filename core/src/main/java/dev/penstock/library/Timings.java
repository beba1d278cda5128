package dev.penstock.library;

import dev.penstock.function.FunctionTimings;
import dev.penstock.release.ServiceTimings;

/**
 * What is looked at to say how long rollouts take.
 *
 * @param services of containers
 * @param functions functions
 */
public record Timings(ServiceTimings services, FunctionTimings functions) {}
