package dev.penstock.stack;

/** The value of a parameter in a request. */
public sealed interface ParameterValue {

    /**
     * A new value.
     *
     * @param value as the template's parameter takes it; a list is joined by commas
     */
    record Given(String value) implements ParameterValue {}

    /** The value that the stack has. */
    record Previous() implements ParameterValue {}
}
