package dev.penstock.stack.set;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an operation goes through its targets ({@code StackSetOperationPreferences}).
 *
 * @param failureTolerancePercentage how many accounts of a Region may fail before the operation stops there, 0 to 100
 * @param maxConcurrentPercentage how many accounts are worked on at a time, 1 to 100
 * @param regionConcurrency {@code SEQUENTIAL} or {@code PARALLEL}
 * @param concurrencyMode {@code STRICT_FAILURE_TOLERANCE} or {@code SOFT_FAILURE_TOLERANCE}
 */
public record StackSetPreferences(
        OptionalInt failureTolerancePercentage,
        OptionalInt maxConcurrentPercentage,
        Optional<String> regionConcurrency,
        Optional<String> concurrencyMode) {

    /** What CloudFormation does by itself: one account at a time, Region by Region, until the first failure. */
    public static final StackSetPreferences DEFAULT =
            new StackSetPreferences(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
}
