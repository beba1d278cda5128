package dev.penstock.simulator.cloudformation.template;

import java.util.Optional;

/** What parameters ask of the account while they are resolved. */
public interface ParameterLookup {

    /**
     * The value of a parameter in Systems Manager, in plain text; lists with commas.
     *
     * @return empty when there is none of that name, or it is a SecureString
     */
    Optional<String> stored(String name);

    /**
     * Whether there is such a thing.
     *
     * @param type like {@code AWS::EC2::VPC::Id}
     */
    boolean exists(String type, String value);
}
