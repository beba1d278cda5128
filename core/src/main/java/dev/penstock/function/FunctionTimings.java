package dev.penstock.function;

import dev.penstock.action.AwsScope;

/** Looks what decides how long a new version takes. Calls that fail raise {@link dev.penstock.action.RemoteCallException}. */
@FunctionalInterface
public interface FunctionTimings {

    /** What is known of the latest version of a function. */
    FunctionTiming of(AwsScope scope, FunctionName function);
}
