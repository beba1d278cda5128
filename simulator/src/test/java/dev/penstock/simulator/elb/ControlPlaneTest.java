package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Sources: ELB API Reference; the wording of errors as users have published it. */
class ControlPlaneTest {

    private final ElbWorld world = ElbWorld.stepped();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aLoadBalancerIsProvisionedBeforeItIsActive() {
        LoadBalancer created = world.loadBalancer("front");

        assertThat(created.loadBalancerArn())
                .matches("arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/front/[0-9a-f]{16}");
        assertThat(created.dnsName()).matches("front-[0-9]{10}\\.us-east-1\\.elb\\.amazonaws\\.com");
        assertThat(created.canonicalHostedZoneId()).isEqualTo("Z35SXDOTRQ7X7K");
        assertThat(created.availabilityZones())
                .extracting(z -> z.subnetId() + " " + z.zoneName())
                .containsExactly("subnet-a us-east-1a", "subnet-b us-east-1b");
        assertThat(state("front")).isEqualTo("provisioning");
        world.aws.time().advance(Duration.ofSeconds(150));
        assertThat(state("front")).isEqualTo("active");
    }

    @Test
    void aNetworkLoadBalancerHasItsOwnNamesAndNeedsOneSubnet() {
        LoadBalancer created = world.elb
                .createLoadBalancer(
                        b -> b.name("inner").type("network").scheme("internal").subnets("subnet-a"))
                .loadBalancers()
                .getFirst();

        assertThat(created.loadBalancerArn()).contains(":loadbalancer/net/inner/");
        assertThat(created.dnsName()).matches("inner-[0-9a-f]{16}\\.elb\\.us-east-1\\.amazonaws\\.com");
        assertThat(created.canonicalHostedZoneId()).isEqualTo("Z26RNL4JYFTOTI");
    }

    @Test
    void creatingTheSameAgainGivesTheSameAndAnotherOfTheNameIsRefused() {
        LoadBalancer first = world.loadBalancer("front");
        String group = world.group("web");

        assertThat(world.loadBalancer("front").loadBalancerArn()).isEqualTo(first.loadBalancerArn());
        assertThat(world.group("web")).isEqualTo(group);
        assertThat(ElbWorld.error(() -> world.elb.createLoadBalancer(
                        b -> b.name("front").scheme("internal").subnets("subnet-a", "subnet-b"))))
                .isEqualTo("DuplicateLoadBalancerName: A load balancer with the same name 'front' exists, but with"
                        + " different settings");
        assertThat(ElbWorld.error(() -> world.group("web", g -> g.port(8080))))
                .isEqualTo("DuplicateTargetGroupName: A target group with the same name 'web' exists, but with"
                        + " different settings");
        assertThat(world.aws.effects().of("elasticloadbalancing", "CreateLoadBalancer"))
                .hasSize(1);
    }

    @Test
    void namesAndSubnetsAreChecked() {
        assertThat(ElbWorld.error(
                        () -> world.elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a"))))
                .isEqualTo(
                        "ValidationError: At least two subnets in two different Availability Zones must be specified");
        assertThat(ElbWorld.error(
                        () -> world.elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a", "subnet-a"))))
                .isEqualTo("InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the"
                        + " same Availability Zone");
        assertThat(ElbWorld.error(() -> world.loadBalancer("a".repeat(33))))
                .isEqualTo("ValidationError: Load balancer name '" + "a".repeat(33)
                        + "' cannot be longer than '32' characters");
        assertThat(ElbWorld.error(() -> world.group("-web")))
                .isEqualTo("ValidationError: 1 validation error detected: Value '-web' at"
                        + " 'targetGroup.targetGroupArn.targetGroupName' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: (?!.*--)(?!^-)(?!.*-$)^[A-Za-z0-9-]+$");
        assertThat(ElbWorld.error(() -> world.group("w_b")))
                .isEqualTo("ValidationError: Target group name 'w_b' can only contain characters that are alphanumeric"
                        + " characters or hyphens(-)");
    }

    @Test
    void aTargetGroupHasAwsDefaults() {
        TargetGroup group = world.group("web", g -> {});

        assertThat(group.healthCheckPath()).isEqualTo("/");
        assertThat(group.healthCheckPort()).isEqualTo("traffic-port");
        assertThat(group.healthCheckIntervalSeconds()).isEqualTo(30);
        assertThat(group.healthCheckTimeoutSeconds()).isEqualTo(5);
        assertThat(group.healthyThresholdCount()).isEqualTo(5);
        assertThat(group.unhealthyThresholdCount()).isEqualTo(2);
        assertThat(group.matcher().httpCode()).isEqualTo("200");
        assertThat(group.protocolVersion()).isEqualTo("HTTP1");
        Map<String, String> attributes = new TreeMap<>();
        world.elb
                .describeTargetGroupAttributes(d -> d.targetGroupArn(group.targetGroupArn()))
                .attributes()
                .forEach(a -> attributes.put(a.key(), a.value()));
        assertThat(attributes)
                .containsEntry("deregistration_delay.timeout_seconds", "300")
                .containsEntry("load_balancing.algorithm.type", "round_robin")
                .containsEntry("stickiness.type", "lb_cookie");
    }

    @Test
    void settingsOfATargetGroupAreChecked() {
        assertThat(ElbWorld.error(() ->
                        world.group("web", g -> g.healthCheckIntervalSeconds(10).healthCheckTimeoutSeconds(10))))
                .isEqualTo("ValidationError: Health check timeout '10' must be smaller than the interval '10'");
        String group = world.group("web");
        assertThat(ElbWorld.error(() -> attribute(group, "deregistration_delay.timeout_seconds", "4000")))
                .isEqualTo("ValidationError: 'deregistration_delay.timeout_seconds' value '4000' must be between"
                        + " '0-3600' inclusive");
        assertThat(ElbWorld.error(() -> attribute(group, "drain", "now")))
                .isEqualTo("ValidationError: Target group attribute key 'drain' is not recognized");
        assertThat(ElbWorld.error(() -> world.elb.registerTargets(r -> r.targetGroupArn(group)
                        .targets(TargetDescription.builder()
                                .id("i-0123456789abcdef0")
                                .build()))))
                .isEqualTo("InvalidTarget: The IP address 'i-0123456789abcdef0' is not a valid IPv4 address");
    }

    @Test
    void weightsAreKeptAndSingleForwardsHaveTheirConfig() {
        String blue = world.group("blue");
        String green = world.group("green");
        LoadBalancer balancer = world.loadBalancer("front");

        Listener listener = world.listener(balancer, 80, ElbWorld.forward(blue));

        Action single = listener.defaultActions().getFirst();
        assertThat(single.targetGroupArn()).isEqualTo(blue);
        assertThat(single.forwardConfig().targetGroups().getFirst().weight()).isEqualTo(1);
        assertThat(single.forwardConfig().targetGroupStickinessConfig().enabled())
                .isFalse();
        world.elb.modifyListener(
                m -> m.listenerArn(listener.listenerArn()).defaultActions(ElbWorld.forward(blue, 90, green, 10)));
        Action weighted = world.elb
                .describeListeners(d -> d.listenerArns(listener.listenerArn()))
                .listeners()
                .getFirst()
                .defaultActions()
                .getFirst();
        assertThat(weighted.targetGroupArn()).isNull();
        assertThat(weighted.forwardConfig().targetGroups())
                .extracting(t -> t.targetGroupArn() + " " + t.weight())
                .containsExactly(blue + " 90", green + " 10");
        assertThat(world.elb
                        .describeTargetGroups(d -> d.loadBalancerArn(balancer.loadBalancerArn()))
                        .targetGroups())
                .extracting(TargetGroup::targetGroupArn)
                .containsExactlyInAnyOrder(blue, green);
        assertThat(ElbWorld.error(() -> world.elb.modifyListener(m ->
                        m.listenerArn(listener.listenerArn()).defaultActions(ElbWorld.forward(blue, 1000, green, 0)))))
                .isEqualTo("ValidationError: Target group weight '1000' must be between '0-999' inclusive");
    }

    @Test
    void aTargetGroupServesOneLoadBalancerAndIsNotDeletedWhileItDoes() {
        String group = world.group("web");
        Listener listener = world.listener(world.loadBalancer("one"), 80, ElbWorld.forward(group));

        assertThat(ElbWorld.error(() -> world.listener(world.loadBalancer("two"), 80, ElbWorld.forward(group))))
                .isEqualTo("TargetGroupAssociationLimit: The following target groups cannot be associated with more"
                        + " than one load balancer: " + group);
        assertThat(ElbWorld.error(() -> world.elb.deleteTargetGroup(d -> d.targetGroupArn(group))))
                .isEqualTo("ResourceInUse: Target group '" + group + "' is currently in use by a listener or a rule");
        world.elb.deleteListener(d -> d.listenerArn(listener.listenerArn()));
        world.elb.deleteTargetGroup(d -> d.targetGroupArn(group));
        assertThat(ElbWorld.error(() -> world.elb.describeTargetGroups(d -> d.names("web"))))
                .isEqualTo("TargetGroupNotFound: One or more target groups not found");
    }

    @Test
    void rulesHavePrioritiesOfTheirOwn() {
        LoadBalancer balancer = world.loadBalancer("front");
        String listener =
                world.listener(balancer, 80, ElbWorld.fixed("404", "no")).listenerArn();
        Rule first = rule(listener, 10, "/a/*");
        Rule second = rule(listener, 20, "/b/*");

        assertThat(ElbWorld.error(() -> rule(listener, 10, "/c/*")))
                .isEqualTo("PriorityInUse: Priority '10' is currently in use");
        world.elb.setRulePriorities(s -> s.rulePriorities(
                RulePriorityPair.builder().ruleArn(first.ruleArn()).priority(20).build(),
                RulePriorityPair.builder()
                        .ruleArn(second.ruleArn())
                        .priority(10)
                        .build()));
        List<Rule> rules = world.elb.describeRules(d -> d.listenerArn(listener)).rules();
        assertThat(rules).extracting(Rule::priority).containsExactly("10", "20", "default");
        assertThat(rules.getFirst().ruleArn()).isEqualTo(second.ruleArn());
        assertThat(rules.getFirst().conditions().getFirst().pathPatternConfig().values())
                .containsExactly("/b/*");
        assertThat(ElbWorld.error(() ->
                        world.elb.deleteRule(d -> d.ruleArn(rules.getLast().ruleArn()))))
                .startsWith("OperationNotPermitted: Default rule");
        world.elb.deleteRule(d -> d.ruleArn(first.ruleArn()));
        assertThat(ElbWorld.error(() -> world.elb.describeRules(d -> d.ruleArns(first.ruleArn()))))
                .isEqualTo("RuleNotFound: One or more rules not found");
    }

    @Test
    void anHttpsListenerNeedsACertificateAndHasAPolicy() {
        LoadBalancer balancer = world.loadBalancer("front");

        assertThat(ElbWorld.error(() -> world.elb.createListener(l -> l.loadBalancerArn(balancer.loadBalancerArn())
                        .port(443)
                        .protocol("HTTPS")
                        .defaultActions(ElbWorld.fixed("200", "")))))
                .isEqualTo("ValidationError: A certificate must be specified for HTTPS listeners");
        Listener listener = world.elb
                .createListener(l -> l.loadBalancerArn(balancer.loadBalancerArn())
                        .port(443)
                        .protocol("HTTPS")
                        .certificates(certificate("one"))
                        .defaultActions(ElbWorld.fixed("200", "")))
                .listeners()
                .getFirst();
        assertThat(listener.sslPolicy()).isEqualTo("ELBSecurityPolicy-2016-08");
        world.elb.addListenerCertificates(
                a -> a.listenerArn(listener.listenerArn()).certificates(certificate("two")));
        assertThat(world.elb
                        .describeListenerCertificates(d -> d.listenerArn(listener.listenerArn()))
                        .certificates())
                .extracting(c -> c.certificateArn() + " " + c.isDefault())
                .containsExactly(
                        "arn:aws:acm:us-east-1:111122223333:certificate/one true",
                        "arn:aws:acm:us-east-1:111122223333:certificate/two false");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(ElbWorld.error(() -> world.elb.describeLoadBalancers(d -> d.names("gone"))))
                .isEqualTo("LoadBalancerNotFound: Load balancers '[gone]' not found");
        assertThat(ElbWorld.error(() -> world.elb.describeListeners(d -> d.listenerArns("arn:gone"))))
                .isEqualTo("ValidationError: 'arn:gone' is not a valid listener ARN");
        String gone = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/gone/0123456789abcdef";
        assertThat(ElbWorld.error(() -> world.elb.describeTargetHealth(d -> d.targetGroupArn(gone))))
                .isEqualTo("TargetGroupNotFound: Target groups '" + gone + "' not found");
        assertThat(ElbWorld.error(() -> world.elb.describeListeners(d -> {})))
                .isEqualTo("ValidationError: You must specify either listener ARNs or a load balancer ARN");
    }

    @Test
    void deletionProtectionProtects() {
        LoadBalancer balancer = world.loadBalancer("front");
        protect(balancer, "true");

        assertThat(ElbWorld.error(
                        () -> world.elb.deleteLoadBalancer(d -> d.loadBalancerArn(balancer.loadBalancerArn()))))
                .isEqualTo("OperationNotPermitted: Load balancer '" + balancer.loadBalancerArn()
                        + "' cannot be deleted because deletion protection is enabled");
        protect(balancer, "false");
        world.elb.deleteLoadBalancer(d -> d.loadBalancerArn(balancer.loadBalancerArn()));
        assertThat(world.elb.describeLoadBalancers(d -> {}).loadBalancers()).isEmpty();
    }

    @Test
    void listingsComeInPages() {
        for (int i = 0; i < 5; i++) {
            world.group("web-" + i);
        }

        var first = world.elb.describeTargetGroups(d -> d.pageSize(2));

        assertThat(first.targetGroups()).hasSize(2);
        assertThat(first.nextMarker()).isNotNull();
        assertThat(world.elb.describeTargetGroupsPaginator(d -> d.pageSize(2)).targetGroups())
                .extracting(TargetGroup::targetGroupName)
                .containsExactly("web-0", "web-1", "web-2", "web-3", "web-4");
        assertThat(ElbWorld.error(() -> world.elb.describeTargetGroups(d -> d.pageSize(0))))
                .isEqualTo("ValidationError: 1 validation error detected: Value '0' at 'pageSize' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1");
    }

    @Test
    void tagsAreKeptForAllKinds() {
        LoadBalancer balancer = world.loadBalancer("front");
        String listener =
                world.listener(balancer, 80, ElbWorld.fixed("200", "")).listenerArn();
        Tag tag = Tag.builder().key("team").value("shop").build();

        world.elb.addTags(
                a -> a.resourceArns(balancer.loadBalancerArn(), listener).tags(tag));

        assertThat(world.elb
                        .describeTags(d -> d.resourceArns(listener))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .containsExactly(tag);
        world.elb.removeTags(r -> r.resourceArns(listener).tagKeys("team"));
        assertThat(world.elb
                        .describeTags(d -> d.resourceArns(listener))
                        .tagDescriptions()
                        .getFirst()
                        .tags())
                .isEmpty();
    }

    @Test
    void whatIsNotSimulatedSaysSo() {
        assertThat(notSimulated(() -> world.elb.createLoadBalancer(
                        b -> b.name("gate").type("gateway").subnets("subnet-a"))))
                .contains("a load balancer of type gateway is not simulated");
        assertThat(notSimulated(() -> world.listener(
                        world.loadBalancer("front"),
                        80,
                        Action.builder().type("authenticate-oidc").build())))
                .contains("an action of type authenticate-oidc is not simulated");
    }

    private Rule rule(String listener, int priority, String path) {
        return world.elb
                .createRule(r -> r.listenerArn(listener)
                        .priority(priority)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values(path)
                                .build())
                        .actions(ElbWorld.fixed("200", path)))
                .rules()
                .getFirst();
    }

    private void protect(LoadBalancer balancer, String value) {
        world.elb.modifyLoadBalancerAttributes(m -> m.loadBalancerArn(balancer.loadBalancerArn())
                .attributes(LoadBalancerAttribute.builder()
                        .key("deletion_protection.enabled")
                        .value(value)
                        .build()));
    }

    private void attribute(String group, String key, String value) {
        world.elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(group)
                .attributes(TargetGroupAttribute.builder().key(key).value(value).build()));
    }

    private String state(String name) {
        return world.elb
                .describeLoadBalancers(d -> d.names(name))
                .loadBalancers()
                .getFirst()
                .state()
                .codeAsString();
    }

    private static Certificate certificate(String id) {
        return Certificate.builder()
                .certificateArn("arn:aws:acm:us-east-1:111122223333:certificate/" + id)
                .build();
    }

    private static String notSimulated(Runnable call) {
        try {
            call.run();
        } catch (ElasticLoadBalancingV2Exception e) {
            return e.statusCode() + " " + e.awsErrorDetails().errorMessage();
        }
        return "no error";
    }

    @Test
    void severalValuesOfAConditionNeedItsConfiguration() {
        String group = world.group("web");
        String listener = world.listener(world.loadBalancer("front"), 80, ElbWorld.forward(group))
                .listenerArn();

        assertThat(ElbWorld.error(() -> world.elb.createRule(r -> r.listenerArn(listener)
                        .priority(1)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values("/a", "/b")
                                .build())
                        .actions(ElbWorld.forward(group)))))
                .isEqualTo("ValidationError: The 'path-pattern' field contains too many values; the limit is '1'");
        Rule rule = world.elb
                .createRule(r -> r.listenerArn(listener)
                        .priority(1)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .pathPatternConfig(p -> p.values("/a", "/b"))
                                .build())
                        .actions(ElbWorld.forward(group)))
                .rules()
                .getFirst();
        assertThat(rule.conditions().getFirst().values()).containsExactly("/a", "/b");
    }

    @Test
    void targetsOfTlsHaveNoStickiness() {
        String group = world.group("tls", g -> g.protocol("TLS").port(443)).targetGroupArn();

        assertThat(ElbWorld.error(() -> world.elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(group)
                        .attributes(TargetGroupAttribute.builder()
                                .key("stickiness.enabled")
                                .value("true")
                                .build()))))
                .endsWith("You cannot enable stickiness on target groups with the TLS protocol");
    }
}
