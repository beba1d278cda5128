package dev.penstock.simulator.elb;

import org.jspecify.annotations.Nullable;

/** The rules for names of load balancers and target groups. Source: API Reference, CreateLoadBalancer, CreateTargetGroup. */
final class Names {

    /** What errors call target groups. */
    static final String TARGET_GROUP = "Target group";

    private static final int LONGEST = 32;
    private static final String HYPHENS = "(?!.*--)(?!^-)(?!.*-$)^[A-Za-z0-9-]+$";

    private Names() {}

    /**
     * A name that is legal.
     *
     * @param kind what it names, as errors have it, like {@code Target group}
     */
    static String check(String kind, String member, @Nullable String given) {
        String name = ElbErrors.required(member, given);
        if (name.length() > LONGEST) {
            throw ElbErrors.validation(kind + " name '" + name + "' cannot be longer than '32' characters");
        } else if (!name.matches("[A-Za-z0-9-]+")) {
            throw ElbErrors.validation(kind + " name '" + name
                    + "' can only contain characters that are alphanumeric characters or hyphens(-)");
        } else if (kind.equals(TARGET_GROUP) && !name.matches(HYPHENS)) {
            throw ElbErrors.constraint(
                    "targetGroup.targetGroupArn.targetGroupName",
                    name,
                    "satisfy regular expression pattern: " + HYPHENS);
        } else if (name.startsWith("-") || name.endsWith("-")) {
            throw ElbErrors.validation(kind + " name '" + name + "' cannot begin or end with '-'");
        }
        return name;
    }
}
