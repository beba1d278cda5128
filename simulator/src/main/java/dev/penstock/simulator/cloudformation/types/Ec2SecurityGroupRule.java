package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code AWS::EC2::SecurityGroupIngress} and {@code AWS::EC2::SecurityGroupEgress}: Ref is the rule's id. */
final class Ec2SecurityGroupRule implements Model {

    private static final List<String> SAME = List.of(
            "GroupId",
            "GroupName",
            "IpProtocol",
            "FromPort",
            "ToPort",
            "CidrIp",
            "CidrIpv6",
            "SourceSecurityGroupId",
            "SourcePrefixListId",
            "DestinationSecurityGroupId",
            "DestinationPrefixListId");

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return NetworkModel.id(here, "sgr");
    }

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        Optional<ModelledResources.Row> group = asked.text("GroupId").flatMap(id -> Ec2SecurityGroup.byId(here, id));
        group.flatMap(row -> row.read().text("VpcId")).ifPresent(vpc -> {
            asked.text("SourceSecurityGroupId").ifPresent(peer -> Ec2SecurityGroup.requireVpc(here, peer, vpc));
            asked.text("DestinationSecurityGroupId").ifPresent(peer -> Ec2SecurityGroup.requireVpc(here, peer, vpc));
        });
        String type = here.schema().type();
        boolean again = here.resources().all(here.context().caller(), type).stream()
                .map(ModelledResources.Row::read)
                .anyMatch(
                        other -> SAME.stream().allMatch(name -> other.text(name).equals(asked.text(name))));
        if (again) {
            throw ServiceError.client("InvalidPermission.Duplicate", duplicate(asked));
        }
    }

    private static String duplicate(Properties rule) {
        String peer = rule.text("CidrIp")
                .or(() -> rule.text("CidrIpv6"))
                .or(() -> rule.text("SourceSecurityGroupId"))
                .or(() -> rule.text("DestinationSecurityGroupId"))
                .orElse("");
        String protocol = rule.text("IpProtocol", "-1");
        String ports = protocol.equals("-1")
                ? "ALL"
                : protocol.toUpperCase(Locale.ROOT) + ", from port: " + rule.text("FromPort", "-1") + ", to port: "
                        + rule.text("ToPort", "-1");
        return "the specified rule \"peer: " + peer + ", " + ports + ", ALLOW\" already exists";
    }
}
