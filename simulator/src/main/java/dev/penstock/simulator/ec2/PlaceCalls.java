package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be asked about regions, zones and the account. Source: EC2 API Reference. */
final class PlaceCalls {

    /** Regions that every account can use. Source: EC2 User Guide, "Available Regions". */
    private static final List<String> REGIONS = List.of(
            "ap-south-1",
            "eu-north-1",
            "eu-west-3",
            "eu-west-2",
            "eu-west-1",
            "ap-northeast-3",
            "ap-northeast-2",
            "ap-northeast-1",
            "ca-central-1",
            "sa-east-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "eu-central-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    /** How zones' ids abbreviate the words of regions' names. */
    private static final Map<String, String> SHORT = Map.of(
            "north", "n", "south", "s", "east", "e", "west", "w", "northeast", "ne", "southeast", "se", "central", "c");

    void declare(Operations all) {
        all.operation("DescribeRegions", FormRequest::builder, this::regions)
                .operation("DescribeAvailabilityZones", FormRequest::builder, this::zones)
                .operation("DescribeAccountAttributes", FormRequest::builder, this::account);
    }

    private XmlTree regions(Call call, FormRequest request) {
        List<String> names = request.texts("RegionName");
        names.stream().filter(name -> !REGIONS.contains(name)).findFirst().ifPresent(name -> {
            throw ServiceError.client("InvalidParameterValue", "Invalid region provided: " + name);
        });
        return new Listing("regionInfo")
                .way("endpoint", "regionEndpoint")
                .answer(
                        request,
                        REGIONS.stream()
                                .filter(name -> names.isEmpty() || names.contains(name))
                                .map(name -> XmlTree.of()
                                        .text("regionName", name)
                                        .text("regionEndpoint", "ec2." + name + ".amazonaws.com")
                                        .text("optInStatus", "opt-in-not-required"))
                                .toList());
    }

    private XmlTree zones(Call call, FormRequest request) {
        List<String> names = request.texts("ZoneName");
        List<String> ids = request.texts("ZoneId");
        List<String> all = Network.zones(call.region());
        names.stream().filter(name -> !all.contains(name)).findFirst().ifPresent(name -> {
            throw ServiceError.client("InvalidParameterValue", "Invalid availability zone: [" + name + "]");
        });
        return new Listing("availabilityZoneInfo")
                .way("state", "zoneState")
                .answer(
                        request,
                        all.stream()
                                .filter(name -> names.isEmpty() || names.contains(name))
                                .filter(name -> ids.isEmpty() || ids.contains(zoneId(name)))
                                .map(name -> described(call.region(), name))
                                .toList());
    }

    private static XmlTree described(String region, String zone) {
        return XmlTree.of()
                .text("zoneName", zone)
                .text("zoneId", zoneId(zone))
                .text("zoneState", "available")
                .text("zoneType", "availability-zone")
                .text("regionName", region)
                .text("groupName", region + "-zg-1")
                .text("networkBorderGroup", region)
                .text("optInStatus", "opt-in-not-required")
                .list("messageSet", Stream.empty());
    }

    /** A zone's id, like {@code use1-az1}. */
    static String zoneId(String zone) {
        StringBuilder id = new StringBuilder();
        for (String word : zone.substring(0, zone.length() - 1).split("-", -1)) {
            id.append(SHORT.getOrDefault(word, word));
        }
        return id + "-az" + (zone.charAt(zone.length() - 1) - 'a' + 1);
    }

    private XmlTree account(Call call, FormRequest request) {
        Map<String, String> values = Map.of(
                "supported-platforms", "VPC",
                "default-vpc", Network.DEFAULT_VPC,
                "max-instances", "20",
                "vpc-max-security-groups-per-interface", "5",
                "max-elastic-ips", "5",
                "vpc-max-elastic-ips", "5");
        List<String> asked = request.texts("AttributeName");
        return XmlTree.of()
                .list(
                        "accountAttributeSet",
                        values.entrySet().stream()
                                .filter(one -> asked.isEmpty() || asked.contains(one.getKey()))
                                .sorted(Map.Entry.comparingByKey())
                                .map(one -> XmlTree.of()
                                        .text("attributeName", one.getKey())
                                        .list(
                                                "attributeValueSet",
                                                Stream.of(XmlTree.of().text("attributeValue", one.getValue())))));
    }
}
