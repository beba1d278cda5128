package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Services of stacks that move traffic between two target groups: the stack waits for it, and goes back with it. */
class ServiceTrafficStackTest {

    private final StackWorld world = new StackWorld();
    private final ElasticLoadBalancingV2Client elb = world.clients.with(ElasticLoadBalancingV2Client.builder());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theStackIsUpdatedOnceTheServiceDeploymentHasBakedAndCleanedUp() {
        world.created(template("web:1", "CANARY", CANARY));
        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");

        world.update(template("web:2", "CANARY", CANARY), u -> {});
        world.aws.time().advance(Duration.ofMinutes(8));
        assertThat(weights()).containsValue(90).containsValue(10);
        assertThat(world.status()).isEqualTo("UPDATE_IN_PROGRESS");

        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(weights()).containsValue(100);
        assertThat(deployment().statusAsString()).isEqualTo("SUCCESSFUL");
    }

    @Test
    void aServiceDeploymentThatIsStoppedTakesTheStackBack() {
        String strategy = "BakeTimeInMinutes: 10";
        world.created(template("web:1", "BLUE_GREEN", strategy));
        String before = world.clients
                .ecs()
                .describeServices(d -> d.cluster("shop").services("web"))
                .services()
                .getFirst()
                .taskDefinition();
        world.update(template("web:2", "BLUE_GREEN", strategy), u -> {});
        world.aws.time().advance(Duration.ofMinutes(8));

        world.clients
                .ecs()
                .stopServiceDeployment(s -> s.serviceDeploymentArn(deployment().serviceDeploymentArn())
                        .stopType("ROLLBACK"));
        world.settle();
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).anyMatch(e -> e.startsWith("Web UPDATE_FAILED"));
        assertThat(world.clients
                        .ecs()
                        .describeServices(d -> d.cluster("shop").services("web"))
                        .services()
                        .getFirst()
                        .taskDefinition())
                .isEqualTo(before);
    }

    private static final String CANARY =
            "CanaryConfiguration: {CanaryPercent: 10, CanaryBakeTimeInMinutes: 10}, BakeTimeInMinutes: 2";

    private ServiceDeployment deployment() {
        String newest = world.clients
                .ecs()
                .listServiceDeployments(l -> l.cluster("shop").service("web"))
                .serviceDeployments()
                .getFirst()
                .serviceDeploymentArn();
        return world.clients
                .ecs()
                .describeServiceDeployments(d -> d.serviceDeploymentArns(newest))
                .serviceDeployments()
                .getFirst();
    }

    private Map<String, Integer> weights() {
        List<TargetGroupTuple> groups = elb.describeRules(d -> d.ruleArns(world.physicalId("Rule")))
                .rules()
                .getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups();
        return groups.stream().collect(Collectors.toMap(TargetGroupTuple::targetGroupArn, TargetGroupTuple::weight));
    }

    private static String template(String image, String strategy, String more) {
        return """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ecs.amazonaws.com}}]
              Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: shop}}
              Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [subnet-1, subnet-2]}}
              Blue:
                Type: AWS::ElasticLoadBalancingV2::TargetGroup
                Properties: {Port: 8080, Protocol: HTTP, VpcId: vpc-1, TargetType: ip}
              Green:
                Type: AWS::ElasticLoadBalancingV2::TargetGroup
                Properties: {Port: 8080, Protocol: HTTP, VpcId: vpc-1, TargetType: ip}
              Listener:
                Type: AWS::ElasticLoadBalancingV2::Listener
                Properties:
                  LoadBalancerArn: !Ref Balancer
                  Port: 80
                  Protocol: HTTP
                  DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "404"}}]
              Rule:
                Type: AWS::ElasticLoadBalancingV2::ListenerRule
                Properties:
                  ListenerArn: !Ref Listener
                  Priority: 1
                  Conditions: [{Field: path-pattern, PathPatternConfig: {Values: ["/*"]}}]
                  Actions:
                    - Type: forward
                      ForwardConfig:
                        TargetGroups: [{TargetGroupArn: !Ref Blue, Weight: 1}, {TargetGroupArn: !Ref Green, Weight: 0}]
              Definition:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  Family: web
                  NetworkMode: awsvpc
                  RequiresCompatibilities: [FARGATE]
                  Cpu: "256"
                  Memory: "512"
                  ContainerDefinitions: [{Name: web, Image: "%s", PortMappings: [{ContainerPort: 8080}]}]
              Web:
                Type: AWS::ECS::Service
                Properties:
                  Cluster: !Ref Cluster
                  ServiceName: web
                  TaskDefinition: !Ref Definition
                  LaunchType: FARGATE
                  DesiredCount: 2
                  DeploymentConfiguration: {Strategy: %s, %s}
                  NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1]}}
                  LoadBalancers:
                    - ContainerName: web
                      ContainerPort: 8080
                      TargetGroupArn: !Ref Blue
                      AdvancedConfiguration:
                        AlternateTargetGroupArn: !Ref Green
                        ProductionListenerRule: !Ref Rule
                        RoleArn: !GetAtt Role.Arn
            """.formatted(image, strategy, more);
    }
}
