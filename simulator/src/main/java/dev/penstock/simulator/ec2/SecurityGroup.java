package dev.penstock.simulator.ec2;

import java.util.List;

/**
 * A security group.
 *
 * @param rules in the order in which they were added
 */
public record SecurityGroup(Place place, String id, String name, String description, String vpcId, List<Rule> rules) {

    /**
     * What is let in or out, from or to one peer.
     *
     * @param id like {@code sgr-0123456789abcdef0}
     * @param protocol {@code tcp}, {@code udp}, {@code icmp}, a number, or {@code -1} for all
     * @param from the first port; -1 for all
     * @param to the last port; -1 for all
     * @param kind of the peer
     * @param peer an address block, the id of a security group or that of a prefix list
     */
    public record Rule(
            String id, boolean egress, String protocol, int from, int to, Kind kind, String peer, String description) {

        /** Whether both let the same through. */
        boolean isLike(Rule other) {
            return egress == other.egress
                    && protocol.equals(other.protocol)
                    && from == other.from
                    && to == other.to
                    && kind == other.kind
                    && peer.equals(other.peer);
        }
    }

    /** What a peer is. */
    public enum Kind {
        IPV4,
        IPV6,
        GROUP,
        PREFIX_LIST
    }

    public SecurityGroup {
        rules = List.copyOf(rules);
    }

    SecurityGroup with(List<Rule> others) {
        return new SecurityGroup(place, id, name, description, vpcId, others);
    }

    String key() {
        return place.key() + id;
    }
}
