package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The types that no simulated service has and that are kept here: what a web application with a database needs around its
 * services. Ids and attributes are from the Template Reference, "Return values".
 */
final class Models {

    private Models() {}

    static Map<String, Model> all() {
        Map<String, Model> all = new TreeMap<>(network());
        all.putAll(data());
        all.putAll(others());
        all.putAll(formed());
        return all;
    }

    /** Those of which only the forms of their identifiers are known. */
    private static Map<String, Model> formed() {
        try (InputStream in = Objects.requireNonNull(Models.class.getResourceAsStream("modelled-types.txt"))) {
            Map<String, Model> all = new TreeMap<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> fields = List.of(line.split(" ; ", -1));
                    all.put(fields.getFirst(), FormedModel.of(fields.subList(1, fields.size())));
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Model> network() {
        Map<String, Model> all = new TreeMap<>();
        all.put(Ec2Vpc.TYPE, new Ec2Vpc());
        all.put(Ec2Subnet.TYPE, new Ec2Subnet());
        all.put(Ec2SecurityGroup.TYPE, new Ec2SecurityGroup());
        all.put("AWS::EC2::SecurityGroupIngress", new Ec2SecurityGroupRule());
        all.put("AWS::EC2::SecurityGroupEgress", new Ec2SecurityGroupRule());
        all.put(Ec2Route.TYPE, new Ec2Route());
        all.put(Ec2GatewayAttachment.TYPE, new Ec2GatewayAttachment());
        all.put(Ec2Address.TYPE, new Ec2Address());
        all.put("AWS::EC2::Instance", new Ec2Instance());
        all.put("AWS::EC2::RouteTable", NetworkModel.of("rtb"));
        all.put("AWS::EC2::SubnetRouteTableAssociation", NetworkModel.of("rtbassoc"));
        all.put("AWS::EC2::InternetGateway", Ec2Kinds.INTERNET);
        all.put("AWS::EC2::EgressOnlyInternetGateway", NetworkModel.of("eigw"));
        all.put("AWS::EC2::NatGateway", NetworkModel.of("nat", "EniId", "eni"));
        all.put("AWS::EC2::NetworkAcl", NetworkModel.of("acl"));
        all.put("AWS::EC2::NetworkAclEntry", NetworkModel.of("aclentry"));
        all.put("AWS::EC2::SubnetNetworkAclAssociation", NetworkModel.of("aclassoc"));
        all.put("AWS::EC2::VPCCidrBlock", NetworkModel.of("vpc-cidr-assoc"));
        all.put("AWS::EC2::DHCPOptions", NetworkModel.of("dopt"));
        all.put("AWS::EC2::VPCDHCPOptionsAssociation", new Model() {});
        all.put("AWS::EC2::VPCPeeringConnection", NetworkModel.of("pcx"));
        all.put("AWS::EC2::FlowLog", NetworkModel.of("fl"));
        all.put("AWS::EC2::Volume", NetworkModel.of("vol"));
        all.put("AWS::EC2::LaunchTemplate", Ec2Kinds.LAUNCH_TEMPLATE);
        all.put("AWS::EC2::VPCEndpoint", Ec2Kinds.ENDPOINT);
        all.put("AWS::EC2::KeyPair", Ec2Kinds.KEY_PAIR);
        return all;
    }

    private static Map<String, Model> data() {
        Map<String, Model> all = new TreeMap<>();
        all.put(RdsInstance.TYPE, new RdsInstance());
        all.put(RdsCluster.TYPE, new RdsCluster());
        all.put(RdsSubnetGroup.TYPE, new RdsSubnetGroup());
        all.put("AWS::RDS::DBParameterGroup", RdsParameterGroup.ofInstances());
        all.put("AWS::RDS::DBClusterParameterGroup", RdsParameterGroup.ofClusters());
        all.put(DynamoTable.TYPE, new DynamoTable());
        all.put(KmsKey.TYPE, new KmsKey());
        return all;
    }

    private static Map<String, Model> others() {
        Map<String, Model> all = new TreeMap<>();
        all.put(ScalingModels.TARGET_TYPE, ScalingModels.TARGET);
        all.put("AWS::ApplicationAutoScaling::ScalingPolicy", ScalingModels.POLICY);
        all.put(DnsRecord.TYPE, new DnsRecord());
        all.put("AWS::CertificateManager::Certificate", CERTIFICATE);
        all.put("AWS::CDK::Metadata", METADATA);
        return all;
    }

    /** Ref is the ARN. It is issued at once, as if its validation had been answered. */
    private static final Model CERTIFICATE = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return here.context()
                    .caller()
                    .arn("acm", "certificate/" + here.ids().uuid());
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return ServiceHandler.attributes("CertificateArn", physicalId);
        }
    };

    /** Ref is a generated id. */
    private static final Model METADATA = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return here.ids().uuid();
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return Properties.none().structure();
        }
    };
}
