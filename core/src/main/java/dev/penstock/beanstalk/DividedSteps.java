package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkReleaseState.Divided;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.rollout.weight.WeightedRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves the requests of a release between two environments by the rule of the load balancer that both share. */
final class DividedSteps {

    private final Environments environments;
    private final ListenerRules rules;
    private final SharedTraffic traffic;

    DividedSteps(Environments environments, ListenerRules rules, SharedTraffic traffic) {
        this.environments = environments;
        this.rules = rules;
        this.traffic = traffic;
    }

    /** How requests come to the environment that was brought to the version. Only looks. */
    Divided begin(ActionContext context, Weights weights, Release release, Plan plan) throws BeanstalkFailure {
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        Environment live = ChangeSteps.existing(
                environments,
                context.scope(),
                plan.with(plan.pair().orElseThrow().liveId()));
        WeightedRoute route = traffic.route(context, weights, fresh, Optional.of(live));
        return new Divided(release, plan, route, List.of(Share.NONE));
    }

    /** Raises what stands in the way of a route, and tells what makes it worth less. */
    void check(ReleaseContext context, Divided begun) throws BeanstalkFailure {
        List<RuleFinding> findings =
                rule(context.action(), begun).preflight(context.plan().shares().size() > 1);
        SharedTraffic.requireDivisible(findings);
        findings.forEach(finding -> context.action().log(finding.message()));
    }

    /** Gives the new environment another share. */
    TargetResult<BeanstalkReleaseState> shift(ReleaseContext context, Divided divided, Share to) {
        RuleChange change = rule(context.action(), divided)
                .shift(guard(context), divided.given().getLast(), to);
        return switch (change) {
            case RuleChange.Done(boolean changed) ->
                new TargetResult.Done<>(
                        with(divided, to),
                        to + " of requests go to '" + divided.plan().environment() + "'");
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                again(context, divided, "waits for healthy targets: " + answer.words());
            case RuleChange.Unsettled(TrafficShares found) ->
                again(context, divided, "the rule was changed, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                lost(divided, changed(divided, expected, found));
            case RuleChange.Gone() -> lost(divided, gone(divided));
        };
    }

    private static Divided with(Divided divided, Share to) {
        List<Share> given = new ArrayList<>(divided.given());
        if (!given.getLast().equals(to)) {
            given.add(to);
        }
        return new Divided(divided.release(), divided.plan(), divided.route(), given);
    }

    /** Gives all requests back. */
    TargetResult<BeanstalkReleaseState> back(ReleaseContext context, Divided divided) {
        String live = divided.plan().pair().orElseThrow().liveName();
        return switch (rule(context.action(), divided).back(mayHaveGiven(context, divided))) {
            case RuleChange.Done(boolean changed) -> {
                if (changed) {
                    context.action().log("All requests go to '" + live + "' again.");
                }
                yield new TargetResult.Done<>(divided, "users have '" + live + "' as before");
            }
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                lost(
                        divided,
                        RampEnd.left(
                                divided.release(),
                                divided.plan(),
                                divided.route().rule().text(),
                                new Cause("of the previous environment " + answer.words(), "", List.of(), false)));
            case RuleChange.Unsettled(TrafficShares found) ->
                again(context, divided, "the rule was changed back, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                lost(divided, changed(divided, expected, found));
            case RuleChange.Gone() -> lost(divided, gone(divided));
        };
    }

    /** One share more than is known, if a runner died right after it gave it. */
    private static List<Share> mayHaveGiven(ReleaseContext context, Divided divided) {
        List<Share> all = new ArrayList<>(divided.given());
        all.addAll(context.plan().shares());
        return all;
    }

    /** Takes the previous environment out of the rule. */
    TargetResult<BeanstalkReleaseState> finish(ReleaseContext context, Divided divided) {
        return switch (rule(context.action(), divided).finish()) {
            case RuleChange.Done ignored -> new TargetResult.Done<>(divided, "");
            case RuleChange.Unsettled(TrafficShares found) ->
                again(context, divided, "the rule was changed, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                lost(divided, changed(divided, expected, found));
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                again(context, divided, "waits for healthy targets: " + answer.words());
            case RuleChange.Gone() -> lost(divided, gone(divided));
        };
    }

    /** Why the rule does not divide requests as it was left; absent if it does. Only looks. */
    Optional<ActionFailure> overtaken(ReleaseContext context, Divided divided) {
        WeightedRule rule = rule(context.action(), divided);
        return switch (rule.hold(divided.given().getLast(), 0)) {
            case RuleChange.Done ignored -> Optional.empty();
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                // A runner may have died right after it gave the next share.
                next(context)
                                .filter(share -> rule.hold(share, 0) instanceof RuleChange.Done)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(changed(divided, expected, found));
            case RuleChange.Gone() -> Optional.of(gone(divided));
            case RuleChange.Refused ignored -> Optional.empty();
            case RuleChange.Unsettled ignored -> Optional.empty();
        };
    }

    /** The share that is being given, if one is. */
    private static Optional<Share> next(ReleaseContext context) {
        return context.plan().steps().get(context.index()) instanceof ReleaseStep.Shift(Share share)
                ? Optional.of(share)
                : Optional.empty();
    }

    /** How many targets both groups have that are healthy. */
    Position.Capacity capacity(ActionContext context, Divided divided) {
        TargetGroupHealth fresh = rules.health(context.scope(), divided.route().fresh());
        int old = divided.route()
                .live()
                .map(group -> rules.health(context.scope(), group).healthy())
                .orElse(0);
        return new Position.Capacity(fresh.healthy(), fresh.registered(), old);
    }

    /** Whether too few targets are healthy for the share that was given, in words; absent if enough are. */
    Optional<String> lacking(ReleaseContext context, Divided divided, Position.Capacity capacity) {
        TrafficGuard.Answer answer = guard(context)
                .judge(
                        divided.given().getLast(),
                        new TargetGroupHealth(capacity.healthy(), capacity.registered()),
                        new TargetGroupHealth(capacity.old(), capacity.old()));
        return answer.isAllowed()
                ? Optional.empty()
                : Optional.of("Of the environment '" + divided.plan().environment() + "', " + answer.words() + ".");
    }

    private static TrafficGuard guard(ReleaseContext context) {
        return context.settings().guard();
    }

    private WeightedRule rule(ActionContext context, Divided divided) {
        return new WeightedRule(rules, context.scope(), divided.route());
    }

    private static ActionFailure changed(Divided divided, TrafficShares expected, TrafficShares found) {
        return RampEnd.weightsChanged(divided.route().rule().text(), expected, found);
    }

    private static ActionFailure gone(Divided divided) {
        return RampEnd.gone(divided.route().rule().text()).failure();
    }

    private static TargetResult<BeanstalkReleaseState> lost(Divided divided, ActionFailure failure) {
        return new TargetResult.Failed<>(divided, failure, Aftermath.OUT_OF_HAND);
    }

    private static TargetResult<BeanstalkReleaseState> again(ReleaseContext context, Divided divided, String words) {
        return new TargetResult.Await<>(
                divided, new Wait.Until(context.action().now().plus(ChangeFollower.REFRESH)), words);
    }
}
