package dev.penstock.simulator.service;

import java.util.Optional;

/** The stores whose values containers and builds are given: parameters of SSM and secrets of Secrets Manager. */
@FunctionalInterface
public interface SecretValues {

    /**
     * A value. Called within a transaction.
     *
     * @param account of who is given it
     * @param region where a name without an ARN is looked up
     * @param valueFrom as definitions have it: the name or ARN of a parameter, or the ARN of a secret with
     *     {@code :json-key:version-stage:version-id}
     * @return empty when there is no such value
     */
    Optional<String> value(String account, String region, String valueFrom);

    /** Of a simulated AWS that has none. */
    SecretValues NONE = (account, region, valueFrom) -> Optional.empty();
}
