package dev.penstock.simulator.beanstalk.instance;

/**
 * A configuration option's name.
 *
 * @param namespace like {@code aws:elasticbeanstalk:command}
 * @param name like {@code DeploymentPolicy}
 */
public record OptionName(String namespace, String name) implements Comparable<OptionName> {

    /** The namespace whose options are the application's environment properties. */
    public static final String ENVIRONMENT = "aws:elasticbeanstalk:application:environment";

    /** An environment property. */
    public static OptionName environment(String property) {
        return new OptionName(ENVIRONMENT, property);
    }

    @Override
    public int compareTo(OptionName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
