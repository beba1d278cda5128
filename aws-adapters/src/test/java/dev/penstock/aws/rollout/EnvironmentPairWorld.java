package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.beanstalk.SimulatedBeanstalk;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.HostHeaderConditionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** Pairs of environments of a simulated Elastic Beanstalk, behind one load balancer that all share. */
final class EnvironmentPairWorld extends BeanstalkWorld {

    private static final OptionName SCRIPT = new OptionName(OptionName.VARIABLES, "PENSTOCK_SIMULATE");

    /** Beanstalk gives its rules the next priorities that are free. */
    private static final int PRIORITIES = 100;

    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
    private final String loadBalancer;
    private final String listener;
    private final String label;

    EnvironmentPairWorld(Path folder) throws IOException {
        loadBalancer = elb.createLoadBalancer(front -> front.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        listener = elb.createListener(at -> at.loadBalancerArn(loadBalancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(answer("404")))
                .listeners()
                .getFirst()
                .listenerArn();
        BundleWriter bundle = new BundleWriter();
        for (Map.Entry<String, String> file : SimulatedBeanstalk.files("new").entrySet()) {
            bundle.file(file.getKey(), file.getValue());
        }
        Path zip = folder.resolve("new.zip");
        bundle.write(zip);
        label = "shop-" + Digest.of(Files.readAllBytes(zip)).abbreviated();
    }

    private static Action answer(String status) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(
                        FixedResponseActionConfig.builder().statusCode(status).build())
                .build();
    }

    @Override
    public ReleaseCell cell(int number, String strategy) {
        String name = "web" + number;
        create(name, shared());
        Pair cell = new Pair(name, users(number));
        keep(cell);
        rules.divide(
                AwsScope.OWN, cell.users, TrafficShares.all(cell.group(name).orElseThrow()));
        return cell;
    }

    private Map<OptionName, String> shared() {
        Map<OptionName, String> all = new HashMap<>(SimulatedBeanstalk.OPTIONS);
        all.put(new OptionName("aws:elasticbeanstalk:environment", "LoadBalancerIsShared"), "true");
        all.put(new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer"), loadBalancer);
        return all;
    }

    private ListenerRuleArn users(int number) {
        RuleCondition host = RuleCondition.builder()
                .field("host-header")
                .hostHeaderConfig(HostHeaderConditionConfig.builder()
                        .values("shop" + number + ".example.com")
                        .build())
                .build();
        return ListenerRuleArn.of(elb.createRule(rule -> rule.listenerArn(listener)
                                .priority(number * PRIORITIES)
                                .conditions(List.of(host))
                                .actions(List.of(answer("503"))))
                        .rules()
                        .getFirst()
                        .ruleArn())
                .orElseThrow();
    }

    private final class Pair extends Cell {

        private final ListenerRuleArn users;

        Pair(String name, ListenerRuleArn users) {
            super(name);
            this.users = users;
        }

        @Override
        DeploymentOptions options() {
            DeploymentOptions usual = DeploymentOptions.DEFAULT;
            return new DeploymentOptions(
                    usual.bundle(),
                    usual.place(),
                    usual.labelPrefix(),
                    usual.creation(),
                    failing ? Map.of(SCRIPT, new OptionValue.Text(label + "/command-fails")) : Map.of(),
                    usual.acceptance(),
                    usual.patience(),
                    usual.whenItFails(),
                    usual.whenStopped(),
                    Optional.of(EnvironmentPairCellsIT.pair(users.text())),
                    usual.keptVersions());
        }

        /** All requests go to the first environment again, which gets another version. */
        @Override
        public void interfere() {
            deployTheirs(environments.find(AwsScope.OWN, name).orElseThrow());
            rules.divide(AwsScope.OWN, users, TrafficShares.all(group(name).orElseThrow()));
        }

        /** Their rules would slow down all that come after them, too. */
        @Override
        void end() {
            elb.deleteRule(rule -> rule.ruleArn(users.text()));
            super.end();
        }

        /** The target group of an environment. */
        Optional<String> group(String environment) {
            return environments.find(AwsScope.OWN, environment).stream()
                    .flatMap(found -> rules.ofLoadBalancer(AwsScope.OWN, loadBalancer).stream()
                            .filter(rule -> rule.hosts().contains(found.cname())))
                    .flatMap(rule -> rule.shares().receiving().stream())
                    .findFirst();
        }

        @Override
        public Course.Runs runs() {
            Set<String> receiving =
                    rules.rule(AwsScope.OWN, users).orElseThrow().shares().receiving();
            assertThat(receiving).hasSize(1);
            Environment live = environments.list(AwsScope.OWN, name).stream()
                    .filter(each -> group(each.name()).equals(receiving.stream().findFirst()))
                    .findFirst()
                    .orElseThrow();
            return versionOf(live);
        }
    }
}
