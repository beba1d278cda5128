package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tags of what EC2 has. */
final class TagCalls {

    /** What kind of resource an id is of, by its prefix. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("i", "instance"),
            Map.entry("vpc", "vpc"),
            Map.entry("subnet", "subnet"),
            Map.entry("sg", "security-group"),
            Map.entry("sgr", "security-group-rule"),
            Map.entry("lt", "launch-template"),
            Map.entry("key", "key-pair"),
            Map.entry("igw", "internet-gateway"),
            Map.entry("rtb", "route-table"));

    private final Tags tags;
    private final Machines machines;
    private final Network network;
    private final LaunchTemplates templates;

    TagCalls(Tags tags, Machines machines, Network network, LaunchTemplates templates) {
        this.tags = tags;
        this.machines = machines;
        this.network = network;
        this.templates = templates;
    }

    void declare(Operations all) {
        all.operation("CreateTags", FormRequest::builder, this::create)
                .operation("DeleteTags", FormRequest::builder, this::delete)
                .operation("DescribeTags", FormRequest::builder, this::describe);
    }

    /** The ARN by which the tags of something are kept. */
    static String arn(Place place, String id) {
        return place.arn(kind(id), id);
    }

    private static String kind(String id) {
        String prefix = id.contains("-") ? id.substring(0, id.indexOf('-')) : id;
        String kind = KINDS.get(prefix);
        if (kind == null) {
            throw ServiceError.client("InvalidID", "The ID '" + id + "' is not valid");
        }
        return kind;
    }

    /** Tags that a call gives to what it makes. */
    static Map<String, String> given(FormRequest request, String kind) {
        Map<String, String> given = new HashMap<>();
        for (FormRequest specification : request.parts("TagSpecification")) {
            if (specification.text("ResourceType").filter(kind::equals).isPresent()) {
                specification
                        .parts("Tag")
                        .forEach(tag ->
                                given.put(tag.require("Key"), tag.text("Value").orElse("")));
            }
        }
        return given;
    }

    private XmlTree create(Call call, FormRequest request) {
        List<String> ids = request.texts("ResourceId");
        Map<String, String> given = new HashMap<>();
        request.parts("Tag")
                .forEach(tag -> given.put(tag.require("Key"), tag.text("Value").orElse("")));
        if (ids.isEmpty()) {
            throw Ec2Errors.missing("resourceIdSet");
        }
        if (given.isEmpty()) {
            throw Ec2Errors.missing("tagSet");
        }
        ids.forEach(id -> {
            require(call, id);
            tags.add(arn(Place.of(call.caller()), id), given);
            call.effect(arn(Place.of(call.caller()), id));
        });
        return XmlTree.of().flag("return", true);
    }

    private void require(Call call, String id) {
        Place place = Place.of(call.caller());
        switch (kind(id)) {
            case "instance" -> {
                if (machines.find(id).filter(one -> one.place().equals(place)).isEmpty()) {
                    throw Ec2Errors.notFound("InstanceID", "instance ID", id);
                }
            }
            case "security-group" -> {
                if (network.group(place, id).isEmpty()) {
                    throw Ec2Errors.notFound("Group", "security group", id);
                }
            }
            case "vpc" -> {
                if (network.vpc(place, id).isEmpty()) {
                    throw Ec2Errors.notFound("VpcID", "vpc ID", id);
                }
            }
            case "subnet" -> {
                if (network.subnet(place, id).isEmpty()) {
                    throw Ec2Errors.notFound("SubnetID", "subnet ID", id);
                }
            }
            case "launch-template" -> templates.require(place, id);
            default -> {}
        }
    }

    private XmlTree delete(Call call, FormRequest request) {
        for (String id : request.texts("ResourceId")) {
            String arn = arn(Place.of(call.caller()), id);
            Map<String, String> has = tags.of(arn);
            List<FormRequest> named = request.parts("Tag");
            List<String> gone = named.isEmpty()
                    ? List.copyOf(has.keySet())
                    : named.stream()
                            .filter(tag -> tag.text("Value")
                                    .map(value -> value.equals(has.get(tag.require("Key"))))
                                    .orElse(true))
                            .map(tag -> tag.require("Key"))
                            .toList();
            tags.remove(arn, gone);
            call.effect(arn);
        }
        return XmlTree.of().flag("return", true);
    }

    private XmlTree describe(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<XmlTree> all = new ArrayList<>();
        Stream.of(
                        machines.all(place).stream().map(Machine::id),
                        network.vpcs(place).stream().map(Vpc::id),
                        network.subnets(place).stream().map(Subnet::id),
                        network.groups(place).stream().map(SecurityGroup::id),
                        templates.all(place).stream().map(LaunchTemplates.Template::id))
                .flatMap(ids -> ids)
                .distinct()
                .forEach(id -> new TreeMap<>(tags.of(arn(place, id)))
                        .forEach((key, value) -> all.add(XmlTree.of()
                                .text("resourceId", id)
                                .text("resourceType", kind(id))
                                .text("key", key)
                                .text("value", value))));
        return new Listing("tagSet").way("key", "key").way("value", "value").answer(request, all);
    }
}
