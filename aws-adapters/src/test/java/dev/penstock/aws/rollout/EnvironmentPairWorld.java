package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.beanstalk.EnvironmentReader;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.beanstalk.SimulatedBeanstalk;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeStacks;
import dev.penstock.time.EngineClock;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
final class EnvironmentPairWorld implements ReleaseWorld {

    private static final String OLD = "old";
    private static final String THEIRS = "theirs";
    private static final OptionName SCRIPT = new OptionName(OptionName.VARIABLES, "PENSTOCK_SIMULATE");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Beanstalk gives its rules the next priorities that are free. */
    private static final int PRIORITIES = 100;

    private final SimulatedAccount account = new SimulatedAccount();
    private final BeanstalkEnvironments environments = new BeanstalkEnvironments(account.clients);
    private final ElbListenerRules rules = new ElbListenerRules(account.clients);
    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
    private final String loadBalancer;
    private final String listener;
    private final String label;
    private Optional<Cell> previous = Optional.empty();

    EnvironmentPairWorld(Path folder) throws IOException {
        SimulatedBeanstalk.prepare(account);
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
        previous.ifPresent(Cell::end);
        String name = "web" + number;
        SimulatedBeanstalk.application(account, AwsScope.OWN, name, OLD, THEIRS);
        SimulatedBeanstalk.environment(account, AwsScope.OWN, name, name, OLD, options());
        Cell cell = new Cell(name, users(number));
        rules.divide(
                AwsScope.OWN, cell.users, TrafficShares.all(cell.group(name).orElseThrow()));
        previous = Optional.of(cell);
        return cell;
    }

    private Map<OptionName, String> options() {
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

    @Override
    public EngineClock clock() {
        return account.clock();
    }

    @Override
    public void settle() {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    @Override
    public void close() {
        account.close();
    }

    private final class Cell implements ReleaseCell {

        private final String name;
        private final ListenerRuleArn users;
        private boolean failing;

        Cell(String name, ListenerRuleArn users) {
            this.name = name;
            this.users = users;
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            var platform = new BeanstalkPlatform(
                    environments,
                    new S3Bundles(account.clients),
                    new FakeImageRegistry(),
                    new FakeStacks(),
                    rules,
                    HttpClientProbe.of(account.realm()));
            DeploymentOptions chosen = chosen();
            return List.of(
                    new PackAction(),
                    new EitherWay<>(
                            new BeanstalkDeployAction(platform, action -> chosen),
                            new ReleaseAction<>(
                                    new BeanstalkReleaseTarget(platform, action -> chosen),
                                    action -> Optional.of(settings),
                                    Strategies.builtIn(),
                                    judge),
                            action -> true));
        }

        private DeploymentOptions chosen() {
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

        @Override
        public List<ResourceReader> readers() {
            return List.of(new EnvironmentReader(account.clients, clock()));
        }

        @Override
        public Pipeline pipeline() {
            return StackFixture.pipelineOf(
                    "ElasticBeanstalk",
                    SimulatedBeanstalk.files("new"),
                    Map.of("ApplicationName", name, "EnvironmentName", name));
        }

        @Override
        public void failHealth() {
            failing = true;
        }

        /** All requests go to the first environment again, which gets another version. */
        @Override
        public void interfere() {
            Environment first = environments.find(AwsScope.OWN, name).orElseThrow();
            environments.update(
                    AwsScope.OWN, new EnvironmentUpdate(first.id(), Optional.of(THEIRS), Map.of(), Optional.empty()));
            rules.divide(AwsScope.OWN, users, TrafficShares.all(group(name).orElseThrow()));
        }

        /** Environments that run on, and their rules, would slow down all that come after them. */
        void end() {
            elb.deleteRule(rule -> rule.ruleArn(users.text()));
            environments.list(AwsScope.OWN, name).stream()
                    .filter(each -> each.status().isReady())
                    .forEach(each -> environments.terminate(AwsScope.OWN, each.id()));
            settle();
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
            assertThat(environments
                            .instances(AwsScope.OWN, live.id())
                            .orElseThrow()
                            .allRun(live.versionLabel()))
                    .as(live.versionLabel())
                    .isTrue();
            return switch (live.versionLabel()) {
                case OLD -> Course.Runs.OLD;
                case THEIRS -> Course.Runs.THEIRS;
                default -> Course.Runs.NEW;
            };
        }
    }
}
