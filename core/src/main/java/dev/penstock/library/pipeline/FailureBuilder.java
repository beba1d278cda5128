package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.RetryMode;
import java.util.Optional;
import java.util.function.Consumer;

/** What a stage does when an action has failed, written in Java ({@code FailureConditions}). */
public final class FailureBuilder {

    private Optional<String> result = Optional.empty();
    private Optional<RetryMode> retryMode = Optional.empty();
    private Optional<ConditionDeclaration> condition = Optional.empty();

    FailureBuilder() {}

    /** What is done with the stage ({@code Result}). */
    public enum Result {
        /** The stage goes back to what succeeded last in it. */
        ROLLBACK,
        /** The stage has failed. */
        FAIL,
        /** The stage runs again, once. */
        RETRY,
        /** The stage is passed over. */
        SKIP
    }

    /** What is done. */
    public FailureBuilder result(Result given) {
        result = Optional.of(given.name());
        return this;
    }

    /** The stage runs again, once: those of its actions. */
    public FailureBuilder retry(RetryMode mode) {
        return retryMode(mode).result(Result.RETRY);
    }

    /** Which actions run again, wherever it is said that the stage does; {@link #retry} says both. */
    public FailureBuilder retryMode(RetryMode mode) {
        retryMode = Optional.of(mode);
        return this;
    }

    /** Only if this holds. */
    public FailureBuilder condition(Consumer<ConditionBuilder> content) {
        condition = Optional.of(ConditionBuilder.of(content));
        return this;
    }

    FailureHandling build() {
        return new FailureHandling(result, retryMode, condition);
    }
}
