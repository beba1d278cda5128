package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.release.ServiceSetup.Gradual;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.TargetGroup;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks whether a service is such that ECS can move its traffic, before anything is changed: ECS itself would find some of it in
 * the middle of a deployment, and not look at the weights of its rules at all.
 */
final class ServicePreflight {

    private final ListenerRules rules;
    private final LoadBalancers balancers;

    ServicePreflight(ListenerRules rules, LoadBalancers balancers) {
        this.rules = rules;
        this.balancers = balancers;
    }

    /** What stands in the way of replacing a service's tasks, whichever way; empty if nothing does. */
    static List<ServiceFinding> ofReplacement(ServiceSetup setup) {
        return controlled(setup);
    }

    /**
     * What stands in the way of moving a service's traffic; empty if nothing does.
     *
     * @param tested whether tests need a rule of their own
     */
    List<ServiceFinding> ofShift(AwsScope scope, ServiceSetup setup, boolean tested) {
        List<ServiceFinding> found = new ArrayList<>(controlled(setup));
        if (setup.daemon()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-019",
                    "The service has one task on each container instance (DAEMON), of which there are no two sets. Replace"
                            + " its tasks by rolling."));
        }
        if (setup.balancers().isEmpty()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-011",
                    "The service has no load balancer, so that there is nothing to divide requests by. Give it one, or"
                            + " replace its tasks by rolling."));
        }
        setup.settings()
                .ownPause()
                .ifPresent(stages -> found.add(new ServiceFinding(
                        "PEN-ECS-017",
                        "The service's own deployment configuration pauses at " + stages
                                + ", and nobody but whoever made it knows who answers. Take the pause away; an approval in"
                                + " the release does the same. If a release left it behind that never ended, put back what"
                                + " the service had.")));
        for (Balancer balancer : setup.balancers()) {
            balancer(scope, setup, balancer, tested, found);
        }
        return found;
    }

    private static List<ServiceFinding> controlled(ServiceSetup setup) {
        return setup.controller() == Controller.ECS
                ? List.of()
                : List.of(new ServiceFinding(
                        "PEN-ECS-010",
                        "The deployments of the service are made by " + setup.controller()
                                + ", and this release needs ECS to make them (deploymentController.type ECS)."
                                + (setup.controller() == Controller.EXTERNAL
                                        ? " Say by 'taskSets' in the settings how requests come to its task sets."
                                        : "")));
    }

    private void balancer(
            AwsScope scope, ServiceSetup setup, Balancer balancer, boolean tested, List<ServiceFinding> found) {
        List<String> missing = missing(balancer, tested);
        if (!missing.isEmpty()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-012",
                    "The load balancer of container " + balancer.container() + " has no "
                            + String.join(", no ", missing)
                            + " in its advancedConfiguration. ECS moves traffic between two target groups, by a rule"
                            + " that names both and a role that may change it."));
            return;
        }
        Gradual gradual = balancer.gradual().orElseThrow();
        groups(scope, setup, List.of(balancer.targetGroup(), gradual.alternateTargetGroup()), found);
        Optional<ListenerRuleArn> arn = ListenerRuleArn.of(gradual.productionRule());
        if (arn.isPresent()) {
            rule(setup, balancer, arn.get(), rules.rule(scope, arn.get()), found);
        }
        serving(setup, balancer).ifPresent(group -> health(scope, group, found));
    }

    private static List<String> missing(Balancer balancer, boolean tested) {
        if (balancer.gradual().isEmpty()) {
            return List.of("alternateTargetGroupArn", "productionListenerRule", "roleArn");
        }
        Gradual gradual = balancer.gradual().get();
        List<String> missing = new ArrayList<>();
        if (gradual.alternateTargetGroup().isEmpty()) {
            missing.add("alternateTargetGroupArn");
        }
        if (gradual.productionRule().isEmpty()) {
            missing.add("productionListenerRule");
        }
        if (gradual.role().isEmpty()) {
            missing.add("roleArn");
        }
        if (tested && gradual.testRule().isEmpty()) {
            missing.add("testListenerRule");
        }
        return missing;
    }

    private void groups(AwsScope scope, ServiceSetup setup, List<String> arns, List<ServiceFinding> found) {
        String needed = setup.ownAddresses() ? "ip" : "instance";
        for (String arn : arns) {
            Optional<TargetGroup> group = balancers.targetGroup(scope, arn);
            if (group.isEmpty()) {
                found.add(new ServiceFinding(
                        "PEN-ECS-013",
                        "There is no target group " + arn
                                + ". Make it, or name another in the service's load balancers."));
            } else if (!group.get().targetType().equals(needed)) {
                found.add(new ServiceFinding(
                        "PEN-ECS-013",
                        "The target group " + arn + " has targets of type "
                                + group.get().targetType() + ", and the network mode of the service's tasks needs "
                                + needed + "."));
            }
        }
    }

    private static void rule(
            ServiceSetup setup,
            Balancer balancer,
            ListenerRuleArn arn,
            Optional<ListenerRule> rule,
            List<ServiceFinding> found) {
        if (rule.isEmpty()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-014",
                    "There is no listener rule " + arn + ". Name one that there is in the service's"
                            + " productionListenerRule."));
            return;
        }
        TrafficShares shares = rule.get().shares();
        Set<String> others = new TreeSet<>(shares.weights().keySet());
        others.remove(balancer.targetGroup());
        others.remove(balancer.gradual().orElseThrow().alternateTargetGroup());
        if (!others.isEmpty()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-014",
                    "The rule " + arn + " names target groups that are not the service's: " + String.join(", ", others)
                            + ". A rule that moves a service's traffic is the service's alone; make one of its own."));
            return;
        }
        serving(setup, balancer).ifPresent(group -> {
            if (!shares.divideLike(TrafficShares.all(group))) {
                found.add(new ServiceFinding(
                        "PEN-ECS-015",
                        "The service runs in " + group + ", and the rule " + arn + " sends " + shares
                                + ". Somebody has changed the rule, or an earlier deployment was left half-way; give all"
                                + " requests to that group first."));
            }
        });
    }

    /** The one of a load balancer's two groups that serves, if that is known. */
    static Optional<String> serving(ServiceSetup setup, Balancer balancer) {
        return setup.serving().stream()
                .filter(group -> group.equals(balancer.targetGroup())
                        || balancer.gradual()
                                .filter(gradual ->
                                        gradual.alternateTargetGroup().equals(group))
                                .isPresent())
                .findFirst();
    }

    private void health(AwsScope scope, String group, List<ServiceFinding> found) {
        TargetGroupHealth health = rules.health(scope, group);
        if (health.healthy() == 0) {
            found.add(new ServiceFinding(
                    "PEN-ECS-016",
                    "None of the " + health.registered() + " targets of " + group
                            + ", which serves now, is healthy: there is nothing that the new version could be compared"
                            + " with, nor anything to go back to. Bring the service back, or replace its tasks all at"
                            + " once."));
        }
    }
}
