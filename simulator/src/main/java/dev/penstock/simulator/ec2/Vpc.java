package dev.penstock.simulator.ec2;

/**
 * A VPC.
 *
 * @param cidr like {@code 172.31.0.0/16}
 * @param main whether it is the default one of its region
 */
public record Vpc(Place place, String id, String cidr, boolean main) {}
