package dev.penstock.simulator.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.ServiceError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources: Template Reference, "Return values"; EC2, RDS and DynamoDB API Reference, errors. */
class ModelledTypesTest {

    private static final String VPC = "AWS::EC2::VPC";
    private static final String SUBNET = "AWS::EC2::Subnet";
    private static final String GROUP = "AWS::EC2::SecurityGroup";
    private static final String DATABASE = "AWS::RDS::DBInstance";
    private static final String POSTGRES =
            "{'Engine':'postgres','EngineVersion':'%s','DBInstanceClass':'db.t4g.micro','AllocatedStorage':'%s',"
                    + "'MasterUsername':'app','MasterUserPassword':'secret-enough'}";

    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "AWS::EC2::VPC                    ; {'CidrBlock':'10.0.0.0/16'} ; vpc-[0-9a-f]{17} ;"
                        + " DefaultSecurityGroup ; sg-[0-9a-f]{17}",
                "AWS::EC2::InternetGateway        ; {} ; igw-[0-9a-f]{17} ; InternetGatewayId ; igw-.*",
                "AWS::EC2::EIP                    ; {'Domain':'vpc'} ; 198\\.18\\.\\d+\\.\\d+ ; AllocationId ;"
                        + " eipalloc-.*",
                "AWS::EC2::Subnet                 ; {'VpcId':'vpc-1','CidrBlock':'10.0.1.0/24'} ; subnet-.{17} ;"
                        + " AvailabilityZone ; us-east-1a",
                "AWS::EC2::RouteTable             ; {'VpcId':'vpc-1'} ; rtb-.{17} ; RouteTableId ; rtb-.*",
                "AWS::EC2::Route                  ;"
                        + " {'RouteTableId':'rtb-1','DestinationCidrBlock':'0.0.0.0/0','GatewayId':'igw-1'} ;"
                        + " rtb-1\\|0\\.0\\.0\\.0/0 ; CidrBlock ; 0\\.0\\.0\\.0/0",
                "AWS::EC2::VPCGatewayAttachment   ; {'VpcId':'vpc-1','InternetGatewayId':'igw-1'} ; IGW\\|vpc-1 ;"
                        + " AttachmentType ; IGW",
                "AWS::EC2::SecurityGroup          ; {'GroupDescription':'d','VpcId':'vpc-1'} ; sg-.{17} ; GroupId ;"
                        + " sg-.*",
                "AWS::EC2::SecurityGroup          ; {'GroupDescription':'d'} ; shop-Subject-.{12} ; GroupId ; sg-.*",
                "AWS::EC2::SecurityGroupIngress   ;"
                        + " {'IpProtocol':'tcp','GroupId':'sg-1','FromPort':1,'ToPort':2,'CidrIp':'0.0.0.0/0'} ; sgr-.{17}"
                        + " ; Id ; sgr-.*",
                "AWS::EC2::NatGateway             ; {'SubnetId':'subnet-1','AllocationId':'eipalloc-1'} ; nat-.{17} ;"
                        + " NatGatewayId ; nat-.*",
                "AWS::EC2::VPCEndpoint            ;"
                        + " {'VpcId':'vpc-1','ServiceName':'com.amazonaws.us-east-1.logs','SubnetIds':['subnet-1']} ;"
                        + " vpce-.{17} ; DnsEntries ;"
                        + " \\[`Z7HUB22UULQXV:vpce-.*\\.logs\\.us-east-1\\.vpce\\.amazonaws\\.com`]",
                "AWS::RDS::DBInstance             ;"
                        + " {'DBInstanceIdentifier':'Shop','Engine':'postgres','DBInstanceClass':'c','AllocatedStorage':20,'MasterUsername':'a','MasterUserPassword':'password'}"
                        + " ; shop ; Endpoint.Port ; 5432",
                "AWS::RDS::DBInstance             ;"
                        + " {'Engine':'mysql','AllocatedStorage':20,'MasterUsername':'a','ManageMasterUserPassword':true}"
                        + " ; shop-subject-.{12} ; MasterUserSecret.SecretArn ;"
                        + " arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-.*",
                "AWS::RDS::DBCluster              ;"
                        + " {'Engine':'aurora-postgresql','MasterUsername':'a','MasterUserPassword':'password'} ;"
                        + " shop-subject-.{12} ; ReadEndpoint.Address ;"
                        + " shop-subject-.{12}\\.cluster-ro-.{12}\\.us-east-1\\.rds\\.amazonaws\\.com",
                "AWS::RDS::DBSubnetGroup          ;"
                        + " {'DBSubnetGroupDescription':'d','SubnetIds':['subnet-1','subnet-2'],'DBSubnetGroupName':'Mine'}"
                        + " ; mine ; DBSubnetGroupArn ; arn:aws:rds:us-east-1:111122223333:subgrp:mine",
                "AWS::RDS::DBParameterGroup       ; {'Description':'d','Family':'postgres16'} ; shop-subject-.{12} ;"
                        + " DBParameterGroupName ; shop-subject-.*",
                "AWS::DynamoDB::Table             ;"
                        + " {'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST','StreamSpecification':{'StreamViewType':'NEW_IMAGE'}}"
                        + " ; shop-Subject-.{12} ; StreamArn ;"
                        + " arn:aws:dynamodb:us-east-1:111122223333:table/shop-Subject-.*/stream/2026-01-05T09:00:00.000",
                "AWS::KMS::Key                    ; {'KeyPolicy':{}} ; .{8}-.{4}-4.{3}-.{4}-.{12} ; Arn ;"
                        + " arn:aws:kms:us-east-1:111122223333:key/.*",
                "AWS::KMS::Alias                  ; {'AliasName':'alias/a','TargetKeyId':'k'} ; alias/a ; ;",
                "AWS::ApplicationAutoScaling::ScalableTarget ;"
                        + " {'MaxCapacity':4,'MinCapacity':1,'ResourceId':'service/c/s','ScalableDimension':'ecs:service:DesiredCount','ServiceNamespace':'ecs'}"
                        + " ; service/c/s\\|ecs:service:DesiredCount\\|ecs ; Id ; service/.*",
                "AWS::ApplicationAutoScaling::ScalingPolicy  ;"
                        + " {'PolicyName':'p','PolicyType':'TargetTrackingScaling','ScalingTargetId':'service/c/s|ecs:service:DesiredCount|ecs'}"
                        + " ; arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:.{36}:resource/ecs/service/c/s:policyName/p"
                        + " ; Arn ; arn:.*",
                "AWS::Route53::RecordSet          ;"
                        + " {'Name':'a.example.com','Type':'A','HostedZoneId':'Z1','TTL':'60','ResourceRecords':['192.0.2.1']}"
                        + " ; a\\.example\\.com ; ;",
                "AWS::CertificateManager::Certificate ; {'DomainName':'example.com'} ;"
                        + " arn:aws:acm:us-east-1:111122223333:certificate/.{36} ; CertificateArn ; arn:.*",
                "AWS::CDK::Metadata               ; {'Analytics':'v2:deflate64:x'} ; .{36} ; ;"
            })
    void refAndAttributesAreAsDocumented(String type, String properties, String ref, String attribute, String value) {
        Deployed made = account.make("Subject", type, properties);

        assertThat(made.physicalId()).matches(ref);
        if (attribute != null) {
            assertThat(ServiceHandler.attribute(made, attribute)).matches(value.replace('`', '"'));
        }
        assertThat(account.read("Subject", made)).contains(made.properties());
        account.delete("Subject", made);
        assertThat(account.read("Subject", made)).isEmpty();
    }

    @Test
    void subnetsAreWithinTheirVpcAndBesideEachOther() {
        String vpc = account.make("Vpc", VPC, "{'CidrBlock':'10.0.0.0/16'}").physicalId();
        account.make("A", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.1.0/24'}");

        refused(
                "InvalidSubnet.Conflict",
                "The CIDR '10.0.1.128/25' conflicts with another subnet",
                () -> account.make("B", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.1.128/25'}"));
        refused(
                "InvalidSubnet.Range",
                "The CIDR '10.1.0.0/24' is invalid.",
                () -> account.make("B", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.1.0.0/24'}"));
        refused(
                "InvalidParameterValue",
                "Value (10.0.0/24) for parameter cidrBlock is invalid.",
                () -> account.make("B", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.0/24'}"));
        account.make("B", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.2.0/24'}");
    }

    @Test
    void aVpcGoesAfterWhatIsInIt() {
        Deployed vpc = account.make("Vpc", VPC, "{'CidrBlock':'10.0.0.0/16'}");
        Deployed subnet = account.make("A", SUBNET, "{'VpcId':'" + vpc.physicalId() + "','CidrBlock':'10.0.1.0/24'}");

        refused(
                "DependencyViolation",
                "The vpc '" + vpc.physicalId() + "' has dependencies and cannot be deleted.",
                () -> account.delete("Vpc", vpc));
        account.delete("A", subnet);
        account.delete("Vpc", vpc);
    }

    @Test
    void aGatewayGoesToOneVpcAndRoutesLeadToAnAttachedOne() {
        String vpc = account.make("Vpc", VPC, "{'CidrBlock':'10.0.0.0/16'}").physicalId();
        String table = account.make("Table", "AWS::EC2::RouteTable", "{'VpcId':'" + vpc + "'}")
                .physicalId();
        Deployed gateway = account.make("Gateway", "AWS::EC2::InternetGateway", "{}");
        String route = "{'RouteTableId':'" + table + "','DestinationCidrBlock':'0.0.0.0/0','GatewayId':'"
                + gateway.physicalId() + "'}";

        refused(
                "InvalidParameterValue",
                "route table " + table + " and network gateway " + gateway.physicalId()
                        + " belong to different networks",
                () -> account.make("Route", "AWS::EC2::Route", route));
        account.make(
                "Attachment",
                "AWS::EC2::VPCGatewayAttachment",
                "{'VpcId':'" + vpc + "','InternetGatewayId':'" + gateway.physicalId() + "'}");
        account.make("Route", "AWS::EC2::Route", route);
        refused(
                "RouteAlreadyExists",
                "The route identified by 0.0.0.0/0 already exists.",
                () -> account.make("Again", "AWS::EC2::Route", route));
        refused(
                "DependencyViolation",
                "has dependencies and cannot be deleted",
                () -> account.delete("Gateway", gateway));
    }

    @Test
    void securityGroupsReferToEachOtherWithinAVpcAndKeepEachOther() {
        Deployed web = account.make("Web", GROUP, "{'GroupDescription':'web','VpcId':'vpc-1'}");
        String fromWeb = "'SecurityGroupIngress':[{'IpProtocol':'tcp','FromPort':5432,'ToPort':5432,"
                + "'SourceSecurityGroupId':'" + web.physicalId() + "'}]";
        Deployed data = account.make("Data", GROUP, "{'GroupDescription':'data','VpcId':'vpc-1'," + fromWeb + "}");

        refused(
                "InvalidGroup.NotFound",
                "different networks",
                () -> account.make("Other", GROUP, "{'GroupDescription':'x','VpcId':'vpc-2'," + fromWeb + "}"));
        refused(
                "DependencyViolation",
                "resource " + web.physicalId() + " has a dependent object",
                () -> account.delete("Web", web));
        account.delete("Data", data);
        account.delete("Web", web);
    }

    @Test
    void theSameRuleTwiceIsRefused() {
        String rule = "{'IpProtocol':'tcp','GroupId':'sg-1','FromPort':80,'ToPort':80,'CidrIp':'0.0.0.0/0'}";
        account.make("One", "AWS::EC2::SecurityGroupIngress", rule);

        refused(
                "InvalidPermission.Duplicate",
                "the specified rule \"peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW\" already exists",
                () -> account.make("Two", "AWS::EC2::SecurityGroupIngress", rule));
    }

    @Test
    void aDatabaseKeepsItsSubnetGroupAndItsSecurityGroups() {
        Deployed group = account.make(
                "Subnets",
                "AWS::RDS::DBSubnetGroup",
                "{'DBSubnetGroupDescription':'d','SubnetIds':['subnet-1','subnet-2']}");
        Deployed security = account.make("Security", GROUP, "{'GroupDescription':'d','VpcId':'vpc-1'}");
        String more = ",'DBSubnetGroupName':'" + group.physicalId() + "','VPCSecurityGroups':['" + security.physicalId()
                + "']}";
        Deployed database = account.make("Data", DATABASE, postgres("16.3", 20).replaceFirst("}$", more));

        refused("InvalidDBSubnetGroupStateFault", "is still using it", () -> account.delete("Subnets", group));
        refused("DependencyViolation", "has a dependent object", () -> account.delete("Security", security));
        account.delete("Data", database);
        account.delete("Subnets", group);
        account.delete("Security", security);
    }

    @Test
    void aSubnetGroupNeedsTwoZones() {
        String vpc = account.make("Vpc", VPC, "{'CidrBlock':'10.0.0.0/16'}").physicalId();
        String a = account.make("A", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.1.0/24'}")
                .physicalId();
        String b = account.make("B", SUBNET, "{'VpcId':'" + vpc + "','CidrBlock':'10.0.2.0/24'}")
                .physicalId();

        refused(
                "DBSubnetGroupDoesNotCoverEnoughAZs",
                "Add subnets to cover at least 2 AZs.",
                () -> account.make(
                        "Group",
                        "AWS::RDS::DBSubnetGroup",
                        "{'DBSubnetGroupDescription':'d','SubnetIds':['" + a + "','" + b + "']}"));
    }

    @Test
    void databasesGoForwardOnly() {
        Deployed database = account.make("Data", DATABASE, postgres("15.4", 100));

        refused(
                "InvalidParameterCombination",
                "Cannot upgrade postgres from 15.4 to 14.9",
                () -> account.change("Data", database, postgres("14.9", 100)));
        refused(
                "InvalidParameterCombination",
                "AllowMajorVersionUpgrade",
                () -> account.change("Data", database, postgres("16.3", 100)));
        refused(
                "InvalidParameterCombination",
                "Invalid storage size",
                () -> account.change("Data", database, postgres("15.4", 50)));
        account.change("Data", database, postgres("15.8", 100));
        account.change("Data", database, postgres("16.3", 200).replaceFirst("}$", ",'AllowMajorVersionUpgrade':true}"));
    }

    @Test
    void aProtectedDatabaseStaysAndASnapshotOutlivesItsDatabase() {
        Deployed guarded =
                account.make("Data", DATABASE, postgres("16.3", 20).replaceFirst("}$", ",'DeletionProtection':true}"));

        refused(
                "InvalidParameterCombination",
                "Cannot delete protected DB Instance",
                () -> account.delete("Data", guarded));
        Deployed free = account.change("Data", guarded, postgres("16.3", 20));
        account.snapshot("Data", free);
        account.delete("Data", free);
        assertThat(account.modelled(RdsSnapshots.OF_INSTANCE)).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.physicalId()).startsWith("shop-snapshot-data-");
            assertThat(snapshot.properties()).doesNotContain("secret-enough");
        });
    }

    @Test
    void whatMayReplaceADatabaseDoesSoForAnotherSourceOrEngine() {
        Deployed database = account.make("Data", DATABASE, postgres("16.3", 20));

        assertThat(account.replaces(database, postgres("16.3", 20).replaceFirst("}$", ",'BackupRetentionPeriod':7}")))
                .isFalse();
        assertThat(account.replaces(database, postgres("16.3", 20).replaceFirst("}$", ",'DBSnapshotIdentifier':'s'}")))
                .isTrue();
        assertThat(account.replaces(database, postgres("16.3", 20).replace("'postgres'", "'mysql'")))
                .isTrue();
    }

    @Test
    void propertiesAreHeldToTheirSchema() {
        assertThat(account.begin("Net", VPC, "{'CidrBlok':'10.0.0.0/16','EnableDnsSupport':'maybe'}"))
                .isEqualTo(new Progress.Failed(
                        "InvalidRequest",
                        "Properties validation failed for resource Net with message:\n"
                                + "[#: extraneous key [CidrBlok] is not permitted, #/EnableDnsSupport: expected type:"
                                + " Boolean, found: String]",
                        ""));
        assertThat(account.begin("Sub", SUBNET, "{'CidrBlock':'10.0.0.0/24'}"))
                .isEqualTo(new Progress.Failed(
                        "InvalidRequest",
                        "Properties validation failed for resource Sub with message:\n"
                                + "[#: required key [VpcId] not found]",
                        ""));
    }

    @Test
    void aTableDeclaresTheAttributesOfItsKeys() {
        refused(
                "ValidationException",
                "Keys: [id], AttributeDefinitions: [other]",
                () -> account.make(
                        "Table",
                        "AWS::DynamoDB::Table",
                        "{'AttributeDefinitions':[{'AttributeName':'other','AttributeType':'S'}],"
                                + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}"));
    }

    @Test
    void otherTypesAreRefusedUnlessTheyMayBeOpaque() {
        ResourceTypes refusing = account.types();
        assertThat(refusing.handler("AWS::AppConfig::Application")).isEmpty();

        try (Account lenient = new Account(ResourceTypes.Others.OPAQUE)) {
            Deployed made = lenient.make("App", "AWS::AppConfig::Application", "{'Name':'x'}");
            assertThat(made.physicalId()).isNotEmpty();
            assertThat(made.attributes().members()).containsKey("ApplicationId");
            assertThat(lenient.types().handler("AWS::Nothing::AtAll")).isEmpty();
            lenient.delete("App", made);
        }
    }

    private static String postgres(String version, int storage) {
        return POSTGRES.formatted(version, storage);
    }

    private static void refused(String code, String message, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOf(ServiceError.class)
                .hasMessageContaining(message)
                .extracting(error -> ((ServiceError) error).code())
                .isEqualTo(code);
    }
}
