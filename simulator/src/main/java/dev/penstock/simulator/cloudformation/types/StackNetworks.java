package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.ec2.Network;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.ec2.SecurityGroup;
import dev.penstock.simulator.ec2.SecurityGroup.Kind;
import dev.penstock.simulator.ec2.SecurityGroup.Rule;
import dev.penstock.simulator.ec2.Subnet;
import dev.penstock.simulator.ec2.Vpc;
import dev.penstock.simulator.service.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** VPCs, subnets and security groups of stacks, as EC2 describes them. */
final class StackNetworks implements Network.OfStacks {

    private final ModelledResources resources;

    StackNetworks(ModelledResources resources) {
        this.resources = resources;
    }

    private List<ModelledResources.Row> all(Place place, String type) {
        Caller root = new Caller(
                place.account(), place.region(), "arn:aws:iam::" + place.account() + ":root", place.account());
        return resources.all(root, type);
    }

    @Override
    public List<Vpc> vpcs(Place place) {
        return all(place, Ec2Vpc.TYPE).stream()
                .map(row -> new Vpc(place, row.physicalId(), row.read().text("CidrBlock", "10.0.0.0/16"), false))
                .toList();
    }

    @Override
    public List<Subnet> subnets(Place place) {
        return all(place, Ec2Subnet.TYPE).stream()
                .map(row -> new Subnet(
                        place,
                        row.physicalId(),
                        row.read().text("VpcId", ""),
                        row.read().text("CidrBlock", "10.0.0.0/24"),
                        row.attribute()
                                .text("AvailabilityZone")
                                .or(() -> row.read().text("AvailabilityZone"))
                                .orElse(place.region() + "a"),
                        false,
                        row.read().text("MapPublicIpOnLaunch", "false").equals("true")))
                .toList();
    }

    @Override
    public List<SecurityGroup> groups(Place place) {
        List<SecurityGroup> found = new ArrayList<>();
        for (ModelledResources.Row row : all(place, Ec2Vpc.TYPE)) {
            row.attribute()
                    .text("DefaultSecurityGroup")
                    .ifPresent(id -> found.add(new SecurityGroup(
                            place,
                            id,
                            "default",
                            "default VPC security group",
                            row.physicalId(),
                            List.of(everywhere(id)))));
        }
        for (ModelledResources.Row row : all(place, Ec2SecurityGroup.TYPE)) {
            String id = row.attribute().text("GroupId", row.physicalId());
            found.add(new SecurityGroup(
                    place,
                    id,
                    row.read().text("GroupName").orElseGet(() -> name(row)),
                    row.read().text("GroupDescription", ""),
                    row.attribute().text("VpcId", ""),
                    rules(place, row, id)));
        }
        return found;
    }

    private static String name(ModelledResources.Row row) {
        String[] owner = row.owner().split("/", -1);
        return (owner.length > 1 ? owner[1] + "-" : "") + row.logicalId();
    }

    private static Rule everywhere(String group) {
        return new Rule(ruleId(group, 0), true, "-1", -1, -1, Kind.IPV4, "0.0.0.0/0", "");
    }

    private static String ruleId(String group, int number) {
        return "sgr-" + group.substring(group.indexOf('-') + 1) + (number == 0 ? "" : "-" + number);
    }

    private List<Rule> rules(Place place, ModelledResources.Row row, String id) {
        List<Rule> rules = new ArrayList<>();
        Stream.concat(
                        row.read().parts("SecurityGroupIngress").stream(),
                        all(place, "AWS::EC2::SecurityGroupIngress").stream()
                                .map(ModelledResources.Row::read)
                                .filter(rule -> rule.text("GroupId", "").equals(id)))
                .forEach(rule -> rules.add(rule(rule, ruleId(id, rules.size() + 1), false)));
        int ingress = rules.size();
        Stream.concat(
                        row.read().parts("SecurityGroupEgress").stream(),
                        all(place, "AWS::EC2::SecurityGroupEgress").stream()
                                .map(ModelledResources.Row::read)
                                .filter(rule -> rule.text("GroupId", "").equals(id)))
                .forEach(rule -> rules.add(rule(rule, ruleId(id, rules.size() + 1), true)));
        if (rules.size() == ingress) {
            rules.add(everywhere(id));
        }
        return rules;
    }

    private static Rule rule(Properties rule, String id, boolean egress) {
        Optional<String> group = rule.text("SourceSecurityGroupId")
                .or(() -> rule.text("DestinationSecurityGroupId"))
                .or(() -> rule.text("SourceSecurityGroupName"));
        Optional<String> list = rule.text("SourcePrefixListId").or(() -> rule.text("DestinationPrefixListId"));
        Kind kind = group.isPresent()
                ? Kind.GROUP
                : list.isPresent() ? Kind.PREFIX_LIST : rule.has("CidrIpv6") ? Kind.IPV6 : Kind.IPV4;
        String protocol = rule.text("IpProtocol", "-1");
        boolean all = protocol.equals("-1");
        return new Rule(
                id,
                egress,
                protocol,
                all ? -1 : port(rule, "FromPort"),
                all ? -1 : port(rule, "ToPort"),
                kind,
                group.or(() -> list)
                        .or(() -> rule.text("CidrIpv6"))
                        .or(() -> rule.text("CidrIp"))
                        .orElse("0.0.0.0/0"),
                rule.text("Description", ""));
    }

    private static int port(Properties rule, String name) {
        return rule.number(name).map(Number::intValue).orElse(-1);
    }

    @Override
    public Map<String, String> tags(Place place, String id) {
        Map<String, String> tags = new HashMap<>();
        Stream.of(Ec2Vpc.TYPE, Ec2Subnet.TYPE, Ec2SecurityGroup.TYPE)
                .flatMap(type -> all(place, type).stream())
                .filter(row -> row.physicalId().equals(id)
                        || row.attribute().text("GroupId", "").equals(id))
                .forEach(row -> tags.putAll(row.tags()));
        return tags;
    }
}
