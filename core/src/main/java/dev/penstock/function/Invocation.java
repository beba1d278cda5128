package dev.penstock.function;

import java.util.List;

/**
 * What a function answered.
 *
 * @param version the version that answered
 * @param failed whether it ended with an error of its own ({@code FunctionError})
 * @param payload its answer, or its error, as JSON
 * @param logLines the last lines of its log, oldest first; may be empty
 */
public record Invocation(String version, boolean failed, String payload, List<String> logLines) {

    public Invocation {
        logLines = List.copyOf(logLines);
    }
}
