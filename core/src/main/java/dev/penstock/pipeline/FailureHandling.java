package dev.penstock.pipeline;

import java.util.Optional;

/**
 * What a stage does when an action failed ({@code FailureConditions}).
 *
 * @param result {@code ROLLBACK}, {@code FAIL}, {@code RETRY} or {@code SKIP}
 * @param retryMode {@code FAILED_ACTIONS} or {@code ALL_ACTIONS}, with the result {@code RETRY}
 * @param condition the rules that decide
 */
public record FailureHandling(
        Optional<String> result, Optional<RetryMode> retryMode, Optional<ConditionDeclaration> condition) {}
