package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.rollout.weight.WeightedRule;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.TargetGroup;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a service is such that another task set can be put beside its primary one, before anything is changed. */
final class TaskSetPreflight {

    private final ListenerRules rules;
    private final LoadBalancers balancers;

    TaskSetPreflight(ListenerRules rules, LoadBalancers balancers) {
        this.rules = rules;
        this.balancers = balancers;
    }

    /**
     * What came of a look.
     *
     * @param findings what stands in the way; empty if nothing does
     * @param warnings what makes a release worth less
     * @param primary the set that runs; absent if there is none
     * @param way how requests come from its target group to the other one; absent if that cannot be said
     */
    record Outlook(
            List<ServiceFinding> findings,
            List<String> warnings,
            Optional<TaskSet> primary,
            Optional<WeightedRoute> way) {

        Outlook {
            findings = List.copyOf(findings);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Looks.
     *
     * @param plan by which requests move
     */
    Outlook look(AwsScope scope, ServiceSetup setup, TaskSetLook seen, TaskSetRoute route, ReleasePlan plan) {
        List<ServiceFinding> found = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (setup.controller() != Controller.EXTERNAL) {
            found.add(new ServiceFinding(
                    "PEN-ECS-021",
                    "The deployments of the service are made by " + setup.controller()
                            + ", and 'taskSets' in the settings is for services whose task sets are made from outside"
                            + " (deploymentController.type EXTERNAL). Leave 'taskSets' away."));
            return new Outlook(found, warnings, Optional.empty(), Optional.empty());
        }
        Optional<TaskSet> primary = seen.primary();
        Optional<String> serving = primary.flatMap(
                set -> set.targetGroups().stream().filter(route::has).findFirst());
        if (primary.isEmpty() || setup.desiredCount() == 0) {
            found.add(nothingRuns(setup, primary));
        } else if (serving.isEmpty()) {
            found.add(new ServiceFinding(
                    "PEN-ECS-013",
                    "The primary task set " + primary.get().arn()
                            + " is in neither of the target groups that 'taskSets'"
                            + " names, but in "
                            + (primary.get().targetGroups().isEmpty()
                                    ? "none"
                                    : String.join(", ", primary.get().targetGroups()))
                            + ". Name the one that it is in, and the one that the next set shall be in."));
        }
        if (!found.isEmpty()) {
            return new Outlook(found, warnings, primary, Optional.empty());
        }
        seen.stranger(primary.orElseThrow(), route.groups())
                .ifPresent(other -> found.add(new ServiceFinding(
                        "PEN-ECS-023",
                        "Beside the primary task set there is " + other.arn()
                                + " in one of the target groups. Another release is under way, or was left so: let it"
                                + " end, or delete that task set.")));
        List<String> groups = plan.hasTwin() ? route.groups() : List.of(route.first(), route.second());
        groups(scope, setup, groups, found);
        String live = serving.orElseThrow();
        Optional<ListenerRule> rule = rules.rule(scope, route.rule());
        WeightedRoute way = new WeightedRoute(
                route.rule(),
                Optional.of(live),
                route.other(live),
                rule.map(ListenerRule::shares).orElse(TrafficShares.NONE),
                plan.hasTwin() ? route.baseline() : Optional.empty());
        for (RuleFinding finding :
                new WeightedRule(rules, scope, way).preflight(plan.shares().size() > 1)) {
            if (finding.kind().isFatal()) {
                found.add(new ServiceFinding(id(finding.kind()), finding.message()));
            } else {
                warnings.add(finding.message());
            }
        }
        health(scope, live).ifPresent(found::add);
        return new Outlook(found, warnings, primary, Optional.of(way));
    }

    private static ServiceFinding nothingRuns(ServiceSetup setup, Optional<TaskSet> primary) {
        return new ServiceFinding(
                "PEN-ECS-022",
                primary.isEmpty()
                        ? "The service has no primary task set: a release makes the next one like it. Make the first one"
                                + " by hand or with the service's template, and let it be the primary one."
                        : "The service shall have no tasks (desiredCount " + setup.desiredCount()
                                + "), so that nothing could be tried. Give it some.");
    }

    private static String id(RuleFinding.Kind kind) {
        return switch (kind) {
            case GONE, DEFAULT_RULE, REDIRECT, OTHER_GROUPS, SAME_GROUP, STICKY -> "PEN-ECS-014";
            case ANSWERS, ALREADY_DIVIDED, WRONG_SIDE -> "PEN-ECS-015";
        };
    }

    private void groups(AwsScope scope, ServiceSetup setup, List<String> groups, List<ServiceFinding> found) {
        Optional<String> needed = setup.taskDefinition().isEmpty()
                ? Optional.empty()
                : Optional.of(setup.ownAddresses() ? "ip" : "instance");
        for (String arn : groups) {
            Optional<TargetGroup> group = balancers.targetGroup(scope, arn);
            if (group.isEmpty()) {
                found.add(new ServiceFinding(
                        "PEN-ECS-013",
                        "There is no target group " + arn + ". Make it, or name another in 'taskSets'."));
            } else if (needed.filter(type -> !type.equals(group.get().targetType()))
                    .isPresent()) {
                found.add(new ServiceFinding(
                        "PEN-ECS-013",
                        "The target group " + arn + " has targets of type "
                                + group.get().targetType() + ", and the network mode of the service's tasks needs "
                                + needed.get() + "."));
            }
        }
    }

    private Optional<ServiceFinding> health(AwsScope scope, String live) {
        TargetGroupHealth health = rules.health(scope, live);
        return health.healthy() > 0
                ? Optional.empty()
                : Optional.of(new ServiceFinding(
                        "PEN-ECS-016",
                        "None of the " + health.registered() + " targets of " + live
                                + ", which serves now, is healthy: there is nothing that the new version could be compared"
                                + " with, nor anything to go back to. Bring the service back first."));
    }
}
