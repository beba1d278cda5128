package dev.penstock.importing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something is deployed to, when the imported file itself does not know. */
public sealed interface Destination {

    /** How two of them are written: {@code beanstalk:APPLICATION/ENVIRONMENT} and {@code ecs:CLUSTER/SERVICE}. */
    Pattern FORM = Pattern.compile("(beanstalk|ecs):([^/<>$]{1,100})/([^/<>$]{1,100})");

    /** How a stack is written: {@code stack:NAME}. */
    Pattern STACK_FORM = Pattern.compile("stack:([a-zA-Z][-a-zA-Z0-9]{0,127})");

    /**
     * Reads {@code beanstalk:APPLICATION/ENVIRONMENT}, {@code ecs:CLUSTER/SERVICE} or {@code stack:NAME}; empty when it is none of
     * them.
     */
    static Optional<Destination> of(String text) {
        Matcher stack = STACK_FORM.matcher(text);
        if (stack.matches()) {
            return Optional.of(new Stack(stack.group(1)));
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        String first = text.substring(text.indexOf(':') + 1, slash);
        String second = text.substring(slash + 1);
        return Optional.of(text.startsWith("ecs:") ? new EcsService(first, second) : new Environment(first, second));
    }

    /** An environment of Elastic Beanstalk on the platform "Docker". */
    record Environment(String application, String environment) implements Destination {}

    /** A service of ECS whose containers are called as the services of the Compose file. */
    record EcsService(String cluster, String service) implements Destination {}

    /** A stack of CloudFormation that is there. */
    record Stack(String name) implements Destination {}
}
