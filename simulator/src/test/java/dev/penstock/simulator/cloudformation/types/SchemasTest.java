package dev.penstock.simulator.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations are from the CloudFormation Template Reference: "Update requires", "Return values", "Required". */
class SchemasTest {

    private final Schemas schemas = new RegistrySchemas();

    @ParameterizedTest
    @CsvSource({
        "AWS::RDS::DBInstance, AllocatedStorage, NO_INTERRUPTION",
        "AWS::RDS::DBInstance, DBInstanceClass, SOME_INTERRUPTIONS",
        "AWS::RDS::DBInstance, DBName, REPLACEMENT",
        "AWS::RDS::DBInstance, Engine, CONDITIONAL",
        "AWS::EC2::Instance, InstanceType, CONDITIONAL",
        "AWS::EC2::Subnet, CidrBlock, REPLACEMENT",
        "AWS::EC2::SecurityGroup, GroupDescription, REPLACEMENT",
        "AWS::EC2::SecurityGroup, SecurityGroupIngress, SOME_INTERRUPTIONS",
        "AWS::EC2::SecurityGroup, SecurityGroupIngress/*/CidrIp, SOME_INTERRUPTIONS",
        "AWS::ECS::Service, DesiredCount, NO_INTERRUPTION",
        "AWS::ECS::Service, ServiceName, REPLACEMENT",
        "AWS::ECS::TaskDefinition, ContainerDefinitions, REPLACEMENT",
        "AWS::ECS::TaskDefinition, ContainerDefinitions/*/Image, REPLACEMENT",
        "AWS::ECS::TaskDefinition, Tags, NO_INTERRUPTION",
        "AWS::ElasticLoadBalancingV2::TargetGroup, Port, REPLACEMENT",
        "AWS::ElasticLoadBalancingV2::TargetGroup, HealthCheckPath, NO_INTERRUPTION",
        "AWS::CodeBuild::Project, Name, REPLACEMENT",
        "AWS::ElasticLoadBalancingV2::ListenerCertificate, ListenerArn, REPLACEMENT",
        "AWS::S3::Bucket, BucketName, REPLACEMENT",
        "AWS::S3::Bucket, VersioningConfiguration/Status, NO_INTERRUPTION"
    })
    void aPropertysChangeDoesWhatIsDocumented(String type, String property, UpdateBehaviour behaviour) {
        assertThat(schema(type).requires(property)).isEqualTo(behaviour);
    }

    @Test
    void whatDependsOnTheNestedPropertyIsConditional() {
        Schema cluster = schema("AWS::EKS::Cluster");

        assertThat(cluster.requires("KubernetesNetworkConfig")).isEqualTo(UpdateBehaviour.CONDITIONAL);
        assertThat(cluster.requires("KubernetesNetworkConfig/IpFamily")).isEqualTo(UpdateBehaviour.REPLACEMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "AWS::ECS::Service, Name ServiceArn",
        "AWS::ElasticLoadBalancingV2::LoadBalancer, CanonicalHostedZoneID DNSName LoadBalancerArn LoadBalancerFullName"
                + " LoadBalancerName SecurityGroups",
        "AWS::RDS::DBInstance, Endpoint.Address Endpoint.Port DBInstanceArn",
        "AWS::S3::Bucket, Arn DomainName RegionalDomainName WebsiteURL",
        "AWS::IAM::AccessKey, SecretAccessKey"
    })
    void attributesAreThoseThatGetAttGives(String type, String attributes) {
        assertThat(schema(type).attributes()).containsAll(List.of(attributes.split(" ", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS::S3::Bucket, BucketName",
        "AWS::RDS::DBInstance, DBInstanceIdentifier",
        "AWS::ECS::Service, ServiceName",
        "AWS::ElasticLoadBalancingV2::TargetGroup, Name",
        "AWS::EC2::SecurityGroup, GroupName",
        "AWS::SNS::Topic, TopicName",
        "AWS::IAM::Role, RoleName",
        "AWS::Logs::LogStream, LogStreamName",
        "AWS::Lambda::Function, FunctionName",
        "AWS::SecretsManager::Secret, Name"
    })
    void knowsThePropertyThatNamesAResource(String type, String property) {
        assertThat(schema(type).nameProperty()).contains(property);
    }

    @Test
    void whatANetworkHasIsNotNamedByItsUser() {
        assertThat(schema("AWS::EC2::VPC").nameProperty()).isEmpty();
        assertThat(schema("AWS::ECS::TaskDefinition").nameProperty()).isEmpty();
    }

    @Test
    void tellsWhatHoldsDataAndWhatCanBeSnapshotted() {
        assertThat(schema("AWS::RDS::DBInstance").stateful()).isTrue();
        assertThat(schema("AWS::RDS::DBInstance").snapshots()).isTrue();
        assertThat(schema("AWS::S3::Bucket").stateful()).isTrue();
        assertThat(schema("AWS::S3::Bucket").snapshots()).isFalse();
        assertThat(schema("AWS::ECS::Cluster").stateful()).isFalse();
    }

    @Test
    void tellsKindsAlongAPath() {
        Schema service = schema("AWS::ECS::Service");

        assertThat(service.kind("DesiredCount")).contains(new PropertyType.Scalar(PropertyType.Kind.INTEGER, Set.of()));
        assertThat(service.kind("LoadBalancers/*/ContainerName"))
                .contains(new PropertyType.Scalar(PropertyType.Kind.TEXT, Set.of()));
        assertThat(service.kind("SchedulingStrategy"))
                .contains(new PropertyType.Scalar(PropertyType.Kind.TEXT, Set.of("DAEMON", "REPLICA")));
        assertThat(service.kind("NoSuchThing")).isEmpty();
        assertThat(schema("AWS::IAM::Role").kind("AssumeRolePolicyDocument/Statement"))
                .contains(new PropertyType.Json());
    }

    @Test
    void readOnlyPropertiesCannotBeSet() {
        assertThat(schema("AWS::ECS::Service").properties())
                .contains("TaskDefinition", "Cluster")
                .doesNotContain("ServiceArn", "Name");
    }

    @Test
    void customResourcesShareOneSchema() {
        assertThat(schema("Custom::Anything").requires("ServiceToken")).isEqualTo(UpdateBehaviour.REPLACEMENT);
    }

    @Test
    void doesNotKnowWhatAwsDoesNotHave() {
        for (String type : List.of("AWS::ECS::Servise", "AWS::Nothing::Here", "Bucket", "AWS::../etc::passwd", "")) {
            assertThat(schemas.of(type)).as(type).isEmpty();
        }
    }

    @Test
    void everyTypeInTheDataCanBeRead() throws IOException, URISyntaxException {
        RegistrySchemas registry = new RegistrySchemas();
        URI any = SchemasTest.class.getResource("schemas/ECS.txt.gz").toURI();
        int types = 0;
        try (Stream<Path> files = Files.list(Path.of(any).getParent())) {
            for (Path file : files.toList()) {
                for (String type : typesIn(file)) {
                    RegistrySchema schema = registry.registered(type).orElseThrow();
                    assertThat(schema.structures().get("")).as(type).isNotNull();
                    types++;
                }
            }
        }
        assertThat(types).isGreaterThan(1800);
    }

    private static List<String> typesIn(Path file) {
        try (var unpacked = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
            String text = new String(unpacked.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n", -1))
                    .map(part -> part.lines().findFirst().orElseThrow())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Schema schema(String type) {
        return schemas.of(type).orElseThrow();
    }
}
