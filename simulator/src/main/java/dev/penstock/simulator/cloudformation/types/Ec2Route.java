package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code AWS::EC2::Route}: Ref is table and destination. A gateway has to be attached to the table's VPC. */
final class Ec2Route implements Model {

    static final String TYPE = "AWS::EC2::Route";
    private static final String TABLE = "RouteTableId";
    private static final String[] DESTINATIONS = {
        "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"
    };
    private static final String[] TARGETS = {
        "GatewayId",
        "NatGatewayId",
        "InstanceId",
        "NetworkInterfaceId",
        "TransitGatewayId",
        "VpcEndpointId",
        "VpcPeeringConnectionId",
        "EgressOnlyInternetGatewayId",
        "CarrierGatewayId",
        "LocalGatewayId",
        "CoreNetworkArn",
        "OdbNetworkArn"
    };

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        String destination = destination(asked)
                .orElseThrow(() -> ServiceError.client(
                        "MissingParameter", "The request must contain the parameter destinationCidrBlock"));
        checkTarget(here, asked);
        if (here.resources()
                .get(here.context().caller(), TYPE, physicalId(here, asked))
                .isPresent()) {
            throw ServiceError.client(
                    "RouteAlreadyExists", "The route identified by " + destination + " already exists.");
        }
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        checkTarget(here, asked);
    }

    private static void checkTarget(Surroundings here, Properties asked) {
        if (asked.only(TARGETS).members().size() != 1) {
            throw ServiceError.client(
                    "InvalidParameterCombination",
                    "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId,"
                            + " vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId,"
                            + " carrierGatewayId or vpcEndpointId");
        }
        Optional<String> vpc = here.resources()
                .get(here.context().caller(), "AWS::EC2::RouteTable", asked.require(TABLE))
                .flatMap(row -> row.read().text("VpcId"));
        Optional<String> gateway = asked.text("GatewayId").filter(id -> id.startsWith("igw-"));
        boolean known = gateway.isPresent()
                && here.resources()
                        .get(here.context().caller(), "AWS::EC2::InternetGateway", gateway.get())
                        .isPresent();
        boolean attached = here.resources().all(here.context().caller(), Ec2GatewayAttachment.TYPE).stream()
                .map(ModelledResources.Row::read)
                .anyMatch(attachment -> attachment.text("InternetGatewayId").equals(gateway)
                        && attachment.text("VpcId").equals(vpc));
        if (known && vpc.isPresent() && !attached) {
            throw ServiceError.client(
                    "InvalidParameterValue",
                    "route table " + asked.require(TABLE) + " and network gateway " + gateway.get()
                            + " belong to different networks");
        }
    }

    private static Optional<String> destination(Properties asked) {
        return Stream.of(DESTINATIONS)
                .flatMap(name -> asked.text(name).stream())
                .findFirst();
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return asked.require(TABLE) + "|" + destination(asked).orElse("");
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes("CidrBlock", destination(asked).orElse(""));
    }
}
