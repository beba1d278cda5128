package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** A web application with a database, as a stack over the wire: made, changed, refused, and gone. */
class WebApplicationStackTest {

    private static final String TEMPLATE = """
            Parameters:
              EngineVersion: {Type: String, Default: '15.4'}
              Image: {Type: String, Default: 'web:1'}
            Resources:
              Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
              SubnetA:
                Type: AWS::EC2::Subnet
                Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}
              SubnetB:
                Type: AWS::EC2::Subnet
                Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}
              Gateway: {Type: AWS::EC2::InternetGateway}
              Attachment:
                Type: AWS::EC2::VPCGatewayAttachment
                Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
              Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
              Out:
                Type: AWS::EC2::Route
                DependsOn: Attachment
                Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
              WebSecurity:
                Type: AWS::EC2::SecurityGroup
                Properties: {GroupDescription: web, VpcId: !Ref Vpc}
              DataSecurity:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: data
                  VpcId: !Ref Vpc
                  SecurityGroupIngress:
                    - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref WebSecurity}
              DataSubnets:
                Type: AWS::RDS::DBSubnetGroup
                Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref SubnetA, !Ref SubnetB]}
              Data:
                Type: AWS::RDS::DBInstance
                DeletionPolicy: Delete
                Properties:
                  Engine: postgres
                  EngineVersion: !Ref EngineVersion
                  DBInstanceClass: db.t4g.micro
                  AllocatedStorage: '20'
                  MasterUsername: app
                  ManageMasterUserPassword: true
                  DBSubnetGroupName: !Ref DataSubnets
                  VPCSecurityGroups: [!GetAtt DataSecurity.GroupId]
              Cluster: {Type: AWS::ECS::Cluster}
              Logs: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 7}}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: 'sts:AssumeRole'}]
              Definition:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  Family: web
                  NetworkMode: awsvpc
                  RequiresCompatibilities: [FARGATE]
                  Cpu: '256'
                  Memory: '512'
                  ExecutionRoleArn: !GetAtt Role.Arn
                  ContainerDefinitions:
                    - Name: web
                      Image: !Ref Image
                      PortMappings: [{ContainerPort: 8080}]
                      Environment: [{Name: DATABASE, Value: !GetAtt Data.Endpoint.Address}]
              Balancer:
                Type: AWS::ElasticLoadBalancingV2::LoadBalancer
                Properties: {Subnets: [!Ref SubnetA, !Ref SubnetB], SecurityGroups: [!Ref WebSecurity]}
              Targets:
                Type: AWS::ElasticLoadBalancingV2::TargetGroup
                Properties: {VpcId: !Ref Vpc, Port: 8080, Protocol: HTTP, TargetType: ip}
              Listener:
                Type: AWS::ElasticLoadBalancingV2::Listener
                Properties:
                  LoadBalancerArn: !Ref Balancer
                  Port: 80
                  Protocol: HTTP
                  DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]
              Web:
                Type: AWS::ECS::Service
                DependsOn: Listener
                Properties:
                  Cluster: !Ref Cluster
                  TaskDefinition: !Ref Definition
                  LaunchType: FARGATE
                  DesiredCount: 1
                  NetworkConfiguration:
                    AwsvpcConfiguration: {Subnets: [!Ref SubnetA], SecurityGroups: [!Ref WebSecurity]}
                  LoadBalancers: [{ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Targets}]
            Outputs:
              Url: {Value: !GetAtt Balancer.DNSName}
              Database: {Value: !GetAtt Data.Endpoint.Address}
              Definition: {Value: !Ref Definition}
            """;

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void isMadeChangedRefusedAndGone() {
        String stack = world.create(TEMPLATE, request -> {});
        world.settle();
        assertThat(failures()).isEmpty();
        assertThat(status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(outputs().get("Url")).contains(".elb.amazonaws.com");
        assertThat(outputs().get("Database")).endsWith(".us-east-1.rds.amazonaws.com");
        assertThat(outputs().get("Definition")).endsWith(":task-definition/web:1");

        update("16.3", "web:1");
        assertThat(status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(failures()).contains("AllowMajorVersionUpgrade flag must be present");

        update("15.8", "web:2");
        assertThat(status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(outputs().get("Definition")).endsWith(":task-definition/web:2");

        world.cloudFormation.deleteStack(request -> request.stackName("shop"));
        world.settle();
        assertThat(world.cloudFormation
                        .describeStacks(request -> request.stackName(stack))
                        .stacks()
                        .get(0)
                        .stackStatus())
                .isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    private void update(String version, String image) {
        world.cloudFormation.updateStack(request -> request.stackName("shop")
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_IAM)
                .parameters(List.of(parameter("EngineVersion", version), parameter("Image", image))));
        world.settle();
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    private StackStatus status() {
        return world.cloudFormation
                .describeStacks(request -> request.stackName("shop"))
                .stacks()
                .get(0)
                .stackStatus();
    }

    private Map<String, String> outputs() {
        return world
                .cloudFormation
                .describeStacks(request -> request.stackName("shop"))
                .stacks()
                .get(0)
                .outputs()
                .stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    private String failures() {
        return world.cloudFormation.describeStackEvents(request -> request.stackName("shop")).stackEvents().stream()
                .filter(event -> event.resourceStatus() == ResourceStatus.CREATE_FAILED
                        || event.resourceStatus() == ResourceStatus.UPDATE_FAILED)
                .map(StackEvent::resourceStatusReason)
                .collect(Collectors.joining("\n"));
    }
}
