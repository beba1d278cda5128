package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * An Application Load Balancer that somebody else made and that environments share: Elastic Beanstalk has target groups and rules
 * of its own there, and leaves the load balancer and its listeners alone. Source: Developer Guide, "Configuring a shared
 * Application Load Balancer".
 */
final class SharedBalancer {

    static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    static final String BALANCER = "aws:elbv2:loadbalancer";
    private static final String ELB = "elasticloadbalancing";
    private static final String LISTENER = "aws:elbv2:listener:";
    private static final String RULE = "aws:elbv2:listenerrule:";
    private static final String DEFAULT = "default";
    private static final String COUNT = "elasticbeanstalk:shared-elb-environment-count";

    private final ServiceCalls calls;

    SharedBalancer(ServiceCalls calls) {
        this.calls = calls;
    }

    static boolean isWanted(Settings options) {
        return options.isTrue(ENVIRONMENT, "LoadBalancerIsShared");
    }

    /** The load balancer that an environment is to share. */
    LoadBalancer find(EnvironmentRow environment) {
        String arn = environment.options().value(BALANCER, "SharedLoadBalancer").orElse("");
        LoadBalancer found = calls.call(
                        Balancer.caller(environment),
                        ELB,
                        DescribeLoadBalancersRequest.builder()
                                .loadBalancerArns(arn)
                                .build(),
                        DescribeLoadBalancersResponse.class)
                .loadBalancers()
                .getFirst();
        if (found.type() != LoadBalancerTypeEnum.APPLICATION) {
            throw BeanstalkErrors.configuration("The load balancer " + arn + " is not an Application Load Balancer.");
        }
        return found;
    }

    /**
     * Makes the environment's rules, below those that are there already: their priorities are relative.
     *
     * @param groups the environment's target groups by the names of its processes
     * @return the ARNs of the rules
     */
    List<String> makeRules(EnvironmentRow environment, LoadBalancer balancer, Map<String, String> groups) {
        List<Listener> listeners = calls.call(
                        Balancer.caller(environment),
                        ELB,
                        DescribeListenersRequest.builder()
                                .loadBalancerArn(balancer.loadBalancerArn())
                                .build(),
                        DescribeListenersResponse.class)
                .listeners();
        List<String> made = new ArrayList<>();
        rulesByPort(environment.options())
                .forEach((port, names) -> listeners.stream()
                        .filter(listener -> listener.port().equals(port))
                        .findFirst()
                        .ifPresentOrElse(
                                listener -> made.addAll(makeRules(environment, listener, names, groups)),
                                () -> missing(environment.options(), balancer, port)));
        return made;
    }

    /** That port 80 has no listener matters only where it was named. */
    private static void missing(Settings options, LoadBalancer balancer, int port) {
        if (port != 80 || isNamed(options)) {
            throw BeanstalkErrors.configuration(
                    "The load balancer " + balancer.loadBalancerArn() + " has no listener at port " + port + ".");
        }
    }

    private static boolean isNamed(Settings options) {
        return options.values().keySet().stream()
                .anyMatch(key -> key.namespace().startsWith(LISTENER)
                        && key.name().name().equals("Rules"));
    }

    /** Without any, the rule {@code default} of the listener at port 80. */
    private static Map<Integer, List<String>> rulesByPort(Settings options) {
        Map<Integer, List<String>> rules = new TreeMap<>();
        options.values().forEach((key, value) -> {
            if (key.namespace().startsWith(LISTENER) && key.name().name().equals("Rules")) {
                String port = key.namespace().substring(LISTENER.length());
                rules.put(port.equals(DEFAULT) ? 80 : Integer.parseInt(port), listed(value));
            }
        });
        return rules.isEmpty() ? Map.of(80, List.of(DEFAULT)) : rules;
    }

    private List<String> makeRules(
            EnvironmentRow environment, Listener listener, List<String> names, Map<String, String> groups) {
        Caller caller = Balancer.caller(environment);
        int next = 1
                + calls
                        .call(
                                caller,
                                ELB,
                                DescribeRulesRequest.builder()
                                        .listenerArn(listener.listenerArn())
                                        .build(),
                                DescribeRulesResponse.class)
                        .rules()
                        .stream()
                        .filter(rule -> !rule.isDefault())
                        .mapToInt(rule -> Integer.parseInt(rule.priority()))
                        .max()
                        .orElse(0);
        Settings options = environment.options();
        List<String> made = new ArrayList<>();
        List<String> inOrder = names.stream()
                .sorted(Comparator.comparing((String name) -> name.equals(DEFAULT))
                        .thenComparing(name -> options.number(RULE + name, "Priority", 1)))
                .toList();
        for (String name : inOrder) {
            made.add(calls.call(
                            caller,
                            ELB,
                            CreateRuleRequest.builder()
                                    .listenerArn(listener.listenerArn())
                                    .priority(next)
                                    .conditions(conditions(environment, name))
                                    .actions(Action.builder()
                                            .type(ActionTypeEnum.FORWARD)
                                            .targetGroupArn(group(options, name, groups))
                                            .build())
                                    .build(),
                            CreateRuleResponse.class)
                    .rules()
                    .getFirst()
                    .ruleArn());
            next++;
        }
        return made;
    }

    private static String group(Settings options, String rule, Map<String, String> groups) {
        String process = options.value(RULE + rule, "Process").orElse(DEFAULT);
        String group = groups.get(process);
        if (group == null) {
            throw BeanstalkErrors.configuration("Invalid option value: '" + process + "' (Namespace: '" + RULE + rule
                    + "', OptionName: 'Process'): there is no such process.");
        }
        return group;
    }

    /** The environment's own host name is always one of those that a rule is met by. */
    private static List<RuleCondition> conditions(EnvironmentRow environment, String rule) {
        Settings options = environment.options();
        Set<String> hosts = new LinkedHashSet<>(
                listed(options.value(RULE + rule, "HostHeaders").orElse("")));
        hosts.add(environment.resources().cname());
        List<RuleCondition> conditions = new ArrayList<>();
        conditions.add(host(hosts));
        List<String> paths = listed(options.value(RULE + rule, "PathPatterns").orElse(""));
        if (!paths.isEmpty()) {
            conditions.add(RuleCondition.builder()
                    .field("path-pattern")
                    .pathPatternConfig(path -> path.values(paths))
                    .build());
        }
        return conditions;
    }

    private static RuleCondition host(Set<String> hosts) {
        return RuleCondition.builder()
                .field("host-header")
                .hostHeaderConfig(host -> host.values(hosts))
                .build();
    }

    /** The names of the processes that the settings speak of, {@code default} among them. */
    static List<String> processes(Settings options) {
        String namespace = "aws:elasticbeanstalk:environment:process:";
        Set<String> names = new LinkedHashSet<>(List.of(DEFAULT));
        options.values().keySet().stream()
                .map(OptionKey::namespace)
                .filter(each -> each.startsWith(namespace))
                .forEach(each -> names.add(each.substring(namespace.length())));
        return List.copyOf(names);
    }

    /** Lets the environment's rules be met by another host name than before, as its own has changed. */
    void rename(EnvironmentRow environment, String from) {
        Caller caller = Balancer.caller(environment);
        for (String arn : environment.resources().rules()) {
            List<RuleCondition> conditions = new ArrayList<>(calls.call(
                            caller,
                            ELB,
                            DescribeRulesRequest.builder().ruleArns(arn).build(),
                            DescribeRulesResponse.class)
                    .rules()
                    .getFirst()
                    .conditions());
            conditions.replaceAll(condition -> condition.field().equals("host-header")
                    ? host(renamed(condition, from, environment.resources().cname()))
                    : condition);
            calls.call(
                    caller,
                    ELB,
                    ModifyRuleRequest.builder()
                            .ruleArn(arn)
                            .conditions(conditions)
                            .build(),
                    ModifyRuleResponse.class);
        }
    }

    private static Set<String> renamed(RuleCondition condition, String from, String to) {
        List<String> values = condition.hostHeaderConfig() == null
                ? condition.values()
                : condition.hostHeaderConfig().values();
        Set<String> hosts = new LinkedHashSet<>();
        values.forEach(value -> hosts.add(value.equalsIgnoreCase(from) ? to : value));
        return hosts;
    }

    /** Writes on the load balancer how many environments share it. */
    void count(EnvironmentRow environment, String balancer, long environments) {
        try {
            calls.call(
                    Balancer.caller(environment),
                    ELB,
                    AddTagsRequest.builder()
                            .resourceArns(balancer)
                            .tags(Tag.builder()
                                    .key(COUNT)
                                    .value(Long.toString(environments))
                                    .build())
                            .build(),
                    AddTagsResponse.class);
        } catch (ServiceError e) {
            if (!e.code().endsWith("NotFound")) {
                throw e;
            }
        }
    }

    /** What is wrong with the settings; empty where nothing is. */
    static Map<OptionKey, String> faults(Settings options) {
        Map<OptionKey, String> faults = new LinkedHashMap<>();
        if (isWanted(options)) {
            if (!options.effective(ENVIRONMENT, "LoadBalancerType").equals("application")) {
                faults.put(
                        OptionKey.of(ENVIRONMENT, "LoadBalancerIsShared"),
                        "Only an Application Load Balancer can be shared.");
            }
            if (options.value(BALANCER, "SharedLoadBalancer").orElse("").isEmpty()) {
                faults.put(
                        OptionKey.of(BALANCER, "SharedLoadBalancer"),
                        "The ARN of the load balancer that is shared is required.");
            }
        }
        return faults;
    }

    /** Which load balancer an environment has is settled when it is made. */
    static void requireUnchanged(Settings before, Settings after) {
        for (String option : List.of("LoadBalancerType", "LoadBalancerIsShared")) {
            if (!before.effective(ENVIRONMENT, option).equals(after.effective(ENVIRONMENT, option))
                    && !isSingle(before)
                    && !isSingle(after)) {
                throw BeanstalkErrors.configuration("LoadBalancer type option cannot be changed.");
            }
        }
        if (isWanted(before)
                && !before.effective(BALANCER, "SharedLoadBalancer")
                        .equals(after.effective(BALANCER, "SharedLoadBalancer"))) {
            throw BeanstalkErrors.configuration("LoadBalancer type option cannot be changed.");
        }
    }

    private static boolean isSingle(Settings options) {
        return options.effective(ENVIRONMENT, "EnvironmentType").equals("SingleInstance");
    }

    private static List<String> listed(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
