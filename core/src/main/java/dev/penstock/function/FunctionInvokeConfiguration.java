package dev.penstock.function;

import java.util.Optional;

/**
 * The configuration of an action that invokes a function.
 *
 * @param functionName {@code FunctionName}: a name or an ARN, with a version or an alias after it or without
 * @param userParameters {@code UserParameters}: text for the function; absent for none
 */
public record FunctionInvokeConfiguration(String functionName, Optional<String> userParameters) {

    /** The function, without version and alias. */
    FunctionName function() {
        return named().orElseThrow(() -> new IllegalStateException("'" + functionName + "' was refused"));
    }

    /** The function, if the text names one. */
    Optional<FunctionName> named() {
        Optional<FunctionName> whole = FunctionName.of(functionName);
        int colon = functionName.lastIndexOf(':');
        return whole.isPresent() || colon < 1 || colon == functionName.length() - 1
                ? whole
                : FunctionName.of(functionName.substring(0, colon));
    }

    /** The version or alias that is invoked. */
    String qualifier() {
        return FunctionName.of(functionName).isPresent()
                ? FunctionVersion.LATEST
                : functionName.substring(functionName.lastIndexOf(':') + 1);
    }
}
