package dev.penstock.simulator.ec2;

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
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be asked about instances. Source: EC2 API Reference. */
final class InstanceCalls {

    private static final String ID = "InstanceId";

    private final Machines machines;
    private final Launching launching;
    private final Tags tags;
    private final Network network;

    InstanceCalls(Machines machines, Launching launching, Tags tags, Network network) {
        this.machines = machines;
        this.launching = launching;
        this.tags = tags;
        this.network = network;
    }

    void declare(Operations all) {
        all.operation("RunInstances", FormRequest::builder, this::run)
                .operation("DescribeInstances", FormRequest::builder, this::describe)
                .operation("DescribeInstanceStatus", FormRequest::builder, this::status)
                .operation("DescribeInstanceAttribute", FormRequest::builder, this::attribute)
                .operation("ModifyInstanceAttribute", FormRequest::builder, this::modify)
                .operation("TerminateInstances", FormRequest::builder, this::terminate)
                .operation("StopInstances", FormRequest::builder, this::stop)
                .operation("StartInstances", FormRequest::builder, this::start)
                .operation("RebootInstances", FormRequest::builder, this::reboot);
    }

    private XmlTree run(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<Machine> made = launching.run(call, place, request).stream()
                .map(id -> machines.find(id).orElseThrow())
                .toList();
        made.forEach(machine -> call.effect(TagCalls.arn(place, machine.id())));
        return reservation(made);
    }

    private XmlTree describe(Call call, FormRequest request) {
        Map<String, List<Machine>> byReservation = new LinkedHashMap<>();
        Map<String, Machine> passing = new LinkedHashMap<>();
        for (Machine machine : asked(call, request)) {
            boolean passes =
                    !listing().filtered(request, List.of(described(machine))).isEmpty();
            if (passes) {
                passing.put(machine.id(), machine);
            }
        }
        passing.values()
                .forEach(machine -> byReservation
                        .computeIfAbsent(machine.launch().reservation(), id -> new ArrayList<>())
                        .add(machine));
        FormRequest pages = FormRequest.of(paging(request));
        return new Listing("reservationSet")
                .answer(
                        pages,
                        byReservation.values().stream().map(this::reservation).toList());
    }

    private static Map<String, String> paging(FormRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        request.text("MaxResults").ifPresent(value -> form.put("MaxResults", value));
        request.text("NextToken").ifPresent(value -> form.put("NextToken", value));
        return form;
    }

    private static Listing listing() {
        return new Listing("instancesSet")
                .way("instance-state-name", "instanceState", "name")
                .way("instance-state-code", "instanceState", "code")
                .way("availability-zone", "placement", "availabilityZone")
                .way("instance.group-id", "groupSet", "groupId")
                .way("instance.group-name", "groupSet", "groupName")
                .way("iam-instance-profile.arn", "iamInstanceProfile", "arn")
                .way("ip-address", "ipAddress")
                .way("owner-id", "networkInterfaceSet", "ownerId")
                .way("network-interface.subnet-id", "networkInterfaceSet", "subnetId");
    }

    /** Those that are named, each of which must be there, or all. */
    private List<Machine> asked(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<String> ids = request.texts(ID);
        return ids.isEmpty()
                ? machines.all(place)
                : ids.stream().map(id -> require(place, id)).toList();
    }

    private Machine require(Place place, String id) {
        if (!id.matches("i-[0-9a-f]{8}|i-[0-9a-f]{17}")) {
            throw Ec2Errors.malformed("InstanceID", id);
        }
        return machines.find(id)
                .filter(machine -> machine.place().equals(place))
                .orElseThrow(() -> ServiceError.client(
                        "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
    }

    private XmlTree reservation(List<Machine> together) {
        Machine first = together.getFirst();
        return XmlTree.of()
                .text("reservationId", first.launch().reservation())
                .text("ownerId", first.place().account())
                .list("groupSet", Stream.empty())
                .list("instancesSet", together.stream().map(this::described));
    }

    private XmlTree described(Machine machine) {
        Machine.Launch launch = machine.launch();
        boolean gone = machine.isEnding();
        String dns = launch.place().region().equals("us-east-1")
                ? ".ec2.internal"
                : "." + launch.place().region() + ".compute.internal";
        XmlTree tree = XmlTree.of()
                .text("instanceId", machine.id())
                .text("imageId", launch.imageId())
                .part("instanceState", state(machine.state()))
                .text("privateDnsName", gone ? "" : "ip-" + launch.address().replace('.', '-') + dns)
                .text("dnsName", "")
                .text("reason", machine.reason().isEmpty() ? "" : machine.reason() + " (" + machine.changed() + ")")
                .number("amiLaunchIndex", 0)
                .text("instanceType", launch.type())
                .time("launchTime", launch.at())
                .part(
                        "placement",
                        XmlTree.of()
                                .text("availabilityZone", launch.zone())
                                .text("groupName", "")
                                .text("tenancy", "default"))
                .part("monitoring", XmlTree.of().text("state", "disabled"))
                .text("architecture", launch.type().matches("[a-z]+[0-9]+g[a-z]*\\..*") ? "arm64" : "x86_64")
                .text("rootDeviceType", "ebs")
                .text("rootDeviceName", "/dev/xvda")
                .text("virtualizationType", "hvm")
                .text("hypervisor", "xen")
                .flag("ebsOptimized", false)
                .flag("enaSupport", true)
                .text("platformDetails", "Linux/UNIX")
                .text("usageOperation", "RunInstances");
        if (!launch.keyName().isEmpty()) {
            tree.text("keyName", launch.keyName());
        }
        if (!machine.reason().isEmpty()) {
            tree.part(
                    "stateReason",
                    XmlTree.of()
                            .text("code", "Client.UserInitiatedShutdown")
                            .text("message", "Client.UserInitiatedShutdown: User initiated shutdown"));
        }
        if (!launch.profileArn().isEmpty()) {
            tree.part("iamInstanceProfile", XmlTree.of().text("arn", launch.profileArn()));
        }
        if (!gone) {
            placed(tree, launch);
        }
        return Listing.tagged(tree, tags.of(TagCalls.arn(launch.place(), machine.id())));
    }

    /** What an instance has until it ends. */
    private void placed(XmlTree tree, Machine.Launch launch) {
        tree.text("subnetId", launch.subnetId())
                .text("vpcId", launch.vpcId())
                .text("privateIpAddress", launch.address())
                .flag("sourceDestCheck", true)
                .list("groupSet", groups(launch))
                .list(
                        "networkInterfaceSet",
                        Stream.of(XmlTree.of()
                                .text("networkInterfaceId", "eni-" + launch.id().substring(2))
                                .text("subnetId", launch.subnetId())
                                .text("vpcId", launch.vpcId())
                                .text("ownerId", launch.place().account())
                                .text("status", "in-use")
                                .text("privateIpAddress", launch.address())
                                .list("groupSet", groups(launch))));
        if (!launch.publicAddress().isEmpty()) {
            tree.text("ipAddress", launch.publicAddress());
        }
    }

    private Stream<XmlTree> groups(Machine.Launch launch) {
        return launch.groups().stream()
                .map(id -> XmlTree.of()
                        .text("groupId", id)
                        .text(
                                "groupName",
                                network.group(launch.place(), id)
                                        .map(SecurityGroup::name)
                                        .orElse("")));
    }

    private static XmlTree state(Machine.State state) {
        return XmlTree.of().number("code", state.code()).text("name", state.spoken());
    }

    private XmlTree status(Call call, FormRequest request) {
        List<XmlTree> found = asked(call, request).stream()
                .filter(machine -> request.isTrue("IncludeAllInstances") || machine.state() == Machine.State.RUNNING)
                .map(InstanceCalls::status)
                .toList();
        return new Listing("instanceStatusSet")
                .way("instance-state-name", "instanceState", "name")
                .way("instance-status.status", "instanceStatus", "status")
                .way("system-status.status", "systemStatus", "status")
                .answer(request, found);
    }

    private static XmlTree status(Machine machine) {
        String status = machine.state() == Machine.State.RUNNING ? "ok" : "not-applicable";
        String passed = machine.state() == Machine.State.RUNNING ? "passed" : "insufficient-data";
        XmlTree checks = XmlTree.of()
                .text("status", status)
                .list(
                        "details",
                        Stream.of(XmlTree.of().text("name", "reachability").text("status", passed)));
        return XmlTree.of()
                .text("instanceId", machine.id())
                .text("availabilityZone", machine.launch().zone())
                .part("instanceState", state(machine.state()))
                .part("systemStatus", checks)
                .part("instanceStatus", checks);
    }

    private XmlTree attribute(Call call, FormRequest request) {
        Machine machine = require(Place.of(call.caller()), request.require(ID));
        String name = request.require("Attribute");
        XmlTree tree = XmlTree.of().text("instanceId", machine.id());
        return switch (name) {
            case "disableApiTermination" ->
                tree.part(name, XmlTree.of().flag("value", machine.protectedFromTermination()));
            case "instanceType" ->
                tree.part(name, XmlTree.of().text("value", machine.launch().type()));
            case "sourceDestCheck" -> tree.part(name, XmlTree.of().flag("value", true));
            case "groupSet" -> tree.list(name, groups(machine.launch()));
            case "userData" -> tree.part(name, XmlTree.of());
            default ->
                throw ServiceError.notSimulated(
                        "the attribute " + name,
                        "disableApiTermination, groupSet, instanceType, sourceDestCheck, userData");
        };
    }

    private XmlTree modify(Call call, FormRequest request) {
        Machine machine = require(Place.of(call.caller()), request.require(ID));
        FormRequest kept = request.part("DisableApiTermination");
        if (kept.isEmpty()) {
            throw ServiceError.notSimulated("a change of that attribute", "DisableApiTermination");
        }
        machines.put(machine.kept(kept.isTrue("Value")));
        call.effect(TagCalls.arn(machine.place(), machine.id()));
        return XmlTree.of().flag("return", true);
    }

    private XmlTree terminate(Call call, FormRequest request) {
        List<Machine> named = named(call, request);
        named.stream().filter(Machine::protectedFromTermination).findFirst().ifPresent(machine -> {
            throw ServiceError.client(
                    "OperationNotPermitted",
                    "The instance '" + machine.id() + "' may not be terminated. Modify its 'disableApiTermination'"
                            + " instance attribute and try again.");
        });
        return changed(call, named, machine -> machines.terminate(machine.id(), "User initiated"));
    }

    private XmlTree stop(Call call, FormRequest request) {
        List<Machine> named = named(call, request);
        named.stream()
                .filter(machine -> machine.state() != Machine.State.RUNNING)
                .forEach(machine -> {
                    if (machine.state() != Machine.State.STOPPED && machine.state() != Machine.State.STOPPING) {
                        throw Ec2Errors.state(machine.id(), "stopped");
                    }
                });
        return changed(call, named, machine -> {
            if (machine.state() == Machine.State.RUNNING) {
                machines.stop(machine);
            }
        });
    }

    private XmlTree start(Call call, FormRequest request) {
        List<Machine> named = named(call, request);
        named.stream().filter(Machine::isEnding).findFirst().ifPresent(machine -> {
            throw Ec2Errors.state(machine.id(), "started");
        });
        return changed(call, named, machine -> {
            if (machine.state() == Machine.State.STOPPED) {
                machines.start(machine);
            }
        });
    }

    private XmlTree reboot(Call call, FormRequest request) {
        named(call, request).forEach(machine -> call.effect(TagCalls.arn(machine.place(), machine.id())));
        return XmlTree.of().flag("return", true);
    }

    private List<Machine> named(Call call, FormRequest request) {
        if (request.texts(ID).isEmpty()) {
            throw Ec2Errors.missing("InstanceId");
        }
        return asked(call, request);
    }

    private XmlTree changed(Call call, List<Machine> all, Consumer<Machine> change) {
        List<XmlTree> items = new ArrayList<>();
        for (Machine before : all) {
            change.accept(before);
            Machine after = machines.find(before.id()).orElse(before);
            items.add(XmlTree.of()
                    .text("instanceId", before.id())
                    .part("currentState", state(after.state()))
                    .part("previousState", state(before.state())));
            call.effect(TagCalls.arn(before.place(), before.id()));
        }
        return XmlTree.of().list("instancesSet", items.stream());
    }
}
