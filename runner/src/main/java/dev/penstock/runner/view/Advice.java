package dev.penstock.runner.view;

import dev.penstock.execution.ExecutionId;

/**
 * How users are told to call the next command, so that it works from where they are.
 *
 * @param program how they call this program
 * @param options what every call needs from where they are, such as {@code --project DIR}; may be empty
 */
public record Advice(String program, String options) {

    /** From the project's own folder. */
    public static final Advice PLAIN = new Advice("penstock", "");

    /** A call for an execution. */
    public String call(String command, ExecutionId execution) {
        return call(command + " " + ExecutionView.shortId(execution));
    }

    /** A call. */
    public String call(String command) {
        return program + " " + command + (options.isEmpty() ? "" : " " + options);
    }
}
