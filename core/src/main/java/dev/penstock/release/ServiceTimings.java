package dev.penstock.release;

import dev.penstock.action.AwsScope;

/** Looks what decides how long a rollout of a service takes. Calls that fail raise {@link dev.penstock.action.RemoteCallException}. */
@FunctionalInterface
public interface ServiceTimings {

    /**
     * What is known of a service.
     *
     * @param setup how it is set up
     */
    ServiceTiming of(AwsScope scope, ServiceId service, ServiceSetup setup);
}
