package dev.penstock.simulator.ec2;

import dev.penstock.simulator.ec2.SecurityGroup.Kind;
import dev.penstock.simulator.ec2.SecurityGroup.Rule;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be asked about security groups. Source: EC2 API Reference. */
final class SecurityGroupCalls {

    private final Network network;
    private final Machines machines;
    private final Tags tags;

    SecurityGroupCalls(Network network, Machines machines, Tags tags) {
        this.network = network;
        this.machines = machines;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("CreateSecurityGroup", FormRequest::builder, this::create)
                .operation("DeleteSecurityGroup", FormRequest::builder, this::delete)
                .operation("DescribeSecurityGroups", FormRequest::builder, this::describe)
                .operation("DescribeSecurityGroupRules", FormRequest::builder, this::rules)
                .operation(
                        "AuthorizeSecurityGroupIngress", FormRequest::builder, (call, q) -> authorize(call, q, false))
                .operation("AuthorizeSecurityGroupEgress", FormRequest::builder, (call, q) -> authorize(call, q, true))
                .operation("RevokeSecurityGroupIngress", FormRequest::builder, (call, q) -> revoke(call, q, false))
                .operation("RevokeSecurityGroupEgress", FormRequest::builder, (call, q) -> revoke(call, q, true));
    }

    private XmlTree create(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        String name = request.require("GroupName");
        String description = request.require("GroupDescription");
        String vpc = request.text("VpcId").orElse(Network.DEFAULT_VPC);
        if (name.startsWith("sg-")) {
            throw ServiceError.client(
                    "InvalidParameterValue",
                    "Invalid value '" + name + "' for groupName. It must not start with 'sg-'.");
        }
        if (network.vpc(place, vpc).isEmpty()) {
            throw Ec2Errors.notFound("VpcID", "vpc ID", vpc);
        }
        if (network.groups(place).stream()
                .anyMatch(group -> group.name().equals(name) && group.vpcId().equals(vpc))) {
            throw ServiceError.client(
                    "InvalidGroup.Duplicate", "The security group '" + name + "' already exists for VPC '" + vpc + "'");
        }
        SecurityGroup made = network.createGroup(place, name, description, vpc);
        tags.add(TagCalls.arn(place, made.id()), TagCalls.given(request, "security-group"));
        call.effect(TagCalls.arn(place, made.id()));
        return Listing.tagged(
                XmlTree.of()
                        .flag("return", true)
                        .text("groupId", made.id())
                        .text("securityGroupArn", TagCalls.arn(place, made.id())),
                tags.of(TagCalls.arn(place, made.id())));
    }

    private SecurityGroup asked(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        if (request.text("GroupId").isPresent()) {
            String id = request.require("GroupId");
            return network.group(place, id).orElseThrow(() -> Ec2Errors.notFound("Group", "security group", id));
        }
        String name = request.require("GroupName");
        return network.groups(place).stream()
                .filter(group -> group.name().equals(name) && group.vpcId().equals(Network.DEFAULT_VPC))
                .findFirst()
                .orElseThrow(() -> Ec2Errors.notFound("Group", "security group", name));
    }

    private SecurityGroup changeable(Call call, FormRequest request) {
        SecurityGroup group = asked(call, request);
        if (!network.isOwn(group)) {
            throw ServiceError.notSimulated(
                    "a change of " + group.id() + ", which a stack has made", "changes of it by its stack");
        }
        return group;
    }

    private XmlTree delete(Call call, FormRequest request) {
        SecurityGroup group = changeable(call, request);
        if (group.name().equals("default")) {
            throw ServiceError.client(
                    "CannotDelete",
                    "the specified group: \"" + group.id() + "\" name: \"default\" cannot be deleted by a user");
        }
        boolean used = machines.all(group.place()).stream()
                        .anyMatch(machine ->
                                !machine.isEnding() && machine.launch().groups().contains(group.id()))
                || network.groups(group.place()).stream()
                        .filter(other -> !other.id().equals(group.id()))
                        .flatMap(other -> other.rules().stream())
                        .anyMatch(rule -> rule.peer().equals(group.id()));
        if (used) {
            throw ServiceError.client("DependencyViolation", "resource " + group.id() + " has a dependent object");
        }
        network.deleteGroup(group.place(), group.id());
        tags.forget(TagCalls.arn(group.place(), group.id()));
        call.effect(TagCalls.arn(group.place(), group.id()));
        return XmlTree.of().flag("return", true).text("groupId", group.id());
    }

    private XmlTree authorize(Call call, FormRequest request, boolean egress) {
        SecurityGroup group = changeable(call, request);
        List<Rule> asked = asked(request, group, egress);
        List<Rule> all = new ArrayList<>(group.rules());
        for (Rule rule : asked) {
            if (all.stream().anyMatch(rule::isLike)) {
                throw ServiceError.client(
                        "InvalidPermission.Duplicate",
                        "the specified rule \"peer: " + rule.peer() + ", " + spoken(rule) + ", ALLOW\" already exists");
            }
            all.add(rule);
        }
        network.put(group.with(all));
        call.effect(TagCalls.arn(group.place(), group.id()));
        return XmlTree.of()
                .flag("return", true)
                .list("securityGroupRuleSet", asked.stream().map(rule -> described(group, rule)));
    }

    private static String spoken(Rule rule) {
        return rule.protocol().equals("-1")
                ? "ALL"
                : rule.protocol().toUpperCase(java.util.Locale.ROOT) + ", from port: " + rule.from() + ", to port: "
                        + rule.to();
    }

    private XmlTree revoke(Call call, FormRequest request, boolean egress) {
        SecurityGroup group = changeable(call, request);
        List<String> ids = request.texts("SecurityGroupRuleId");
        List<Rule> asked = ids.isEmpty() ? asked(request, group, egress) : List.of();
        List<Rule> left = group.rules().stream()
                .filter(rule -> !ids.contains(rule.id()) && asked.stream().noneMatch(rule::isLike))
                .toList();
        if (left.size() == group.rules().size()) {
            throw ServiceError.client(
                    "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        }
        network.put(group.with(left));
        call.effect(TagCalls.arn(group.place(), group.id()));
        return XmlTree.of().flag("return", true);
    }

    /** The rules that a request spells out, one for each peer. */
    private List<Rule> asked(FormRequest request, SecurityGroup group, boolean egress) {
        List<FormRequest> permissions = new ArrayList<>(request.parts("IpPermissions"));
        List<Rule> rules = new ArrayList<>();
        if (request.text("IpProtocol").isPresent() || request.text("CidrIp").isPresent()) {
            Map<String, String> form = new LinkedHashMap<>();
            for (String name : List.of("IpProtocol", "FromPort", "ToPort")) {
                request.text(name).ifPresent(value -> form.put(name, value));
            }
            request.text("CidrIp").ifPresent(cidr -> form.put("IpRanges.1.CidrIp", cidr));
            request.text("SourceSecurityGroupName").ifPresent(name -> form.put("Groups.1.GroupName", name));
            permissions.add(FormRequest.of(form));
        }
        if (permissions.isEmpty()) {
            throw Ec2Errors.missing("ipPermissions");
        }
        for (FormRequest permission : permissions) {
            permission
                    .parts("IpRanges")
                    .forEach(range -> rules.add(rule(permission, egress, Kind.IPV4, cidr(range), range)));
            permission
                    .parts("Ipv6Ranges")
                    .forEach(range -> rules.add(rule(permission, egress, Kind.IPV6, range.require("CidrIpv6"), range)));
            permission
                    .parts("PrefixListIds")
                    .forEach(list ->
                            rules.add(rule(permission, egress, Kind.PREFIX_LIST, list.require("PrefixListId"), list)));
            permission
                    .parts("Groups")
                    .forEach(peer -> rules.add(rule(permission, egress, Kind.GROUP, peer(group, peer), peer)));
        }
        return rules;
    }

    private static String cidr(FormRequest range) {
        String cidr = range.require("CidrIp");
        if (!cidr.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])")) {
            throw ServiceError.client("InvalidParameterValue", "CIDR block " + cidr + " is malformed");
        }
        return cidr;
    }

    private String peer(SecurityGroup group, FormRequest peer) {
        String id = peer.text("GroupId")
                .orElseGet(() -> network.groups(group.place()).stream()
                        .filter(other -> other.name().equals(peer.require("GroupName")))
                        .map(SecurityGroup::id)
                        .findFirst()
                        .orElseThrow(() -> Ec2Errors.notFound("Group", "security group", peer.require("GroupName"))));
        boolean foreign = peer.text("UserId")
                .filter(user -> !user.equals(group.place().account()))
                .isPresent();
        if (!foreign && network.group(group.place(), id).isEmpty()) {
            throw Ec2Errors.notFound("Group", "security group", id);
        }
        return id;
    }

    private Rule rule(FormRequest permission, boolean egress, Kind kind, String peer, FormRequest range) {
        String protocol = switch (permission.require("IpProtocol")) {
            case "6" -> "tcp";
            case "17" -> "udp";
            case "1" -> "icmp";
            case "all" -> "-1";
            case String other -> other;
        };
        int from = protocol.equals("-1")
                ? -1
                : permission.number("FromPort").map(Long::intValue).orElse(-1);
        int to = protocol.equals("-1")
                ? -1
                : permission.number("ToPort").map(Long::intValue).orElse(-1);
        if ((protocol.equals("tcp") || protocol.equals("udp")) && (from < 0 || to > 65535 || from > to)) {
            throw ServiceError.client(
                    "InvalidParameterValue",
                    "Invalid value '" + from + "-" + to
                            + "' for portRange. Must specify both from and to ports with TCP/UDP.");
        }
        return new Rule(
                network.ruleId(),
                egress,
                protocol,
                from,
                to,
                kind,
                peer,
                range.text("Description").orElse(""));
    }

    private XmlTree describe(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<String> ids = request.texts("GroupId");
        List<String> names = request.texts("GroupName");
        ids.stream()
                .filter(id -> network.group(place, id).isEmpty())
                .findFirst()
                .ifPresent(id -> {
                    throw Ec2Errors.notFound("Group", "security group", id);
                });
        List<SecurityGroup> all = network.groups(place);
        names.stream()
                .filter(name -> all.stream().noneMatch(group -> group.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw Ec2Errors.notFound("Group", "security group", name);
                });
        List<XmlTree> found = all.stream()
                .filter(group -> (ids.isEmpty() || ids.contains(group.id()))
                        && (names.isEmpty() || names.contains(group.name())))
                .map(this::described)
                .toList();
        return new Listing("securityGroupInfo")
                .way("description", "groupDescription")
                .way("ip-permission.cidr", "ipPermissions", "ipRanges", "cidrIp")
                .way("ip-permission.group-id", "ipPermissions", "groups", "groupId")
                .way("ip-permission.from-port", "ipPermissions", "fromPort")
                .way("ip-permission.to-port", "ipPermissions", "toPort")
                .way("ip-permission.protocol", "ipPermissions", "ipProtocol")
                .way("egress.ip-permission.cidr", "ipPermissionsEgress", "ipRanges", "cidrIp")
                .answer(request, found);
    }

    private XmlTree described(SecurityGroup group) {
        String arn = TagCalls.arn(group.place(), group.id());
        return Listing.tagged(
                XmlTree.of()
                        .text("ownerId", group.place().account())
                        .text("groupId", group.id())
                        .text("groupName", group.name())
                        .text("groupDescription", group.description())
                        .text("vpcId", group.vpcId())
                        .text("securityGroupArn", arn)
                        .list("ipPermissions", permissions(group, false))
                        .list("ipPermissionsEgress", permissions(group, true)),
                network.tags(group.place(), group.id()));
    }

    private static Stream<XmlTree> permissions(SecurityGroup group, boolean egress) {
        Map<String, List<Rule>> together = new LinkedHashMap<>();
        group.rules().stream()
                .filter(rule -> rule.egress() == egress)
                .forEach(rule -> together.computeIfAbsent(
                                rule.protocol() + " " + rule.from() + " " + rule.to(), key -> new ArrayList<>())
                        .add(rule));
        return together.values().stream().map(rules -> permission(group, rules));
    }

    private static XmlTree permission(SecurityGroup group, List<Rule> rules) {
        Rule first = rules.getFirst();
        XmlTree tree = XmlTree.of().text("ipProtocol", first.protocol());
        if (!first.protocol().equals("-1")) {
            tree.number("fromPort", first.from()).number("toPort", first.to());
        }
        return tree.list(
                        "groups",
                        peers(rules, Kind.GROUP, "groupId")
                                .map(peer -> peer.text("userId", group.place().account())))
                .list("ipRanges", peers(rules, Kind.IPV4, "cidrIp"))
                .list("ipv6Ranges", peers(rules, Kind.IPV6, "cidrIpv6"))
                .list("prefixListIds", peers(rules, Kind.PREFIX_LIST, "prefixListId"));
    }

    private static Stream<XmlTree> peers(List<Rule> rules, Kind kind, String name) {
        return rules.stream().filter(rule -> rule.kind() == kind).map(rule -> {
            XmlTree peer = XmlTree.of().text(name, rule.peer());
            return rule.description().isEmpty() ? peer : peer.text("description", rule.description());
        });
    }

    private XmlTree rules(Call call, FormRequest request) {
        List<String> ids = request.texts("SecurityGroupRuleId");
        List<XmlTree> found = network.groups(Place.of(call.caller())).stream()
                .flatMap(group -> group.rules().stream()
                        .filter(rule -> ids.isEmpty() || ids.contains(rule.id()))
                        .map(rule -> described(group, rule)))
                .toList();
        return new Listing("securityGroupRuleSet").answer(request, found);
    }

    private static XmlTree described(SecurityGroup group, Rule rule) {
        XmlTree tree = XmlTree.of()
                .text("securityGroupRuleId", rule.id())
                .text("groupId", group.id())
                .text("groupOwnerId", group.place().account())
                .flag("isEgress", rule.egress())
                .text("ipProtocol", rule.protocol())
                .number("fromPort", rule.from())
                .number("toPort", rule.to());
        if (!rule.description().isEmpty()) {
            tree.text("description", rule.description());
        }
        return switch (rule.kind()) {
            case IPV4 -> tree.text("cidrIpv4", rule.peer());
            case IPV6 -> tree.text("cidrIpv6", rule.peer());
            case PREFIX_LIST -> tree.text("prefixListId", rule.peer());
            case GROUP ->
                tree.part(
                        "referencedGroupInfo",
                        XmlTree.of()
                                .text("groupId", rule.peer())
                                .text("userId", group.place().account()));
        };
    }
}
