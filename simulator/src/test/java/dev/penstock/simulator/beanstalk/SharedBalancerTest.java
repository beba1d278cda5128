package dev.penstock.simulator.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.ElasticBeanstalkException;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Environments that share a load balancer which somebody else made. */
class SharedBalancerTest {

    private BeanstalkWorld world;
    private ElasticLoadBalancingV2Client elb;
    private String balancer;
    private String listener;

    @BeforeEach
    void open() {
        world = new BeanstalkWorld();
        elb = Clients.of(world.aws).with(ElasticLoadBalancingV2Client.builder());
        balancer = elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        listener = elb.createListener(l -> l.loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(Action.builder()
                                .type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(f -> f.statusCode("404"))
                                .build()))
                .listeners()
                .getFirst()
                .listenerArn();
        world.version("v1");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void make(String name, ConfigurationOptionSetting... more) {
        List<ConfigurationOptionSetting> options = new ArrayList<>(List.of(
                BeanstalkWorld.option("aws:elasticbeanstalk:environment", "LoadBalancerIsShared", "true"),
                BeanstalkWorld.option("aws:elbv2:loadbalancer", "SharedLoadBalancer", balancer)));
        options.addAll(List.of(more));
        world.beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName(name)
                .cnamePrefix(name)
                .versionLabel("v1")
                .solutionStackName(BeanstalkWorld.DOCKER)
                .optionSettings(BeanstalkWorld.options(options.toArray(ConfigurationOptionSetting[]::new))));
        world.untilReady(name);
    }

    private List<Rule> rules() {
        return elb.describeRules(r -> r.listenerArn(listener)).rules().stream()
                .filter(rule -> !rule.isDefault())
                .toList();
    }

    private static List<String> hosts(Rule rule) {
        return rule.conditions().stream()
                .filter(condition -> condition.field().equals("host-header"))
                .flatMap(condition -> condition.hostHeaderConfig().values().stream())
                .toList();
    }

    private static String host(String name) {
        return name + ".us-east-1.elasticbeanstalk.com";
    }

    private int status(String host) throws IOException, InterruptedException {
        var simulator = new InetSocketAddress(
                world.aws.endpoint().getHost(), world.aws.endpoint().getPort());
        try (HttpClient client =
                HttpClient.newBuilder().proxy(ProxySelector.of(simulator)).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + host + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void anEnvironmentHasARuleAndATargetGroupThereAndTheLoadBalancerStaysWhenItEnds() throws Exception {
        make("blue");
        make("green");

        assertThat(elb.describeLoadBalancers().loadBalancers()).hasSize(1);
        assertThat(rules()).extracting(Rule::priority).containsExactly("1", "2");
        assertThat(rules())
                .extracting(SharedBalancerTest::hosts)
                .containsExactly(List.of(host("blue")), List.of(host("green")));
        assertThat(tag()).isEqualTo("2");
        assertThat(status(host("blue"))).isEqualTo(HttpURLConnection.HTTP_OK);
        assertThat(world.beanstalk
                        .describeEnvironmentResources(r -> r.environmentName("green"))
                        .environmentResources()
                        .loadBalancers())
                .singleElement()
                .satisfies(each -> assertThat(each.name()).isEqualTo(balancer));

        world.beanstalk.terminateEnvironment(t -> t.environmentName("blue"));
        world.untilReady("blue");
        assertThat(rules()).hasSize(1);
        assertThat(tag()).isEqualTo("1");
        assertThat(elb.describeTargetGroups().targetGroups()).hasSize(1);
        assertThat(elb.describeListeners(l -> l.loadBalancerArn(balancer)).listeners())
                .hasSize(1);
        assertThat(status(host("green"))).isEqualTo(HttpURLConnection.HTTP_OK);
    }

    private String tag() {
        return elb.describeTags(t -> t.resourceArns(balancer)).tagDescriptions().getFirst().tags().stream()
                .filter(tag -> tag.key().equals("elasticbeanstalk:shared-elb-environment-count"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void rulesOfTheSettingsLeadToTheirProcessesBelowThoseThatWereThere() {
        make(
                "blue",
                BeanstalkWorld.option("aws:elbv2:listener:80", "Rules", "default,admin"),
                BeanstalkWorld.option("aws:elbv2:listenerrule:admin", "PathPatterns", "/admin/*"),
                BeanstalkWorld.option("aws:elbv2:listenerrule:admin", "HostHeaders", "www.example.com"),
                BeanstalkWorld.option("aws:elbv2:listenerrule:admin", "Priority", "7"),
                BeanstalkWorld.option("aws:elbv2:listenerrule:admin", "Process", "admin"),
                BeanstalkWorld.option("aws:elasticbeanstalk:environment:process:admin", "Port", "8081"));

        assertThat(rules()).hasSize(2);
        assertThat(hosts(rules().getFirst())).containsExactly("www.example.com", host("blue"));
        String admin = rules().getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        assertThat(elb.describeTargetGroups(g -> g.targetGroupArns(admin))
                        .targetGroups()
                        .getFirst()
                        .port())
                .isEqualTo(8081);
        assertThat(elb.describeTargetHealth(h -> h.targetGroupArn(admin)).targetHealthDescriptions())
                .isNotEmpty()
                .allMatch(target -> target.target().port() == 8081);
    }

    @Test
    void swappedHostNamesAreAnsweredByTheOtherEnvironment() {
        make("blue");
        make("green");
        List<String> before = rules().stream()
                .map(SharedBalancerTest::hosts)
                .map(List::getFirst)
                .toList();

        world.beanstalk.swapEnvironmentCNAMEs(
                s -> s.sourceEnvironmentName("blue").destinationEnvironmentName("green"));

        assertThat(rules().stream().map(SharedBalancerTest::hosts).map(List::getFirst))
                .containsExactlyElementsOf(before.reversed());
    }

    @Test
    void whatSomebodyElsesRuleStillUsesCannotBeTakenAway() {
        make("blue");
        String group = rules().getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.createRule(r -> r.listenerArn(listener)
                .priority(900)
                .conditions(RuleCondition.builder()
                        .field("host-header")
                        .hostHeaderConfig(h -> h.values("shop.example.com"))
                        .build())
                .actions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .forwardConfig(f -> f.targetGroups(TargetGroupTuple.builder()
                                .targetGroupArn(group)
                                .weight(0)
                                .build()))
                        .build()));

        world.beanstalk.terminateEnvironment(t -> t.environmentName("blue"));

        world.untilReady("blue");
        assertThat(world.messages("blue")).anyMatch(message -> message.contains("ResourceInUse"));
        assertThat(elb.describeTargetGroups().targetGroups()).hasSize(1);
    }

    @Test
    void theLoadBalancerIsSettledWhenTheEnvironmentIsMade() {
        make("blue");
        assertThatThrownBy(() -> world.beanstalk.updateEnvironment(u -> u.environmentName("blue")
                        .optionSettings(BeanstalkWorld.option(
                                "aws:elasticbeanstalk:environment", "LoadBalancerIsShared", "false"))))
                .isInstanceOf(ElasticBeanstalkException.class)
                .hasMessageContaining("LoadBalancer type option cannot be changed.");
        assertThatThrownBy(() -> world.beanstalk.createEnvironment(e -> e.applicationName("shop")
                        .environmentName("other")
                        .solutionStackName(BeanstalkWorld.DOCKER)
                        .optionSettings(BeanstalkWorld.options(BeanstalkWorld.option(
                                "aws:elasticbeanstalk:environment", "LoadBalancerIsShared", "true")))))
                .hasMessageContaining("SharedLoadBalancer");
        assertThat(world.beanstalk
                        .describeEnvironments(d -> d.environmentNames("blue"))
                        .environments()
                        .getFirst()
                        .status())
                .isEqualTo(EnvironmentStatus.READY);
    }
}
