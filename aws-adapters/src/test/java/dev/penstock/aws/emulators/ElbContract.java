package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Elastic Load Balancing: Application Load Balancers. */
abstract class ElbContract extends ServiceContract {

    private ElasticLoadBalancingV2Client elb;

    @BeforeEach
    void client() {
        elb = account.client(ElasticLoadBalancingV2Client.builder());
    }

    private String targetGroup(String name) {
        return elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(account.network().vpc())
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
    }

    private String loadBalancer() {
        return elb.createLoadBalancer(request ->
                        request.name("front").subnets(account.network().subnets()))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
    }

    private static Action weighted(String blue, int blueWeight, String green, int greenWeight) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(forward -> forward.targetGroups(
                        TargetGroupTuple.builder()
                                .targetGroupArn(blue)
                                .weight(blueWeight)
                                .build(),
                        TargetGroupTuple.builder()
                                .targetGroupArn(green)
                                .weight(greenWeight)
                                .build()))
                .build();
    }

    private String listener(String loadBalancer, Action action) {
        return elb.createListener(request -> request.loadBalancerArn(loadBalancer)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(action))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    private List<Integer> weights(String listener) {
        return elb
                .describeListeners(request -> request.listenerArns(listener))
                .listeners()
                .getFirst()
                .defaultActions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .stream()
                .map(TargetGroupTuple::weight)
                .toList();
    }

    @Test
    void makesALoadBalancer() {
        String arn = loadBalancer();
        assertThat(arn)
                .matches("arn:aws:elasticloadbalancing:us-east-1:" + account.id + ":loadbalancer/app/front/[0-9a-z]+");
        var described = elb.describeLoadBalancers(request -> request.names("front"))
                .loadBalancers()
                .getFirst();
        assertThat(described.loadBalancerArn()).isEqualTo(arn);
        assertThat(described.dnsName()).startsWith("front-").contains(".elb.amazonaws.com");
    }

    @Test
    void forwardsByWeights() {
        String blue = targetGroup("blue");
        String green = targetGroup("green");
        String listener = listener(loadBalancer(), weighted(blue, 90, green, 10));
        assertThat(weights(listener)).containsExactly(90, 10);
        elb.modifyListener(request -> request.listenerArn(listener).defaultActions(weighted(blue, 0, green, 100)));
        assertThat(weights(listener)).containsExactly(0, 100);
    }

    @Test
    void saysThatThereIsNoSuchThing() {
        refused(() -> elb.describeTargetGroups(request -> request.names("none")), 400, "TargetGroupNotFound");
        refused(() -> elb.describeLoadBalancers(request -> request.names("none")), 400, "LoadBalancerNotFound");
    }

    @Test
    void doesNotDeleteATargetGroupInUse() {
        String blue = targetGroup("blue");
        listener(
                loadBalancer(),
                Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(blue)
                        .build());
        refused(() -> elb.deleteTargetGroup(request -> request.targetGroupArn(blue)), 400, "ResourceInUse");
    }

    @Test
    void aTargetOfAGroupThatIsNotInUseIsUnused() {
        String blue = targetGroup("blue");
        elb.registerTargets(request -> request.targetGroupArn(blue)
                .targets(TargetDescription.builder().id("10.0.0.9").port(8080).build()));
        var health = elb.describeTargetHealth(request -> request.targetGroupArn(blue))
                .targetHealthDescriptions();
        assertThat(health).singleElement().satisfies(description -> {
            assertThat(description.target().id()).isEqualTo("10.0.0.9");
            assertThat(description.targetHealth().state()).isEqualTo(TargetHealthStateEnum.UNUSED);
            assertThat(description.targetHealth().reason()).isEqualTo(TargetHealthReasonEnum.TARGET_NOT_IN_USE);
        });
    }

    @Test
    void rulesHavePriorities() {
        String blue = targetGroup("blue");
        Action action = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(blue)
                .build();
        String listener = listener(loadBalancer(), action);
        elb.createRule(request -> request.listenerArn(listener)
                .priority(10)
                .conditions(path("/test/*"))
                .actions(action));
        refused(
                () -> elb.createRule(request -> request.listenerArn(listener)
                        .priority(10)
                        .conditions(path("/other/*"))
                        .actions(action)),
                400,
                "PriorityInUse");
        assertThat(elb.describeRules(request -> request.listenerArn(listener)).rules())
                .extracting("priority")
                .containsExactlyInAnyOrder("10", "default");
    }

    private static RuleCondition path(String pattern) {
        return RuleCondition.builder().field("path-pattern").values(pattern).build();
    }
}
