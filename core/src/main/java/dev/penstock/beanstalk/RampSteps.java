package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Baking;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Ramp;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Retiring;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Shifting;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.rollout.weight.WeightedRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves requests from one environment to another at the load balancer that both share, step by step by the weights of one rule,
 * and back if the new one turns out ill. Weights are read before and after each change: what somebody else has set stays.
 */
final class RampSteps {

    /** One bad look is a hiccup. */
    private static final int BAD_LOOKS = 3;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    private final Environments environments;
    private final ListenerRules rules;
    private final SharedTraffic traffic;
    private final Retirement retirement;

    RampSteps(Environments environments, ListenerRules rules, SharedTraffic traffic, Housekeeping housekeeping) {
        this.environments = environments;
        this.rules = rules;
        this.traffic = traffic;
        this.retirement = new Retirement(environments, housekeeping);
    }

    /** Finds out between which target groups requests are moved, and in which steps: what was begun goes on so. */
    StepResult<BeanstalkDeployState> route(ActionContext context, DeploymentOptions options, Routing routing)
            throws BeanstalkFailure {
        Plan plan = routing.plan();
        BlueGreen blueGreen = options.blueGreen().orElseThrow(RampSteps::settingsMissing);
        if (!(blueGreen.route() instanceof Weights weights)) {
            throw settingsMissing();
        }
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        Optional<Environment> live = plan.pair().isPresent()
                ? Optional.of(ChangeSteps.existing(
                        environments,
                        context.scope(),
                        plan.with(plan.pair().get().liveId())))
                : Optional.empty();
        WeightedRoute route = traffic.route(context, weights, fresh, live);
        if (live.isEmpty() && route.before().divideLike(TrafficShares.all(route.fresh()))) {
            return succeeded(routing.release(), routing.changed(), fresh);
        }
        List<RampStep> steps = new ArrayList<>(live.isPresent() ? weights.steps() : List.of());
        steps.add(new RampStep(100, live.isPresent() ? blueGreen.keep() : Duration.ZERO));
        return begin(
                context,
                routing,
                new Ramp(route.rule().text(), route.live().orElse(""), route.fresh(), steps),
                route.before());
    }

    private StepResult<BeanstalkDeployState> begin(ActionContext context, Routing routing, Ramp ramp, TrafficShares now)
            throws BeanstalkFailure {
        if (!now.divideLike(ramp.before())) {
            return new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), ramp.before(), now));
        }
        List<RuleFinding> findings = rule(context, ramp).preflight(ramp.steps().size() > 1);
        SharedTraffic.requireDivisible(findings);
        findings.forEach(finding -> context.log(finding.message()));
        return new StepResult.Next<>(
                new Shifting(routing.release(), routing.plan(), ramp, 0, Optional.empty(), Optional.empty()),
                "moves requests to '" + routing.plan().environment() + "'");
    }

    /** Gives the rule the weights of a step, once enough targets are healthy; or those from before, at once. */
    StepResult<BeanstalkDeployState> shift(ActionContext context, DeploymentOptions options, Shifting shifting)
            throws BeanstalkFailure {
        if (shifting.cause().isPresent()) {
            return back(context, options, shifting, shifting.cause().get());
        }
        Ramp ramp = shifting.ramp();
        RuleChange change = rule(context, ramp)
                .shift(TrafficGuard.STANDARD, ramp.share(shifting.step() - 1), ramp.share(shifting.step()));
        return switch (change) {
            case RuleChange.Done(boolean changed) -> {
                if (changed) {
                    context.log(ramp.share(shifting.step()) + " of requests go to '"
                            + shifting.plan().environment() + "'.");
                }
                yield shifted(context, shifting);
            }
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                waits(context, options, shifting, "waits for healthy targets: ", answer.words());
            case RuleChange.Unsettled(TrafficShares found) ->
                waits(context, options, shifting, "", "the rule was changed, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), expected, found));
            case RuleChange.Gone() -> throw RampEnd.gone(ramp.rule());
        };
    }

    private StepResult<BeanstalkDeployState> back(
            ActionContext context, DeploymentOptions options, Shifting shifting, Cause cause) throws BeanstalkFailure {
        Ramp ramp = shifting.ramp();
        Plan plan = shifting.plan();
        return switch (rule(context, ramp).back(ramp.shares())) {
            case RuleChange.Done(boolean changed) -> {
                if (changed) {
                    context.log(
                            "All requests go to '" + plan.pair().orElseThrow().liveName() + "' again.");
                }
                yield new StepResult.Fail<>(DeploymentEnd.neverLive(shifting.release(), plan, cause));
            }
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                new StepResult.Fail<>(RampEnd.left(
                        shifting.release(),
                        plan,
                        ramp.rule(),
                        new Cause(
                                cause.message() + "; of the previous environment " + answer.words(),
                                cause.instance(),
                                cause.details(),
                                cause.wentBack())));
            case RuleChange.Unsettled(TrafficShares found) ->
                waits(context, options, shifting, "", "the rule was changed back, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), expected, found));
            case RuleChange.Gone() -> throw RampEnd.gone(ramp.rule());
        };
    }

    private StepResult<BeanstalkDeployState> shifted(ActionContext context, Shifting shifting) throws BeanstalkFailure {
        Plan plan = shifting.plan();
        if (plan.pair().isEmpty()) {
            Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
            return succeeded(shifting.release(), true, fresh);
        }
        RampStep step = shifting.ramp().steps().get(shifting.step());
        Instant until = context.now().plus(step.bake());
        return new StepResult.Next<>(
                new Baking(shifting.release(), plan, shifting.ramp(), shifting.step(), until, 0, Optional.empty()),
                words(shifting.ramp(), shifting.step(), plan) + " until " + until);
    }

    private StepResult<BeanstalkDeployState> waits(
            ActionContext context, DeploymentOptions options, Shifting shifting, String prefix, String lacking) {
        Instant since = shifting.since().orElse(context.now());
        if (!context.now().isBefore(since.plus(options.acceptance().patience()))) {
            return shifting.cause().isPresent()
                    ? new StepResult.Fail<>(RampEnd.left(
                            shifting.release(),
                            shifting.plan(),
                            shifting.ramp().rule(),
                            new Cause(lacking, "", List.of(), false)))
                    : ill(options, shifting.release(), shifting.plan(), shifting.ramp(), shifting.step(), lacking);
        }
        return new StepResult.Await<>(
                new Shifting(
                        shifting.release(),
                        shifting.plan(),
                        shifting.ramp(),
                        shifting.step(),
                        Optional.of(since),
                        shifting.cause()),
                new Wait.Until(context.now().plus(ChangeFollower.REFRESH)),
                prefix + lacking);
    }

    /** Looks at weights, targets and health until the step has had its time; the last one's time is for changing back. */
    StepResult<BeanstalkDeployState> bake(ActionContext context, DeploymentOptions options, Baking baking)
            throws BeanstalkFailure {
        Ramp ramp = baking.ramp();
        Plan plan = baking.plan();
        RuleChange held = rule(context, ramp).hold(ramp.share(baking.step()), 0);
        if (!(held instanceof RuleChange.Done)) {
            return new StepResult.Fail<>(RampEnd.lost(ramp, held));
        }
        Optional<EnvironmentSnapshot> seen = ChangeFollower.observed(context, plan.environmentId());
        Instant looked = seen.flatMap(EnvironmentSnapshot::instances)
                .map(InstancesHealth::refreshedAt)
                .orElse(context.now());
        int bad = baking.badLooks();
        if (baking.lookedAt().filter(last -> !looked.isAfter(last)).isEmpty()) {
            Optional<String> fault = fault(context, options, ramp, baking.step(), seen);
            bad = fault.isPresent() ? bad + 1 : 0;
            if (fault.isPresent() && bad >= BAD_LOOKS) {
                return ill(options, baking.release(), plan, ramp, baking.step(), fault.get());
            }
        }
        boolean isOver = !context.now().isBefore(baking.until());
        if (isOver && bad == 0) {
            return baking.step() + 1 < ramp.steps().size()
                    ? new StepResult.Next<>(
                            new Shifting(
                                    baking.release(),
                                    plan,
                                    ramp,
                                    baking.step() + 1,
                                    Optional.empty(),
                                    Optional.empty()),
                            "moves more requests to '" + plan.environment() + "'")
                    : new StepResult.Next<>(
                            new Retiring(baking.release(), plan, ramp),
                            "the previous environment is not needed any more");
        }
        Instant next = context.now().plus(isOver ? ChangeFollower.REFRESH : BETWEEN_LOOKS);
        return new StepResult.Await<>(
                new Baking(baking.release(), plan, ramp, baking.step(), baking.until(), bad, Optional.of(looked)),
                new Wait.ForAnyResource(
                        List.of(new ResourceId(EnvironmentSnapshot.KIND, context.scope(), plan.environmentId())),
                        Optional.of(isOver || next.isBefore(baking.until()) ? next : baking.until())),
                words(ramp, baking.step(), plan) + " until " + baking.until());
    }

    private Optional<String> fault(
            ActionContext context, DeploymentOptions options, Ramp ramp, int step, Optional<EnvironmentSnapshot> seen) {
        Optional<HealthStatus> ill = seen.map(EnvironmentSnapshot::environment)
                .map(Environment::health)
                .filter(health -> health.isKnown()
                        && !health.isAtLeast(options.acceptance().health()));
        return ill.map(health -> "its health became " + health + " with " + ramp.share(step) + " of requests")
                .or(() -> Optional.of(rule(context, ramp).mayShift(TrafficGuard.STANDARD, ramp.share(step)))
                        .filter(answer -> !answer.isAllowed())
                        .map(TrafficGuard.Answer::words));
    }

    /** Takes the previous environment out of the rule, so that its target group can go with it, and terminates it. */
    StepResult<BeanstalkDeployState> retire(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Retiring retiring)
            throws BeanstalkFailure {
        Plan plan = retiring.plan();
        Ramp ramp = retiring.ramp();
        RuleChange finished = rule(context, ramp).finish();
        if (finished instanceof RuleChange.Unsettled(TrafficShares found)) {
            return new StepResult.Await<>(
                    retiring,
                    new Wait.Until(context.now().plus(ChangeFollower.REFRESH)),
                    "the rule was changed, and still says " + found);
        }
        if (!(finished instanceof RuleChange.Done)) {
            return new StepResult.Fail<>(RampEnd.lost(ramp, finished));
        }
        return new StepResult.Succeed<>(retirement.retire(context, target, options, retiring.release(), plan));
    }

    /** Gives all requests back to the environment that had them, because somebody abandons the action. */
    void wayBack(ActionContext context, Ramp ramp) {
        switch (rule(context, ramp).back(ramp.shares())) {
            case RuleChange.Done(boolean changed) -> {
                if (changed) {
                    context.log("All requests go to the previous environment again.");
                }
            }
            case RuleChange.Superseded ignored ->
                context.log("Somebody else has changed the weights of " + ramp.rule() + ": they stay.");
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                context.log("Requests stay as they are divided: of the previous environment " + answer.words() + ".");
            case RuleChange.Unsettled(TrafficShares found) ->
                context.log("The rule " + ramp.rule() + " was changed back, and still says " + found + ".");
            case RuleChange.Gone() -> context.log("The rule " + ramp.rule() + " is gone.");
        }
    }

    private static StepResult<BeanstalkDeployState> ill(
            DeploymentOptions options, Release release, Plan plan, Ramp ramp, int step, String why) {
        Cause cause = new Cause(why, "", List.of(), false);
        return options.whenItFails() == WhenItFails.RESTORE && plan.pair().isPresent()
                ? new StepResult.Next<>(
                        new Shifting(release, plan, ramp, step, Optional.empty(), Optional.of(cause)),
                        "moves all requests back: " + why)
                : new StepResult.Fail<>(RampEnd.left(release, plan, ramp.rule(), cause));
    }

    private static StepResult<BeanstalkDeployState> succeeded(Release release, boolean changed, Environment fresh) {
        Change.Kind kind = changed ? Change.Kind.DEPLOY : Change.Kind.NOTHING;
        return new StepResult.Succeed<>(
                DeploymentEnd.succeeded(release, new Change(kind, "", fresh.updatedAt(), Optional.empty()), fresh));
    }

    private static String words(Ramp ramp, int step, Plan plan) {
        return step + 1 < ramp.steps().size()
                ? ramp.share(step) + " of requests go to '" + plan.environment() + "'"
                : "live; the previous environment is kept";
    }

    private WeightedRule rule(ActionContext context, Ramp ramp) {
        return new WeightedRule(rules, context.scope(), ramp.route());
    }

    private static BeanstalkFailure settingsMissing() {
        return new BeanstalkFailure(
                "PEN-BEANSTALK-019",
                "The deployment was begun with two environments at a shared load balancer, and the settings have no"
                        + " 'listenerRule' under 'blueGreen' any more. Give it back to go on.");
    }
}
