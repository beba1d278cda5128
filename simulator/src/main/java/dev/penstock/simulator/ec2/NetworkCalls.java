package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.XmlTree;
import java.util.List;
import java.util.stream.Stream;

/** What can be asked about VPCs and subnets. They are made by stacks, or there from the beginning. Source: EC2 API Reference. */
final class NetworkCalls {

    private static final int RESERVED = 5;

    private final Network network;
    private final Machines machines;

    NetworkCalls(Network network, Machines machines) {
        this.network = network;
        this.machines = machines;
    }

    void declare(Operations all) {
        all.operation("DescribeVpcs", FormRequest::builder, this::vpcs)
                .operation("DescribeVpcAttribute", FormRequest::builder, this::attribute)
                .operation("DescribeSubnets", FormRequest::builder, this::subnets)
                .operation("DescribeInternetGateways", FormRequest::builder, this::gateways)
                .operation("DescribeRouteTables", FormRequest::builder, this::routes)
                .operation("DescribeVpnGateways", FormRequest::builder, (call, q) -> none("vpnGatewaySet"))
                .operation("DescribeNatGateways", FormRequest::builder, (call, q) -> none("natGatewaySet"));
    }

    private static XmlTree none(String set) {
        return XmlTree.of().list(set, Stream.empty());
    }

    private XmlTree vpcs(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<String> ids = request.texts("VpcId");
        ids.forEach(id -> requireVpc(place, id));
        return new Listing("vpcSet")
                .way("cidr", "cidrBlock")
                .way("isDefault", "isDefault")
                .way("cidr-block-association.cidr-block", "cidrBlockAssociationSet", "cidrBlock")
                .answer(
                        request,
                        network.vpcs(place).stream()
                                .filter(vpc -> ids.isEmpty() || ids.contains(vpc.id()))
                                .map(this::described)
                                .toList());
    }

    private Vpc requireVpc(Place place, String id) {
        return network.vpc(place, id).orElseThrow(() -> Ec2Errors.notFound("VpcID", "vpc ID", id));
    }

    private XmlTree described(Vpc vpc) {
        return Listing.tagged(
                XmlTree.of()
                        .text("vpcId", vpc.id())
                        .text("ownerId", vpc.place().account())
                        .text("state", "available")
                        .text("cidrBlock", vpc.cidr())
                        .list(
                                "cidrBlockAssociationSet",
                                Stream.of(XmlTree.of()
                                        .text(
                                                "associationId",
                                                "vpc-cidr-assoc-" + vpc.id().substring(4))
                                        .text("cidrBlock", vpc.cidr())
                                        .part("cidrBlockState", XmlTree.of().text("state", "associated"))))
                        .text("dhcpOptionsId", "dopt-0de1a017a00000000")
                        .text("instanceTenancy", "default")
                        .flag("isDefault", vpc.main()),
                network.tags(vpc.place(), vpc.id()));
    }

    private XmlTree attribute(Call call, FormRequest request) {
        Vpc vpc = requireVpc(Place.of(call.caller()), request.require("VpcId"));
        String name = request.require("Attribute");
        if (!List.of("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics")
                .contains(name)) {
            throw Ec2Errors.invalid("attribute", name);
        }
        return XmlTree.of()
                .text("vpcId", vpc.id())
                .part(name, XmlTree.of().flag("value", !name.equals("enableNetworkAddressUsageMetrics")));
    }

    private XmlTree subnets(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<String> ids = request.texts("SubnetId");
        ids.forEach(id -> {
            if (network.subnet(place, id).isEmpty()) {
                throw Ec2Errors.notFound("SubnetID", "subnet ID", id);
            }
        });
        return new Listing("subnetSet")
                .way("cidr", "cidrBlock")
                .way("cidrBlock", "cidrBlock")
                .way("availabilityZone", "availabilityZone")
                .way("defaultForAz", "defaultForAz")
                .answer(
                        request,
                        network.subnets(place).stream()
                                .filter(subnet -> ids.isEmpty() || ids.contains(subnet.id()))
                                .map(this::described)
                                .toList());
    }

    private XmlTree described(Subnet subnet) {
        long used = machines.all(subnet.place()).stream()
                .filter(machine ->
                        !machine.isEnding() && machine.launch().subnetId().equals(subnet.id()))
                .count();
        int prefix = Integer.parseInt(subnet.cidr().substring(subnet.cidr().indexOf('/') + 1));
        return Listing.tagged(
                XmlTree.of()
                        .text("subnetId", subnet.id())
                        .text("subnetArn", TagCalls.arn(subnet.place(), subnet.id()))
                        .text("state", "available")
                        .text("ownerId", subnet.place().account())
                        .text("vpcId", subnet.vpcId())
                        .text("cidrBlock", subnet.cidr())
                        .list("ipv6CidrBlockAssociationSet", Stream.empty())
                        .number("availableIpAddressCount", (1L << (32 - prefix)) - RESERVED - used)
                        .text("availabilityZone", subnet.zone())
                        .text("availabilityZoneId", PlaceCalls.zoneId(subnet.zone()))
                        .flag("defaultForAz", subnet.main())
                        .flag("mapPublicIpOnLaunch", subnet.publicAddresses())
                        .flag("assignIpv6AddressOnCreation", false),
                network.tags(subnet.place(), subnet.id()));
    }

    private XmlTree gateways(Call call, FormRequest request) {
        List<String> ids = request.texts("InternetGatewayId");
        Stream<XmlTree> found = Stream.of(Listing.tagged(
                        XmlTree.of()
                                .text("internetGatewayId", Network.DEFAULT_GATEWAY)
                                .text("ownerId", call.account())
                                .list(
                                        "attachmentSet",
                                        Stream.of(XmlTree.of()
                                                .text("vpcId", Network.DEFAULT_VPC)
                                                .text("state", "available"))),
                        network.tags(Place.of(call.caller()), Network.DEFAULT_GATEWAY)))
                .filter(tree -> ids.isEmpty() || ids.contains(Network.DEFAULT_GATEWAY));
        return new Listing("internetGatewaySet")
                .way("attachment.vpc-id", "attachmentSet", "vpcId")
                .way("attachment.state", "attachmentSet", "state")
                .answer(request, found.toList());
    }

    /** The main route table of the default VPC, from which the world is reached. */
    private XmlTree routes(Call call, FormRequest request) {
        XmlTree main = XmlTree.of()
                .text("routeTableId", Network.DEFAULT_ROUTES)
                .text("vpcId", Network.DEFAULT_VPC)
                .text("ownerId", call.account())
                .list(
                        "routeSet",
                        Stream.of(
                                route("172.31.0.0/16", "local", "CreateRouteTable"),
                                route("0.0.0.0/0", Network.DEFAULT_GATEWAY, "CreateRoute")))
                .list(
                        "associationSet",
                        Stream.of(XmlTree.of()
                                .text("routeTableAssociationId", "rtbassoc-0de1a017a00000000")
                                .text("routeTableId", Network.DEFAULT_ROUTES)
                                .flag("main", true)
                                .part("associationState", XmlTree.of().text("state", "associated"))));
        return new Listing("routeTableSet")
                .way("association.main", "associationSet", "main")
                .way("association.subnet-id", "associationSet", "subnetId")
                .way("route.gateway-id", "routeSet", "gatewayId")
                .answer(
                        request,
                        List.of(Listing.tagged(main, network.tags(Place.of(call.caller()), Network.DEFAULT_ROUTES))));
    }

    private static XmlTree route(String to, String gateway, String origin) {
        return XmlTree.of()
                .text("destinationCidrBlock", to)
                .text("gatewayId", gateway)
                .text("state", "active")
                .text("origin", origin);
    }
}
