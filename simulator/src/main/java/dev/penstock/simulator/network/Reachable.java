package dev.penstock.simulator.network;

import java.util.Optional;

/** Knows what stands behind addresses of the simulated VPCs. Asked inside a transaction. */
@FunctionalInterface
public interface Reachable {

    /** Nothing stands anywhere. */
    Reachable NOTHING = (account, targetId, port) -> Optional.empty();

    /**
     * What answers at an address now.
     *
     * @param account twelve digits
     * @param targetId an IP address or an instance id, as targets are registered with a load balancer
     * @param port 1 to 65535
     * @return empty when nothing is there: who connects gets no answer
     */
    Optional<Backend> at(String account, String targetId, int port);

    /** This, and where it knows nothing, another. */
    default Reachable or(Reachable other) {
        return (account, targetId, port) -> at(account, targetId, port).or(() -> other.at(account, targetId, port));
    }
}
