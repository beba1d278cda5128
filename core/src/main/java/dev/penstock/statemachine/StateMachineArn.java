package dev.penstock.statemachine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a state machine, of one of its versions or of one of its aliases: {@code
 * arn:aws:states:REGION:ACCOUNT:stateMachine:NAME[:QUALIFIER]}. Source: Service Authorization Reference, "Actions, resources, and
 * condition keys for AWS Step Functions".
 *
 * @param text as it is written
 * @param partition such as {@code aws}
 * @param region its Region
 * @param account its account, 12 digits
 * @param name the state machine's name, without version and alias
 */
public record StateMachineArn(String text, String partition, String region, String account, String name) {

    private static final Pattern FORM = Pattern.compile("arn:(?<partition>aws[a-z-]*):states:(?<region>[a-z0-9-]+)"
            + ":(?<account>[0-9]{12}):stateMachine:(?<name>[A-Za-z0-9._-]{1,80})(:[A-Za-z0-9._-]{1,80})?");

    /** Reads an ARN; absent if the text is none of a state machine. */
    public static Optional<StateMachineArn> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new StateMachineArn(
                        text, form.group("partition"), form.group("region"), form.group("account"), form.group("name")))
                : Optional.empty();
    }

    /** The ARN of an execution of a standard state machine. */
    public String execution(String executionName) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":execution:" + name + ":" + executionName;
    }

    @Override
    public String toString() {
        return text;
    }
}
