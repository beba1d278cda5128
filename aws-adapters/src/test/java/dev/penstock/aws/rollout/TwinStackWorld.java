package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.stack.TwinStacks;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Stacks with a service each, behind one simulated load balancer with a rule for each pair of them. */
final class TwinStackWorld extends StackWorld {

    private static final int PAIRS = 25;

    private final CloudFormationClient cloudFormation = account.clients.cloudFormation(AwsScope.OWN, Use.CHANGE);
    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
    private final ElbListenerRules rules = new ElbListenerRules(account.clients);
    private String listener = "";
    private String theirs = "";

    /** A load balancer has a hundred rules at most, and target groups of its own. */
    private void balance(int number) {
        String balancer = elb.createLoadBalancer(c -> c.name("front-" + number).subnets("subnet-1", "subnet-2"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        listener = elb.createListener(c ->
                        c.loadBalancerArn(balancer).port(80).protocol("HTTP").defaultActions(answer()))
                .listeners()
                .getFirst()
                .listenerArn();
        theirs = elb.createTargetGroup(c -> c.name("theirs-" + number)
                        .port(8080)
                        .protocol("HTTP")
                        .vpcId("vpc-1")
                        .targetType("ip"))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private static Action answer() {
        return Action.builder()
                .type("fixed-response")
                .fixedResponseConfig(
                        FixedResponseActionConfig.builder().statusCode("404").build())
                .build();
    }

    @Override
    public ReleaseCell cell(int number, String strategy) {
        if (number % PAIRS == 1) {
            balance(number);
        }
        Cell cell = new Cell(number, listener, theirs);
        cell.begin();
        return cell;
    }

    private final class Cell implements ReleaseCell {

        private final int number;
        private final String name;
        private final String listener;
        private final String theirs;
        private String rule = "";
        private String behaviour = "";

        Cell(int number, String listener, String theirs) {
            this.number = number;
            this.listener = listener;
            this.theirs = theirs;
            this.name = "shop" + number;
        }

        /** The old version, with all requests. */
        void begin() {
            cloudFormation.createStack(c -> c.stackName(name + "-blue").templateBody(template("old", "")));
            settle();
            String group = output(name + "-blue");
            rule = elb.createRule(r -> r.listenerArn(listener)
                            .priority(3 * number)
                            .conditions(RuleCondition.builder()
                                    .field("path-pattern")
                                    .values("/" + name + "/*")
                                    .build())
                            .actions(forward(group)))
                    .rules()
                    .getFirst()
                    .ruleArn();
            settle();
        }

        private static Action forward(String group) {
            return Action.builder().type("forward").targetGroupArn(group).build();
        }

        private String output(String stack) {
            return stacks.find(AwsScope.OWN, stack)
                    .orElseThrow()
                    .outputValues()
                    .getOrDefault(TwinStacks.USUAL_OUTPUT, "");
        }

        /** ECS takes no target group that no load balancer has: each stack has a rule of its own for it, as for tests. */
        private String template(String version, String simulated) {
            return """
                    Description: %1$s
                    Conditions: {Green: !Equals [!Ref "AWS::StackName", %2$s-green]}
                    Resources:
                      Cluster: {Type: AWS::ECS::Cluster}
                      Targets:
                        Type: AWS::ElasticLoadBalancingV2::TargetGroup
                        Properties:
                          Port: 8080
                          Protocol: HTTP
                          VpcId: vpc-1
                          TargetType: ip
                          HealthCheckIntervalSeconds: 10
                          TargetGroupAttributes: [{Key: deregistration_delay.timeout_seconds, Value: "0"}]
                      Own:
                        Type: AWS::ElasticLoadBalancingV2::ListenerRule
                        Properties:
                          ListenerArn: %3$s
                          Priority: !If [Green, %5$d, %4$d]
                          Conditions: [{Field: path-pattern, PathPatternConfig: {Values: [!Sub "/test/${AWS::StackName}"]}}]
                          Actions: [{Type: forward, TargetGroupArn: !Ref Targets}]
                      Definition:
                        Type: AWS::ECS::TaskDefinition
                        Properties:
                          NetworkMode: awsvpc
                          RequiresCompatibilities: [FARGATE]
                          Cpu: "256"
                          Memory: "512"
                          ContainerDefinitions:
                            - Name: web
                              Image: "web:%1$s"
                              PortMappings: [{ContainerPort: 8080}]
                              Environment: [{Name: PENSTOCK_SIMULATE, Value: "%6$s"}]
                      Web:
                        Type: AWS::ECS::Service
                        DependsOn: Own
                        Properties:
                          Cluster: !Ref Cluster
                          TaskDefinition: !Ref Definition
                          LaunchType: FARGATE
                          DesiredCount: 2
                          DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: true, Rollback: false}}
                          NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1]}}
                          LoadBalancers: [{ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Targets}]
                    Outputs: {TargetGroupArn: {Value: !Ref Targets}}
                    """.formatted(version, name, listener, 3 * number + 1, 3 * number + 2, simulated);
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            CloudFormationAction plain = deploying(Optional.empty());
            TwinStacks twins = new TwinStacks(ListenerRuleArn.of(rule).orElseThrow(), TwinStacks.USUAL_OUTPUT);
            StackReleaseTarget target =
                    new StackReleaseTarget(plain, rules, action -> Optional.of(twins), type -> false, action -> false);
            return List.of(
                    new PackAction(),
                    new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge));
        }

        @Override
        public List<ResourceReader> readers() {
            return stackReaders();
        }

        @Override
        public Pipeline pipeline() {
            return deploying(name, template("new", behaviour));
        }

        @Override
        public void failHealth() {
            behaviour = "exit:1@5s";
        }

        @Override
        public void interfere() {
            elb.modifyRule(m -> m.ruleArn(rule).actions(forward(theirs)));
        }

        @Override
        public Course.Runs runs() {
            TrafficShares shares = rules.rule(
                            AwsScope.OWN, ListenerRuleArn.of(rule).orElseThrow())
                    .orElseThrow()
                    .shares();
            assertThat(shares.receiving()).hasSize(1);
            String group = shares.receiving().iterator().next();
            if (group.equals(theirs)) {
                return Course.Runs.THEIRS;
            }
            List<String> live = List.of(name + "-blue", name + "-green").stream()
                    .filter(stack -> stacks.find(AwsScope.OWN, stack).isPresent()
                            && output(stack).equals(group))
                    .toList();
            assertThat(live).hasSize(1);
            String template = stacks.template(AwsScope.OWN, live.getFirst(), false);
            return template.contains("web:new") ? Course.Runs.NEW : Course.Runs.OLD;
        }
    }
}
