package dev.penstock.settings;

import java.util.Optional;

/**
 * How a function is deployed.
 *
 * @param testEvent what a new version is invoked with before users have it, as JSON; absent to leave that out
 */
public record FunctionSetting(Optional<String> testEvent) {

    /** Nothing is set. */
    public static FunctionSetting none() {
        return new FunctionSetting(Optional.empty());
    }

    FunctionSetting over(FunctionSetting common) {
        return new FunctionSetting(testEvent.or(common::testEvent));
    }
}
