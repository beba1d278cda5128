package dev.penstock.importing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where containers of a Compose file are deployed to; the file itself does not know. */
public sealed interface Destination {

    /** How it is written: {@code beanstalk:APPLICATION/ENVIRONMENT} or {@code ecs:CLUSTER/SERVICE}. */
    Pattern FORM = Pattern.compile("(beanstalk|ecs):([^/<>$]{1,100})/([^/<>$]{1,100})");

    /** Reads {@code beanstalk:APPLICATION/ENVIRONMENT} or {@code ecs:CLUSTER/SERVICE}; empty when it is neither. */
    static Optional<Destination> of(String text) {
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
}
