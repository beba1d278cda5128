package dev.penstock.simulator.elb;

import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * Where load balancers are. There is no simulated EC2 that knows subnets, so their zones are dealt out: distinct subnets
 * are in distinct zones.
 */
final class Zones {

    private record HostedZones(String application, String network) {}

    /** Source: AWS General Reference, "Elastic Load Balancing endpoints and quotas". */
    private static final Map<String, HostedZones> HOSTED = Map.ofEntries(
            Map.entry("us-east-1", new HostedZones("Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI")),
            Map.entry("us-east-2", new HostedZones("Z3AADJGX6KTTL2", "ZLMOA37VPKANP")),
            Map.entry("us-west-1", new HostedZones("Z368ELLRRE2KJ0", "Z24FKFUX50B4VW")),
            Map.entry("us-west-2", new HostedZones("Z1H1FL5HABSF5", "Z18D5FSROUN65G")),
            Map.entry("ca-central-1", new HostedZones("ZQSVJUPU6J1EY", "Z2EPGBW3API2WT")),
            Map.entry("sa-east-1", new HostedZones("Z2P70J7HTTTPLU", "ZTK26PT1VY4CU")),
            Map.entry("eu-west-1", new HostedZones("Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F")),
            Map.entry("eu-west-2", new HostedZones("ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G")),
            Map.entry("eu-west-3", new HostedZones("Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5")),
            Map.entry("eu-central-1", new HostedZones("Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90")),
            Map.entry("eu-north-1", new HostedZones("Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM")),
            Map.entry("ap-south-1", new HostedZones("ZP97RAFLXTNZK", "ZVDDRBQ08TROA")),
            Map.entry("ap-southeast-1", new HostedZones("Z1LMS91P8CMLE5", "ZKVM4W9LS7TM")),
            Map.entry("ap-southeast-2", new HostedZones("Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD")),
            Map.entry("ap-northeast-1", new HostedZones("Z14GRHDCWA56QT", "Z31USIVHYNEOWT")),
            Map.entry("ap-northeast-2", new HostedZones("ZWKZPGTI48KDX", "ZIBE1TIR4HY56")));

    /** Of regions that the table has not. */
    private static final HostedZones ELSEWHERE = new HostedZones("Z00000000APPLICATION", "Z0000000000000NETWORK");

    private Zones() {}

    /** The zone of a load balancer's nth subnet. */
    static String zone(String region, int nth) {
        return region + (char) ('a' + nth % 26);
    }

    static String hostedZone(String region, LoadBalancerTypeEnum type) {
        HostedZones zones = HOSTED.getOrDefault(region, ELSEWHERE);
        return type == LoadBalancerTypeEnum.NETWORK ? zones.network() : zones.application();
    }

    /** The VPC of an account in a region: one, as nothing tells of others. */
    static String vpc(String account, String region) {
        return String.format("vpc-0%016x", (account + region).hashCode() * 0x9E3779B97F4A7C15L);
    }
}
