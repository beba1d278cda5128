package dev.penstock.beanstalk;

/** The value that an option of an environment shall have. */
public sealed interface OptionValue {

    /** A text. */
    record Text(String text) implements OptionValue {}

    /**
     * What a stack puts out, as it is when the environment is changed: the address of a database, for example.
     *
     * @param stack its name or ARN, in the Region of the environment
     * @param output the name of the output
     */
    record OfStack(String stack, String output) implements OptionValue {}
}
