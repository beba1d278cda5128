package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * The load balancers of environments. Application and network load balancers are real ones of the simulated Elastic Load
 * Balancing; of a classic one there is a name.
 */
final class Balancer {

    private static final String ELB = "elasticloadbalancing";
    private static final String PROCESSES = "aws:elasticbeanstalk:environment:process:";
    private static final String PROCESS = PROCESSES + "default";
    private static final String VPC = "aws:ec2:vpc";

    private final BeanstalkStore store;
    private final SharedBalancer shared;
    private final ServiceCalls calls;
    private final TargetGroups groups;
    private final Ids ids;

    Balancer(BeanstalkStore store, ServiceCalls calls, TargetGroups groups, Ids ids) {
        this.store = store;
        this.shared = new SharedBalancer(calls);
        this.calls = calls;
        this.groups = groups;
        this.ids = ids;
    }

    /** In whose name resources of an environment are made: that of who asked for the work. */
    static Caller caller(EnvironmentRow environment) {
        return new Caller(
                environment.account(),
                environment.region(),
                environment.work().map(Work::principal).orElse("arn:aws:iam::" + environment.account() + ":root"),
                environment.work().map(Work::principalId).orElse(environment.account()));
    }

    static String type(EnvironmentRow environment) {
        return environment.options().effective("aws:elasticbeanstalk:environment", "LoadBalancerType");
    }

    static boolean isWanted(EnvironmentRow environment) {
        return !environment.isWorker() && !environment.isSingleInstance();
    }

    /** Makes the load balancer that the settings ask for. */
    EnvironmentRow.Resources create(EnvironmentRow environment, EnvironmentRow.Resources so) {
        String mark = mark();
        if (type(environment).equals("classic")) {
            String name = "awseb-e-" + environment.id().charAt(2) + "-AWSEBLoa-" + mark;
            String dns = name + "-" + ids.digits(9) + "." + environment.region() + ".elb.amazonaws.com";
            return so.behind(name, "", "", dns);
        }
        if (SharedBalancer.isWanted(environment.options())) {
            return share(environment, so);
        }
        Caller caller = caller(environment);
        Settings options = environment.options();
        boolean application = type(environment).equals("application");
        LoadBalancer balancer = calls.call(
                        caller,
                        ELB,
                        CreateLoadBalancerRequest.builder()
                                .name("awseb--AWSEB-" + mark)
                                .type(application ? "application" : "network")
                                .scheme(
                                        options.effective(VPC, "ELBScheme").equals("internal")
                                                ? "internal"
                                                : "internet-facing")
                                .subnets(subnets(environment))
                                .build(),
                        CreateLoadBalancerResponse.class)
                .loadBalancers()
                .getFirst();
        String group = createGroup(environment, PROCESS, mark);
        String listener = calls.call(
                        caller,
                        ELB,
                        CreateListenerRequest.builder()
                                .loadBalancerArn(balancer.loadBalancerArn())
                                .port(80)
                                .protocol(application ? ProtocolEnum.HTTP : ProtocolEnum.TCP)
                                .defaultActions(Action.builder()
                                        .type(ActionTypeEnum.FORWARD)
                                        .targetGroupArn(group)
                                        .build())
                                .build(),
                        CreateListenerResponse.class)
                .listeners()
                .getFirst()
                .listenerArn();
        return so.behind(balancer.loadBalancerArn(), group, listener, balancer.dnsName());
    }

    /** Puts the environment behind a load balancer that is there, with target groups and rules of its own. */
    private EnvironmentRow.Resources share(EnvironmentRow environment, EnvironmentRow.Resources so) {
        LoadBalancer balancer = shared.find(environment);
        Map<String, String> groups = new TreeMap<>();
        for (String process : SharedBalancer.processes(environment.options())) {
            groups.put(process, createGroup(environment, PROCESSES + process, mark()));
        }
        List<String> rules = shared.makeRules(environment, balancer, groups);
        String own = Objects.requireNonNull(groups.remove("default"));
        shared.count(environment, balancer.loadBalancerArn(), sharing(environment, balancer.loadBalancerArn()) + 1);
        return so.behind(balancer.loadBalancerArn(), own, "", balancer.dnsName())
                .sharing(groups, rules);
    }

    private String mark() {
        return ids.word(12).toUpperCase(Locale.ROOT);
    }

    /** How many other environments share a load balancer. */
    private long sharing(EnvironmentRow environment, String balancer) {
        return store.environments(environment.account(), environment.region()).stream()
                .filter(other -> !other.id().equals(environment.id())
                        && other.resources().isShared()
                        && other.resources().loadBalancer().equals(balancer))
                .count();
    }

    private static List<String> subnets(EnvironmentRow environment) {
        Settings options = environment.options();
        String given = options.value(VPC, "ELBSubnets")
                .filter(text -> !text.isBlank())
                .or(() -> options.value(VPC, "Subnets"))
                .orElse("");
        List<String> subnets = List.of(given.split(",", -1)).stream()
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .toList();
        return subnets.isEmpty() ? List.of("subnet-0de1a017a0000000a", "subnet-0de1a017a0000000b") : subnets;
    }

    private static String vpc(EnvironmentRow environment) {
        return environment.options().value(VPC, "VPCId").orElse("vpc-0de1a017a00000000");
    }

    private String createGroup(EnvironmentRow environment, String process, String mark) {
        Settings options = environment.options();
        boolean application = type(environment).equals("application");
        CreateTargetGroupRequest.Builder request = CreateTargetGroupRequest.builder()
                .name("awseb-AWSEB-" + mark)
                .port(options.number(process, "Port", 80))
                .protocol(application ? ProtocolEnum.HTTP : ProtocolEnum.TCP)
                .vpcId(vpc(environment))
                .targetType("instance")
                .healthCheckIntervalSeconds(interval(environment, process))
                .healthyThresholdCount(options.number(process, "HealthyThresholdCount", 3))
                .unhealthyThresholdCount(options.number(process, "UnhealthyThresholdCount", 5));
        if (application) {
            request.healthCheckPath(path(options, process))
                    .healthCheckTimeoutSeconds(options.number(process, "HealthCheckTimeout", 5))
                    .matcher(m -> m.httpCode(matcher(options, process)));
        }
        String arn = calls.call(caller(environment), ELB, request.build(), CreateTargetGroupResponse.class)
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        delay(environment, process, arn);
        return arn;
    }

    private void delay(EnvironmentRow environment, String process, String group) {
        calls.call(
                caller(environment),
                ELB,
                ModifyTargetGroupAttributesRequest.builder()
                        .targetGroupArn(group)
                        .attributes(TargetGroupAttribute.builder()
                                .key("deregistration_delay.timeout_seconds")
                                .value(Integer.toString(
                                        environment.options().number(process, "DeregistrationDelay", 20)))
                                .build())
                        .build(),
                ModifyTargetGroupAttributesResponse.class);
    }

    /** Brings the health checks in line with the settings. */
    void apply(EnvironmentRow environment) {
        apply(environment, PROCESS, environment.resources().targetGroup());
        environment.resources().processes().forEach((name, group) -> apply(environment, PROCESSES + name, group));
    }

    private void apply(EnvironmentRow environment, String process, String group) {
        Settings options = environment.options();
        if (group.isEmpty()) {
            return;
        }
        if (type(environment).equals("application")) {
            calls.call(
                    caller(environment),
                    ELB,
                    ModifyTargetGroupRequest.builder()
                            .targetGroupArn(group)
                            .healthCheckPath(path(options, process))
                            .healthCheckIntervalSeconds(interval(environment, process))
                            .healthCheckTimeoutSeconds(options.number(process, "HealthCheckTimeout", 5))
                            .healthyThresholdCount(options.number(process, "HealthyThresholdCount", 3))
                            .unhealthyThresholdCount(options.number(process, "UnhealthyThresholdCount", 5))
                            .matcher(m -> m.httpCode(matcher(options, process)))
                            .build(),
                    ModifyTargetGroupResponse.class);
        }
        delay(environment, process, group);
    }

    private static String path(Settings options, String process) {
        return options.value(process, "HealthCheckPath")
                .or(() -> options.value("aws:elasticbeanstalk:application", "Application Healthcheck URL")
                        .filter(path -> path.startsWith("/")))
                .orElse("/");
    }

    private static String matcher(Settings options, String process) {
        return options.effective(process, "MatcherHTTPCode").isEmpty()
                ? "200"
                : options.effective(process, "MatcherHTTPCode");
    }

    private static int interval(EnvironmentRow environment, String process) {
        int otherwise = type(environment).equals("network") ? 30 : 15;
        return environment.options().value(process, "HealthCheckInterval").isPresent()
                ? environment.options().number(process, "HealthCheckInterval", otherwise)
                : otherwise;
    }

    /** The port of instances that the load balancer sends requests to. */
    static int port(EnvironmentRow environment) {
        return environment.options().number(PROCESS, "Port", 80);
    }

    /** How long an instance that is taken out still gets to end its requests, in seconds. */
    static int deregistrationDelay(EnvironmentRow environment) {
        return environment.options().number(PROCESS, "DeregistrationDelay", 20);
    }

    /** Deletes what {@link #create} made. What somebody else has deleted is gone. */
    void delete(EnvironmentRow environment) {
        EnvironmentRow.Resources has = environment.resources();
        Caller caller = caller(environment);
        if (has.targetGroup().isEmpty()) {
            return;
        }
        if (has.isShared()) {
            leave(environment);
            return;
        }
        gone(() -> calls.call(
                caller,
                ELB,
                DeleteListenerRequest.builder().listenerArn(has.listener()).build(),
                DeleteListenerResponse.class));
        gone(() -> calls.call(
                caller,
                ELB,
                DeleteLoadBalancerRequest.builder()
                        .loadBalancerArn(has.loadBalancer())
                        .build(),
                DeleteLoadBalancerResponse.class));
        deleteGroup(environment, has.targetGroup());
        if (!has.trial().isEmpty()) {
            deleteGroup(environment, has.trial());
        }
    }

    /** Takes away what {@link #share} made; the load balancer and its listeners are others'. */
    private void leave(EnvironmentRow environment) {
        EnvironmentRow.Resources has = environment.resources();
        Caller caller = caller(environment);
        for (String rule : has.rules()) {
            gone(() -> calls.call(
                    caller, ELB, DeleteRuleRequest.builder().ruleArn(rule).build(), DeleteRuleResponse.class));
        }
        deleteGroup(environment, has.targetGroup());
        has.processes().values().forEach(group -> deleteGroup(environment, group));
        if (!has.trial().isEmpty()) {
            deleteGroup(environment, has.trial());
        }
        shared.count(environment, has.loadBalancer(), sharing(environment, has.loadBalancer()));
    }

    /** Lets the rules at a load balancer that is shared be met by the environment's new host name. */
    void renamed(EnvironmentRow environment, String from) {
        shared.rename(environment, from);
    }

    private void deleteGroup(EnvironmentRow environment, String arn) {
        gone(() -> calls.call(
                caller(environment),
                ELB,
                DeleteTargetGroupRequest.builder().targetGroupArn(arn).build(),
                DeleteTargetGroupResponse.class));
    }

    private static void gone(Runnable deletion) {
        try {
            deletion.run();
        } catch (ServiceError e) {
            if (!e.code().endsWith("NotFound")) {
                throw e;
            }
        }
    }

    void register(EnvironmentRow environment, String instance) {
        group(environment, instance).ifPresent(arn -> groups.register(arn, target(environment, instance)));
        further(environment, instance).forEach(groups::register);
    }

    void deregister(EnvironmentRow environment, String instance) {
        for (String arn : List.of(
                environment.resources().targetGroup(), environment.resources().trial())) {
            if (!arn.isEmpty() && groups.find(arn).isPresent()) {
                groups.deregister(arn, target(environment, instance));
            }
        }
        further(environment, instance).forEach(groups::deregister);
    }

    /** An instance as a target of further processes, by the ARNs of their groups. */
    private Map<String, TargetDescription> further(EnvironmentRow environment, String instance) {
        Map<String, TargetDescription> targets = new TreeMap<>();
        environment.resources().processes().forEach((name, arn) -> {
            if (groups.find(arn).isPresent()) {
                int port = environment.options().number(PROCESSES + name, "Port", 80);
                targets.put(
                        arn, TargetDescription.builder().id(instance).port(port).build());
            }
        });
        return targets;
    }

    /** The group that an instance belongs to: the one on trial for those that the work has launched. */
    private Optional<String> group(EnvironmentRow environment, String instance) {
        EnvironmentRow.Resources has = environment.resources();
        boolean trial = !has.trial().isEmpty()
                && environment
                        .work()
                        .filter(work -> work.launched().contains(instance))
                        .isPresent();
        return Optional.of(trial ? has.trial() : has.targetGroup())
                .filter(arn -> !arn.isEmpty() && groups.find(arn).isPresent());
    }

    private static TargetDescription target(EnvironmentRow environment, String instance) {
        return TargetDescription.builder().id(instance).port(port(environment)).build();
    }

    /** What the load balancer thinks of an instance; empty when it has no target group of its own. */
    Optional<TargetHealthStateEnum> health(EnvironmentRow environment, String instance) {
        return group(environment, instance)
                .map(arn -> groups.health(arn, target(environment, instance)))
                .map(TargetHealth::state);
    }

    /** Tells that what an instance answers has changed. */
    void changed(String account, String instance) {
        groups.backendChanged(account, instance);
    }

    /** Makes a second target group for the instances that are on trial. */
    EnvironmentRow.Resources prepareTrial(EnvironmentRow environment) {
        return environment.resources().trying(createGroup(environment, PROCESS, mark()));
    }

    /** Sends a share of the requests, in per cent, to the instances on trial. */
    void split(EnvironmentRow environment, int percent) {
        EnvironmentRow.Resources has = environment.resources();
        Action forward = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(
                        TargetGroupTuple.builder()
                                .targetGroupArn(has.targetGroup())
                                .weight(100 - percent)
                                .build(),
                        TargetGroupTuple.builder()
                                .targetGroupArn(has.trial())
                                .weight(percent)
                                .build()))
                .build();
        modify(environment, forward);
    }

    /** Ends the trial: all requests go to the environment's own target group. */
    EnvironmentRow.Resources endTrial(EnvironmentRow environment) {
        EnvironmentRow.Resources has = environment.resources();
        modify(
                environment,
                Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(has.targetGroup())
                        .build());
        deleteGroup(environment, has.trial());
        return has.trying("");
    }

    private void modify(EnvironmentRow environment, Action action) {
        if (environment.resources().isShared()) {
            modifyRules(environment, action);
            return;
        }
        calls.call(
                caller(environment),
                ELB,
                ModifyListenerRequest.builder()
                        .listenerArn(environment.resources().listener())
                        .defaultActions(action)
                        .build(),
                ModifyListenerResponse.class);
    }

    /** Those rules of a load balancer that is shared that lead to the environment's own process. */
    private void modifyRules(EnvironmentRow environment, Action action) {
        String own = environment.resources().targetGroup();
        Caller caller = caller(environment);
        calls
                .call(
                        caller,
                        ELB,
                        DescribeRulesRequest.builder()
                                .ruleArns(environment.resources().rules())
                                .build(),
                        DescribeRulesResponse.class)
                .rules()
                .stream()
                .filter(rule -> rule.actions().getLast().forwardConfig().targetGroups().stream()
                        .anyMatch(group -> group.targetGroupArn().equals(own)))
                .forEach(rule -> calls.call(
                        caller,
                        ELB,
                        ModifyRuleRequest.builder()
                                .ruleArn(rule.ruleArn())
                                .actions(action)
                                .build(),
                        ModifyRuleResponse.class));
    }
}
