package dev.penstock.cloudformation;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is known of the stack of a template beside the template.
 *
 * @param parameters values of its parameters, where none are given otherwise
 * @param physicalIds of its resources, by their logical ids
 * @param standIns whether something stands for what is not known of resources: for a rehearsal in an account without the stack
 */
public record StackValues(Map<String, String> parameters, Map<String, String> physicalIds, boolean standIns) {

    private static final String STAND_IN = "a stand-in for ";

    /** What {@code DescribeStacks} answers for the value of a parameter with {@code NoEcho}. */
    private static final String NOT_SHOWN = "****";

    public StackValues {
        parameters = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().equals(NOT_SHOWN))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        physicalIds = Map.copyOf(physicalIds);
    }

    /** Nothing but the template is known. */
    public static StackValues none() {
        return new StackValues(Map.of(), Map.of(), false);
    }

    /** There is no stack; logical ids stand for names. */
    public static StackValues rehearsed() {
        return new StackValues(Map.of(), Map.of(), true);
    }

    /**
     * The expression of a value that stands for one of another stack, or of a parameter of Systems Manager, in a rehearsal: good
     * enough for what an action is to do, and not to be judged.
     */
    static String standingInFor(String expression) {
        return STAND_IN + expression;
    }

    /** Whether something stands in for the value of an expression. */
    public static boolean isStandIn(String expression) {
        return expression.startsWith(STAND_IN);
    }

    /** The expression without that something stands in for its value. */
    public static String withoutStandIn(String expression) {
        return isStandIn(expression) ? expression.substring(STAND_IN.length()) : expression;
    }
}
