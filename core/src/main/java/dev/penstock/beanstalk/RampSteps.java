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
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
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
    private final Housekeeping housekeeping;

    RampSteps(Environments environments, ListenerRules rules, SharedTraffic traffic, Housekeeping housekeeping) {
        this.environments = environments;
        this.rules = rules;
        this.traffic = traffic;
        this.housekeeping = housekeeping;
    }

    /** Finds out between which target groups requests are moved, and in which steps: what was begun goes on so. */
    StepResult<BeanstalkDeployState> route(ActionContext context, DeploymentOptions options, Routing routing)
            throws BeanstalkFailure {
        Plan plan = routing.plan();
        BlueGreen blueGreen = options.blueGreen().orElseThrow(RampSteps::settingsMissing);
        if (!(blueGreen.route() instanceof Weights weights)) {
            throw settingsMissing();
        }
        ListenerRuleArn arn = traffic.arn(context, weights);
        TrafficShares now = traffic.rule(context, arn).shares();
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        String freshGroup = traffic.group(context, arn, fresh);
        if (plan.pair().isEmpty()) {
            if (now.divideLike(TrafficShares.all(freshGroup))) {
                return succeeded(routing.release(), routing.changed(), fresh);
            }
            var first = new Ramp(arn.text(), "", freshGroup, List.of(new RampStep(100, Duration.ZERO)));
            return begin(routing, first, now, TrafficShares.NONE);
        }
        Environment live = ChangeSteps.existing(
                environments, context.scope(), plan.with(plan.pair().get().liveId()));
        String liveGroup = traffic.group(context, arn, live);
        List<RampStep> steps = new ArrayList<>(weights.steps());
        steps.add(new RampStep(100, blueGreen.keep()));
        return begin(routing, new Ramp(arn.text(), liveGroup, freshGroup, steps), now, TrafficShares.all(liveGroup));
    }

    private static StepResult<BeanstalkDeployState> begin(
            Routing routing, Ramp ramp, TrafficShares now, TrafficShares expected) {
        return now.divideLike(expected)
                ? new StepResult.Next<>(
                        new Shifting(routing.release(), routing.plan(), ramp, 0, Optional.empty(), Optional.empty()),
                        "moves requests to '" + routing.plan().environment() + "'")
                : new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), expected, now));
    }

    /** Gives the rule the weights of a step, once enough targets are healthy; or those from before, at once. */
    StepResult<BeanstalkDeployState> shift(ActionContext context, DeploymentOptions options, Shifting shifting)
            throws BeanstalkFailure {
        Ramp ramp = shifting.ramp();
        TrafficShares now = shares(context, ramp);
        TrafficShares wanted = shifting.cause().isPresent() ? ramp.before() : ramp.shares(shifting.step());
        if (now.divideLike(wanted)) {
            return shifted(context, shifting);
        }
        boolean isOurs = shifting.cause().isPresent()
                ? ramp.hasSet(now)
                : now.divideLike(shifting.step() == 0 ? ramp.before() : ramp.shares(shifting.step() - 1));
        if (!isOurs) {
            return new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), wanted, now));
        }
        if (shifting.cause().isEmpty()) {
            Optional<String> lacking = lacking(context, ramp, shifting.step());
            if (lacking.isPresent()) {
                return waits(context, options, shifting, lacking.get());
            }
        }
        rules.divide(context.scope(), arn(ramp), wanted);
        context.log(
                shifting.cause().isPresent()
                        ? "All requests go to '"
                                + shifting.plan().pair().orElseThrow().liveName() + "' again."
                        : ramp.steps().get(shifting.step()).weight() + " % of requests go to '"
                                + shifting.plan().environment() + "'.");
        TrafficShares then = shares(context, ramp);
        return then.divideLike(wanted)
                ? shifted(context, shifting)
                : new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), wanted, then));
    }

    private StepResult<BeanstalkDeployState> shifted(ActionContext context, Shifting shifting) throws BeanstalkFailure {
        Plan plan = shifting.plan();
        if (shifting.cause().isPresent()) {
            return new StepResult.Fail<>(DeploymentEnd.neverLive(
                    shifting.release(), plan, shifting.cause().get()));
        }
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
            ActionContext context, DeploymentOptions options, Shifting shifting, String lacking) {
        Instant since = shifting.since().orElse(context.now());
        if (!context.now().isBefore(since.plus(options.acceptance().patience()))) {
            return ill(options, shifting.release(), shifting.plan(), shifting.ramp(), shifting.step(), lacking);
        }
        return new StepResult.Await<>(
                new Shifting(
                        shifting.release(),
                        shifting.plan(),
                        shifting.ramp(),
                        shifting.step(),
                        Optional.of(since),
                        Optional.empty()),
                new Wait.Until(context.now().plus(ChangeFollower.REFRESH)),
                "waits for healthy targets: " + lacking);
    }

    /** Looks at weights, targets and health until the step has had its time; the last one's time is for changing back. */
    StepResult<BeanstalkDeployState> bake(ActionContext context, DeploymentOptions options, Baking baking)
            throws BeanstalkFailure {
        Ramp ramp = baking.ramp();
        Plan plan = baking.plan();
        TrafficShares expected = ramp.shares(baking.step());
        TrafficShares now = shares(context, ramp);
        if (!now.divideLike(expected)) {
            return new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), expected, now));
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
        return ill.map(health -> "its health became " + health + " with "
                        + ramp.steps().get(step).weight() + " % of requests")
                .or(() -> lacking(context, ramp, step));
    }

    /** Takes the previous environment out of the rule, so that its target group can go with it, and terminates it. */
    StepResult<BeanstalkDeployState> retire(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Retiring retiring)
            throws BeanstalkFailure {
        Plan plan = retiring.plan();
        Ramp ramp = retiring.ramp();
        TrafficShares all = TrafficShares.all(ramp.freshGroup());
        TrafficShares now = shares(context, ramp);
        if (!now.divideLike(all)) {
            return new StepResult.Fail<>(RampEnd.weightsChanged(ramp.rule(), all, now));
        }
        if (now.name(ramp.liveGroup())) {
            rules.divide(context.scope(), arn(ramp), all);
        }
        Environment fresh = ChangeSteps.existing(environments, context.scope(), plan);
        environments.terminate(context.scope(), plan.pair().orElseThrow().liveId());
        context.log("Terminates '" + plan.pair().get().liveName() + "', which was live before.");
        housekeeping.prune(context, target, options, retiring.release(), plan);
        return succeeded(retiring.release(), true, fresh);
    }

    /** Gives all requests back to the environment that had them, because somebody abandons the action. */
    void wayBack(ActionContext context, Ramp ramp) {
        Optional<TrafficShares> now = rules.rule(context.scope(), arn(ramp)).map(ListenerRule::shares);
        if (ramp.liveGroup().isEmpty() || now.isEmpty() || now.get().divideLike(ramp.before())) {
            return;
        }
        if (!ramp.hasSet(now.get())) {
            context.log("Somebody else has changed the weights of " + ramp.rule() + ": they stay.");
            return;
        }
        rules.divide(context.scope(), arn(ramp), ramp.before());
        context.log("All requests go to the previous environment again.");
    }

    /** Of a share of the requests, the same share of the live targets must be healthy in the new group. */
    private Optional<String> lacking(ActionContext context, Ramp ramp, int step) {
        TargetGroupHealth fresh = rules.health(context.scope(), ramp.freshGroup());
        int live = ramp.liveGroup().isEmpty()
                ? 1
                : rules.health(context.scope(), ramp.liveGroup()).healthy();
        int needed = Math.max(1, (int) Math.ceil(live * ramp.steps().get(step).weight() / 100.0));
        return fresh.healthy() >= needed
                ? Optional.empty()
                : Optional.of(fresh.healthy() + " of its " + fresh.registered() + " targets are healthy, and "
                        + ramp.steps().get(step).weight() + " % of requests need " + needed);
    }

    private static StepResult<BeanstalkDeployState> ill(
            DeploymentOptions options, Release release, Plan plan, Ramp ramp, int step, String why) {
        Cause cause = new Cause(why, "", List.of(), false);
        return options.whenItFails() == WhenItFails.RESTORE && plan.pair().isPresent()
                ? new StepResult.Next<>(
                        new Shifting(release, plan, ramp, step, Optional.empty(), Optional.of(cause)),
                        "moves all requests back: " + why)
                : new StepResult.Fail<>(RampEnd.left(release, plan, ramp, cause));
    }

    private static StepResult<BeanstalkDeployState> succeeded(Release release, boolean changed, Environment fresh) {
        Change.Kind kind = changed ? Change.Kind.DEPLOY : Change.Kind.NOTHING;
        return new StepResult.Succeed<>(
                DeploymentEnd.succeeded(release, new Change(kind, "", fresh.updatedAt(), Optional.empty()), fresh));
    }

    private static String words(Ramp ramp, int step, Plan plan) {
        return step + 1 < ramp.steps().size()
                ? ramp.steps().get(step).weight() + " % of requests go to '" + plan.environment() + "'"
                : "live; the previous environment is kept";
    }

    private TrafficShares shares(ActionContext context, Ramp ramp) throws BeanstalkFailure {
        return traffic.rule(context, arn(ramp)).shares();
    }

    private static ListenerRuleArn arn(Ramp ramp) {
        return ListenerRuleArn.of(ramp.rule()).orElseThrow();
    }

    private static BeanstalkFailure settingsMissing() {
        return new BeanstalkFailure(
                "PEN-BEANSTALK-019",
                "The deployment was begun with two environments at a shared load balancer, and the settings have no"
                        + " 'listenerRule' under 'blueGreen' any more. Give it back to go on.");
    }
}
