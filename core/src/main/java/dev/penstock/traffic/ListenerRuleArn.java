package dev.penstock.traffic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a rule of an Application Load Balancer's listener, such as {@code
 * arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee}
 * (Service Authorization Reference, "Resource types defined by AWS Elastic Load Balancing V2").
 *
 * @param text the whole ARN
 * @param loadBalancer the ARN of the load balancer that it is at
 */
public record ListenerRuleArn(String text, String loadBalancer) {

    private static final Pattern FORM =
            Pattern.compile("(?<place>arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}):listener-rule/"
                    + "(?<balancer>app/[A-Za-z0-9-]+/[0-9a-f]+)/[0-9a-f]+/[0-9a-f]+");

    /** Reads an ARN; empty if it is none of a rule at an Application Load Balancer. */
    public static Optional<ListenerRuleArn> of(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new ListenerRuleArn(text, parts.group("place") + ":loadbalancer/" + parts.group("balancer")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
