package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.release.ServiceSetup.Gradual;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeLoadBalancers;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServicePreflightTest {

    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final String ROLE = "arn:aws:iam::123456789012:role/infrastructure";

    private final FakeListenerRules rules = new FakeListenerRules();
    private final FakeLoadBalancers balancers = new FakeLoadBalancers();
    private final ListenerRuleArn rule = rules.add("shop.example", new TrafficShares(Map.of(BLUE, 1, GREEN, 0)));
    private Controller controller = Controller.ECS;
    private boolean daemon;
    private boolean ownAddresses = true;
    private DeploymentSettings settings = DeploymentSettings.NONE;
    private List<Balancer> behind = List.of(balancer(GREEN, rule.text(), ROLE));

    private static Balancer balancer(String alternate, String rule, String role) {
        return new Balancer(BLUE, "web", 80, Optional.of(new Gradual(alternate, rule, "", role)));
    }

    private List<ServiceFinding> look(boolean tested) {
        var setup = new ServiceSetup(
                "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
                controller,
                daemon,
                2,
                "web:1",
                ownAddresses,
                settings,
                behind,
                List.of(BLUE),
                Optional.empty());
        return new ServicePreflight(rules, balancers).ofShift(AwsScope.OWN, setup, tested);
    }

    private List<String> codes() {
        return look(false).stream().map(ServiceFinding::code).toList();
    }

    @Test
    void nothingStandsInTheWayOfAServiceThatIsSetUpForIt() {
        assertThat(look(false)).isEmpty();
    }

    @Test
    void aServiceWhoseDeploymentsAreSomebodyElsesIsLeftToThem() {
        controller = Controller.EXTERNAL;
        assertThat(codes()).containsExactly("PEN-ECS-010");
    }

    @Test
    void withoutALoadBalancerThereIsNothingToDivideBy() {
        behind = List.of();
        assertThat(codes()).containsExactly("PEN-ECS-011");
    }

    @Test
    void whatMovesTrafficIsNamedWhereItIsMissing() {
        behind = List.of(balancer("", rule.text(), ""));
        assertThat(look(true))
                .singleElement()
                .returns("PEN-ECS-012", ServiceFinding::code)
                .extracting(ServiceFinding::message)
                .asString()
                .contains("alternateTargetGroupArn", "roleArn", "testListenerRule");
    }

    @Test
    void groupsOfAnotherTypeOrGoneAreFoundBothAtOnce() {
        balancers.type(BLUE, "instance");
        balancers.remove(GREEN);
        assertThat(codes()).containsExactly("PEN-ECS-013", "PEN-ECS-013");
        ownAddresses = false;
        balancers.type(GREEN, "instance");
        assertThat(codes()).isEmpty();
    }

    @Test
    void aRuleIsTheServicesAlone() {
        rules.divideByAnother(
                rule, new TrafficShares(Map.of(BLUE, 90, GREEN, 0, FakeListenerRules.group("other"), 10)));
        assertThat(look(false))
                .singleElement()
                .returns("PEN-ECS-014", ServiceFinding::code)
                .extracting(ServiceFinding::message)
                .asString()
                .contains("targetgroup/other");
        behind = List.of(balancer(GREEN, rule.text().replace("9683b2d0", "00000000"), ROLE));
        assertThat(codes()).containsExactly("PEN-ECS-014");
    }

    @Test
    void aRuleThatSendsRequestsElsewhereThanTheServiceRunsIsFound() {
        rules.divideByAnother(rule, TrafficShares.all(GREEN));
        assertThat(codes()).containsExactly("PEN-ECS-015");
    }

    @Test
    void anIllServiceIsNothingToCompareWith() {
        rules.become(BLUE, 0);
        assertThat(codes()).containsExactly("PEN-ECS-016");
    }

    @Test
    void aPauseOfTheServicesOwnIsNotAnswered() {
        settings = DeploymentSettings.read("""
                {"lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["POST_SCALE_UP"]}]}""");
        assertThat(codes()).containsExactly("PEN-ECS-017");
    }

    @Test
    void aDaemonHasNoSecondSet() {
        daemon = true;
        assertThat(codes()).containsExactly("PEN-ECS-019");
    }
}
