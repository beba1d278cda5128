package dev.penstock.beanstalk;

/**
 * Names an option of an environment ("Configuration options", Elastic Beanstalk Developer Guide).
 *
 * @param namespace such as {@code aws:autoscaling:asg}
 * @param name such as {@code MinSize}
 * @param resource the resource that it is of, for the few namespaces that have several; empty for all others
 */
public record OptionName(String namespace, String name, String resource) implements Comparable<OptionName> {

    /** The environment's variables, which may hold secrets. */
    public static final String VARIABLES = "aws:elasticbeanstalk:application:environment";

    /** The environment's variables whose values are ARNs of secrets and parameters. */
    public static final String SECRETS = "aws:elasticbeanstalk:application:environmentsecrets";

    /** An option of no particular resource. */
    public OptionName(String namespace, String name) {
        this(namespace, name, "");
    }

    /** Whether its value may be shown: what applications are given may be secret. */
    public boolean isPublic() {
        return !namespace.equals(VARIABLES)
                && !name.toLowerCase(java.util.Locale.ROOT).contains("password");
    }

    @Override
    public int compareTo(OptionName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        int byName = byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        return byName != 0 ? byName : resource.compareTo(other.resource);
    }

    @Override
    public String toString() {
        return namespace + " " + name + (resource.isEmpty() ? "" : " of " + resource);
    }
}
