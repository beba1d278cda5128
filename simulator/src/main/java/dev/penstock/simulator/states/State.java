package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A state of a state machine. Source: Amazon States Language, "State Types". */
sealed interface State {

    /** What it does with its input and output. */
    DataFlow data();

    /** The state after it; absent if it is the last. */
    Optional<String> next();

    /**
     * How data passes through a state. Empty paths are those that are {@code null}, which keep nothing.
     *
     * @param input {@code InputPath}
     * @param parameters {@code Parameters}
     * @param selector {@code ResultSelector}
     * @param result {@code ResultPath}
     * @param output {@code OutputPath}
     */
    record DataFlow(
            String input,
            Optional<PayloadTemplate> parameters,
            Optional<PayloadTemplate> selector,
            String result,
            String output) {}

    /**
     * Passes on.
     *
     * @param result what it gives out instead of its input
     */
    record Pass(DataFlow data, Optional<String> next, Optional<JsonValue> result) implements State {}

    record Wait(DataFlow data, Optional<String> next, Until until) implements State {}

    record Succeed(DataFlow data) implements State {

        @Override
        public Optional<String> next() {
            return Optional.empty();
        }
    }

    /**
     * Fails the execution.
     *
     * @param error its name; empty for none
     */
    record Fail(DataFlow data, String error, String cause) implements State {

        @Override
        public Optional<String> next() {
            return Optional.empty();
        }
    }

    /**
     * Goes one way of several.
     *
     * @param otherwise where it goes if no rule holds
     */
    record Choice(DataFlow data, List<Branch> branches, Optional<String> otherwise) implements State {

        @Override
        public Optional<String> next() {
            return Optional.empty();
        }
    }

    record Task(
            DataFlow data,
            Optional<String> next,
            Call call,
            Optional<Duration> timeout,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {}

    record Branch(ChoiceRule rule, String next) {}

    /** Until when a state waits. */
    sealed interface Until {}

    record Seconds(long count) implements Until {}

    record SecondsPath(String path) implements Until {}

    record Timestamp(String text) implements Until {}

    record TimestampPath(String path) implements Until {}

    /** What a task calls. */
    sealed interface Call {}

    /** A function with the state's input; what it returns is the result. */
    record FunctionCall(String arn) implements Call {}

    /** {@code arn:aws:states:::lambda:invoke}: the parameters name the function, and the result tells of the call. */
    record InvokeCall() implements Call {}

    /**
     * How a task is tried again.
     *
     * @param attempts how often it is tried again at most
     * @param longest the longest pause
     */
    record Retrier(List<String> errors, Duration interval, int attempts, double backoff, Optional<Duration> longest) {}

    record Catcher(List<String> errors, String next, String result) {}
}
