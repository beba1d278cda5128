package dev.penstock.simulator.ec2;

/**
 * A subnet.
 *
 * @param zone like {@code us-east-1a}
 * @param main whether it is the default one of its zone
 * @param publicAddresses whether what is launched in it gets a public address
 */
public record Subnet(
        Place place, String id, String vpcId, String cidr, String zone, boolean main, boolean publicAddresses) {}
