package dev.penstock.simulator.beanstalk;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names and descriptions may be. Source: the API's service model. */
final class Names {

    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9-]{1,19}");

    private Names() {}

    static void check(String parameter, String value, int least, int most) {
        if (value.length() < least || value.length() > most) {
            throw BeanstalkErrors.invalid("Value " + value + " at '" + parameter + "' failed to satisfy constraint: "
                    + "Member must have length between " + least + " and " + most + ", inclusive");
        }
        if (value.contains("/")) {
            throw BeanstalkErrors.invalid("Value " + value + " at '" + parameter
                    + "' failed to satisfy constraint: Member must not contain '/'");
        }
    }

    static void environment(String name) {
        if (name.length() < 4 || name.length() > 40) {
            throw BeanstalkErrors.invalid(
                    "Value " + name
                            + " at 'EnvironmentName' failed to satisfy constraint: Member must have length between 4 and 40, inclusive");
        }
        if (!ENVIRONMENT.matcher(name).matches()) {
            throw BeanstalkErrors.invalid("Value " + name
                    + " at 'EnvironmentName' failed to satisfy constraint: Member must contain only letters, digits, and"
                    + " the dash character and may not start or end with a dash");
        }
    }

    static void group(@Nullable String name) {
        if (name != null && !GROUP.matcher(name).matches()) {
            throw BeanstalkErrors.invalid(
                    "Value " + name
                            + " at 'GroupName' failed to satisfy constraint: Member must have length between 1 and 19, inclusive");
        }
    }

    static void cnamePrefix(String prefix) {
        if (prefix.length() < 4
                || prefix.length() > 63
                || !ENVIRONMENT.matcher(prefix).matches()) {
            throw BeanstalkErrors.invalid(
                    "Value " + prefix + " at 'CNAMEPrefix' failed to satisfy constraint: Member must"
                            + " have length between 4 and 63, inclusive, and contain only letters, digits, and hyphens; it can't"
                            + " start or end with a hyphen");
        }
    }

    static void description(@Nullable String text) {
        if (text != null && text.length() > 200) {
            throw BeanstalkErrors.invalid("Value at 'Description' failed to satisfy constraint: Member must have length"
                    + " less than or equal to 200");
        }
    }
}
