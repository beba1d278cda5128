package dev.penstock.stack;

import dev.penstock.traffic.ListenerRuleArn;

/**
 * Two stacks of one template, {@code NAME-blue} and {@code NAME-green}, of which one has the users' requests while the other one is
 * made.
 *
 * @param listenerRule which divides the requests between the target groups of both
 * @param targetGroupOutput the output of the template that is the ARN of the stack's target group
 */
public record TwinStacks(ListenerRuleArn listenerRule, String targetGroupOutput) {

    /** The output that is looked for unless another one is said. */
    public static final String USUAL_OUTPUT = "TargetGroupArn";

    /** The first of the two. */
    static final String BLUE = "blue";

    /** The second. */
    static final String GREEN = "green";

    static String other(String side) {
        return side.equals(BLUE) ? GREEN : BLUE;
    }
}
