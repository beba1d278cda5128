package dev.penstock.simulator.elb;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** All rows of Elastic Load Balancing by ARN. Everything here happens within a transaction. */
final class ElbStore {

    /** A load balancer as it is described, and its attributes. */
    record BalancerRow(LoadBalancer model, Map<String, String> attributes) {
        BalancerRow {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A target group as it is described, without the load balancers that use it, and its attributes. */
    record GroupRow(TargetGroup model, Map<String, String> attributes) {
        GroupRow {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * A listener.
     *
     * @param model as it is described, without default actions: the default rule has them
     * @param defaultRule the ARN of that rule
     * @param certificates the ARNs of those beside the default one
     */
    record ListenerRow(Listener model, String defaultRule, Map<String, String> attributes, List<String> certificates) {
        ListenerRow {
            attributes = Map.copyOf(attributes);
            certificates = List.copyOf(certificates);
        }
    }

    record RuleRow(Rule model, String listener) {}

    /**
     * A target that is registered or draining.
     *
     * @param group the ARN of its target group
     * @param target with its port
     * @param health as it is described
     * @param registered when
     * @param passes how many health checks it passed in a row, up to what the judgement needs
     * @param failures how many it failed in a row, likewise
     */
    record TargetRow(
            String group, TargetDescription target, TargetHealth health, Instant registered, int passes, int failures) {

        String key() {
            return targetKey(group, target.id(), target.port());
        }
    }

    /** That a rule sends requests to a target group. */
    private record Use(String loadBalancer) {}

    private final Table<BalancerRow> balancers;
    private final Table<GroupRow> groups;
    private final Table<ListenerRow> listeners;
    private final Table<RuleRow> rules;
    private final Table<TargetRow> targets;
    private final Table<Use> uses;
    private Runnable changing = () -> {};

    ElbStore(Store store) {
        balancers = store.table("elb.load-balancers", BalancerRow.class);
        groups = store.table("elb.target-groups", GroupRow.class);
        listeners = store.table("elb.listeners", ListenerRow.class);
        rules = store.table("elb.rules", RuleRow.class);
        targets = store.table("elb.targets", TargetRow.class);
        uses = store.table("elb.uses", Use.class);
    }

    /** Lets somebody look at the rows before any of them changes. */
    void beforeChanges(Runnable look) {
        changing = look;
    }

    /** Lets them look because something beside the rows changes. */
    void settle() {
        changing.run();
    }

    Optional<BalancerRow> balancer(String arn) {
        return balancers.get(arn);
    }

    /** The load balancers whose ARNs start so, in the order of their ARNs. */
    List<BalancerRow> balancers(String prefix) {
        return List.copyOf(balancers.under(prefix).values());
    }

    void put(BalancerRow row) {
        changing.run();
        balancers.put(row.model().loadBalancerArn(), row);
    }

    void removeBalancer(String arn) {
        changing.run();
        balancers.remove(arn);
    }

    Optional<GroupRow> group(String arn) {
        return groups.get(arn);
    }

    /** The target groups whose ARNs start so, in the order of their ARNs. */
    List<GroupRow> groups(String prefix) {
        return List.copyOf(groups.under(prefix).values());
    }

    void put(GroupRow row) {
        changing.run();
        groups.put(row.model().targetGroupArn(), row);
    }

    void removeGroup(String arn) {
        changing.run();
        groups.remove(arn);
    }

    /** The target group as it is described: with the load balancers that use it. */
    TargetGroup described(GroupRow row) {
        return row.model().toBuilder()
                .loadBalancerArns(balancersOf(row.model().targetGroupArn()))
                .build();
    }

    /** The load balancers that use a target group, in order, each once. */
    List<String> balancersOf(String group) {
        TreeSet<String> arns = new TreeSet<>();
        uses.under(group + " ").values().forEach(use -> arns.add(use.loadBalancer()));
        return List.copyOf(arns);
    }

    Optional<ListenerRow> listener(String arn) {
        return listeners.get(arn);
    }

    /** The listeners of a load balancer, in the order of their ARNs. */
    List<ListenerRow> listeners(String loadBalancer) {
        return List.copyOf(listeners.under(Arns.listenersOf(loadBalancer)).values());
    }

    /** All listeners of all accounts. */
    List<ListenerRow> allListeners() {
        return List.copyOf(listeners.all());
    }

    void put(ListenerRow row) {
        changing.run();
        listeners.put(row.model().listenerArn(), row);
    }

    void removeListener(String arn) {
        changing.run();
        listeners.remove(arn);
    }

    /** The listener as it is described: with the default rule's actions. */
    Listener described(ListenerRow row) {
        List<Action> actions =
                rule(row.defaultRule()).map(r -> r.model().actions()).orElse(List.of());
        return row.model().toBuilder().defaultActions(actions).build();
    }

    Optional<RuleRow> rule(String arn) {
        return rules.get(arn);
    }

    /** The rules of a listener, the default rule among them, in the order of their ARNs. */
    List<RuleRow> rules(String listener) {
        return List.copyOf(rules.under(Arns.rulesOf(listener)).values());
    }

    /** Keeps a rule, and which target groups its load balancer uses because of it. */
    void put(RuleRow row, String loadBalancer) {
        changing.run();
        rule(row.model().ruleArn()).ifPresent(this::forgetUses);
        rules.put(row.model().ruleArn(), row);
        for (String group : groupsOf(row.model().actions())) {
            uses.put(group + " " + row.model().ruleArn(), new Use(loadBalancer));
        }
    }

    void removeRule(RuleRow row) {
        changing.run();
        forgetUses(row);
        rules.remove(row.model().ruleArn());
    }

    private void forgetUses(RuleRow row) {
        for (String group : groupsOf(row.model().actions())) {
            uses.remove(group + " " + row.model().ruleArn());
        }
    }

    /** The target groups that actions forward to, each once. */
    static Collection<String> groupsOf(List<Action> actions) {
        TreeSet<String> arns = new TreeSet<>();
        for (Action action : actions) {
            if (action.forwardConfig() != null) {
                action.forwardConfig().targetGroups().stream()
                        .map(TargetGroupTuple::targetGroupArn)
                        .forEach(arns::add);
            }
        }
        return arns;
    }

    Optional<TargetRow> target(String key) {
        return targets.get(key);
    }

    /** The targets of a group, in the order of their ids and ports. */
    List<TargetRow> targets(String group) {
        return List.copyOf(targets.under(group + " ").values());
    }

    /** Every target of all accounts. */
    List<TargetRow> allTargets() {
        return List.copyOf(targets.all());
    }

    void put(TargetRow row) {
        changing.run();
        targets.put(row.key(), row);
    }

    void removeTarget(String key) {
        changing.run();
        targets.remove(key);
    }

    static String targetKey(String group, String id, int port) {
        return group + " " + id + ":" + port;
    }
}
