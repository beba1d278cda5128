package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.stack.StackReleaseState.Sides;
import dev.penstock.stack.StackReleaseState.Twins;
import dev.penstock.stack.WaveTarget.Status;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A release from a stack to its twin: the new one is made beside the old one, gets its share of the requests by a listener rule, and
 * the old one is kept until the release ends, so that requests can go back at once.
 */
final class TwinRelease {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final CloudFormationAction action;
    private final TargetSteps steps;
    private final DataInStacks data;
    private final ListenerRules rules;
    private final TwinLook look;

    TwinRelease(CloudFormationAction action, ListenerRules rules, DataInStacks data) {
        this.action = action;
        this.steps = action.targetSteps();
        this.data = data;
        this.rules = rules;
        this.look = new TwinLook(action.stacks(), rules);
    }

    static Twins begin() {
        return new Twins(
                Optional.empty(),
                List.of(WaveTarget.toDo(TwinStacks.BLUE), WaveTarget.toDo(TwinStacks.GREEN)),
                List.of(),
                false,
                List.of(),
                false);
    }

    /** Both stacks, as a deployment to several knows them. */
    static StackWaves pair(CloudFormationConfiguration configuration) {
        List<StackWaves.Target> both = List.of(TwinStacks.BLUE, TwinStacks.GREEN).stream()
                .map(side -> new StackWaves.Target(
                        side,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TwinLook.stack(configuration, side)),
                        Map.of()))
                .toList();
        return new StackWaves(
                List.of(new StackWaves.Wave(both, 2, 0, Duration.ZERO, List.of())), StackWaves.OnFailure.STOP);
    }

    TargetFacts facts(ActionContext context, CloudFormationConfiguration configuration) {
        return look.live(context, configuration).isPresent()
                ? TargetFacts.live(OptionalInt.empty())
                : TargetFacts.EMPTY;
    }

    TargetResult<StackReleaseState> carryOut(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state, ReleaseStep.OfTarget step)
            throws IOException, StackFailure {
        return switch (step) {
            case ReleaseStep.Prepare() -> {
                Sides sides = look.sides(release.action(), configuration);
                yield new TargetResult.Done<>(
                        state.with(sides),
                        sides.live().map(side -> side + " has the requests").orElse("nothing has requests yet") + ", "
                                + sides.fresh() + " is made anew");
            }
            case ReleaseStep.ScaleUp up -> made(release, configuration, state);
            case ReleaseStep.Test() -> new TargetResult.Done<>(state, "");
            case ReleaseStep.Shift(Share share) -> shift(release, configuration, state, share);
            case ReleaseStep.Replace replace -> {
                TargetResult<StackReleaseState> made = made(release, configuration, state);
                yield made instanceof TargetResult.Done<StackReleaseState>(StackReleaseState now, String said)
                                && now instanceof Twins twins
                        ? shift(release, configuration, twins, Share.ALL)
                        : made;
            }
            case ReleaseStep.Finish() -> finish(release, configuration, state);
        };
    }

    /** The new stack is there, and the rule names its target group, which is checked for health from then on. */
    private TargetResult<StackReleaseState> made(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state)
            throws IOException, StackFailure {
        Sides sides = state.sides().orElseThrow();
        if (state.admitted()) {
            return new TargetResult.Done<>(state, "");
        }
        WaveTarget before = state.target(sides.fresh());
        StackWaves pair = pair(configuration);
        if (before.status() == Status.TO_DO || before.isUnderWay()) {
            return deployed(release.action(), configuration, state, pair, before);
        }
        if (sides.freshGroup().isEmpty()) {
            TwinStacks twins = configuration.twins().orElseThrow();
            String group = Optional.ofNullable(before.outputs().get(twins.targetGroupOutput()))
                    .orElseThrow(() -> new StackFailure(
                            "PEN-STACK-036",
                            "The stack " + TwinLook.stack(configuration, sides.fresh()) + " has no output '"
                                    + twins.targetGroupOutput()
                                    + "' that would say which target group it has. Give the template one."));
            return new TargetResult.Next<>(state.with(sides.withFreshGroup(group)), "");
        }
        return admitted(release, configuration, state, sides);
    }

    private TargetResult<StackReleaseState> deployed(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Twins state,
            StackWaves pair,
            WaveTarget before)
            throws IOException {
        List<WaveTarget> one = new ArrayList<>(List.of(before));
        if (before.status() == Status.TO_DO) {
            one.set(0, steps.begun(context, configuration, pair.target(before.name()), before));
        }
        boolean moved = steps.advance(context, configuration, pair, one);
        WaveTarget now = one.getFirst();
        Twins next = state.with(now);
        if (now.status() == Status.FAILED) {
            return new TargetResult.Failed<>(
                    next,
                    ActionFailure.failed(
                            "PEN-STACK-035",
                            "The stack " + TwinLook.stack(configuration, now.name()) + " could not be made: "
                                    + now.summary()),
                    next.touched().isEmpty() ? Aftermath.UNTOUCHED : Aftermath.CHANGED);
        }
        return moved
                ? new TargetResult.Next<>(next, now.summary())
                : new TargetResult.Await<>(next, TargetSteps.wait(one), now.summary());
    }

    private TargetResult<StackReleaseState> admitted(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state, Sides sides)
            throws StackFailure {
        boolean gradually = release.plan().shares().size() > 1;
        List<RuleFinding> findings = look.rule(release, configuration, sides).preflight(gradually);
        Optional<RuleFinding> fatal =
                findings.stream().filter(finding -> finding.kind().isFatal()).findFirst();
        if (fatal.isPresent() && fatal.get().kind() != RuleFinding.Kind.SAME_GROUP) {
            // The rule was as it should be when the release began.
            return new TargetResult.Failed<>(state, TwinLook.overtaken(fatal.get()), Aftermath.OUT_OF_HAND);
        }
        TwinLook.refuse(findings);
        findings.forEach(finding -> release.action().log(finding.message()));
        Twins next = state.isAdmitted();
        String stack = TwinLook.stack(configuration, sides.fresh());
        if (sides.live().isEmpty()) {
            return new TargetResult.Done<>(next, stack + " is made");
        }
        return ruled(release, look.rule(release, configuration, sides).admit(), state, next, stack + " is made");
    }

    /** What is about to be given is durable first: who goes back has to know of it. */
    private TargetResult<StackReleaseState> shift(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state, Share share) {
        if (!state.share().equals(share)) {
            return new TargetResult.Next<>(state.giving(share), "");
        }
        Sides sides = state.sides().orElseThrow();
        if (sides.live().isEmpty()) {
            return first(release, configuration, state, sides);
        }
        Share from = state.given().size() > 1 ? state.given().get(state.given().size() - 2) : Share.NONE;
        RuleChange change =
                look.rule(release, configuration, sides).shift(TwinLook.guard(release.settings()), from, share);
        return ruled(release, change, state, state, "");
    }

    /** Where nobody's requests are at stake, the rule comes first: a group that no rule names is not checked for health. */
    private TargetResult<StackReleaseState> first(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state, Sides sides) {
        String group = sides.freshGroup().orElseThrow();
        var rule = configuration.twins().orElseThrow().listenerRule();
        var scope = release.action().scope();
        boolean there = rules.rule(scope, rule)
                .filter(found -> found.shares().isLike(TrafficShares.all(group)))
                .isPresent();
        if (!there) {
            rules.divide(scope, rule, TrafficShares.all(group));
        }
        return rules.health(scope, group).healthy() > 0
                ? new TargetResult.Done<>(state, "all requests go to the new stack")
                : again(release, state, "waits for healthy targets");
    }

    private static TargetResult<StackReleaseState> again(ReleaseContext release, Twins state, String why) {
        return new TargetResult.Await<>(
                state, new Wait.Until(release.action().now().plus(BETWEEN_LOOKS)), why);
    }

    /** What follows from what came of a change of the rule. */
    private static TargetResult<StackReleaseState> ruled(
            ReleaseContext release, RuleChange change, Twins state, Twins done, String said) {
        return switch (change) {
            case RuleChange.Done(boolean changed) -> new TargetResult.Done<>(done, said);
            case RuleChange.Unsettled(TrafficShares found) -> again(release, state, "the rule is not settled yet");
            case RuleChange.Refused(var answer) -> again(release, state, answer.words());
            case RuleChange.Superseded superseded ->
                new TargetResult.Failed<>(state, TwinLook.superseded(superseded), Aftermath.OUT_OF_HAND);
            case RuleChange.Gone() -> new TargetResult.Failed<>(state, TwinLook.gone(), Aftermath.OUT_OF_HAND);
        };
    }

    /** The rule forgets the old stack, which is deleted then, unless it holds data. */
    private TargetResult<StackReleaseState> finish(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state) throws IOException {
        Sides sides = state.sides().orElseThrow();
        if (!state.ending()) {
            return new TargetResult.Next<>(state.isEnding(), "");
        }
        if (sides.live().isEmpty()) {
            return new TargetResult.Done<>(state, "");
        }
        WaveTarget old = state.target(sides.live().get());
        if (old.status() == Status.TO_DO) {
            TargetResult<StackReleaseState> ruled =
                    ruled(release, look.rule(release, configuration, sides).finish(), state, state, "");
            return ruled instanceof TargetResult.Done<StackReleaseState>
                    ? new TargetResult.Next<>(state.with(deletable(release.action(), configuration, old)), "")
                    : ruled;
        }
        return gone(release.action(), configuration, state, old);
    }

    private WaveTarget deletable(ActionContext context, CloudFormationConfiguration configuration, WaveTarget target) {
        String stack = TwinLook.stack(configuration, target.name());
        return data.reason(context, stack)
                .map(why -> target.ended(Status.STUCK, why, Map.of()))
                .orElseGet(() -> StackReleaseState.back(target));
    }

    /** Goes on with bringing a stack back, to nothing mostly. That the old one stays is told, and no failure of the release. */
    private TargetResult<StackReleaseState> gone(
            ActionContext context, CloudFormationConfiguration configuration, Twins state, WaveTarget target)
            throws IOException {
        List<WaveTarget> one = new ArrayList<>(List.of(target));
        boolean moved = steps.advance(context, configuration, pair(configuration), one);
        WaveTarget now = one.getFirst();
        Twins next = state.with(now);
        if (now.isUnderWay()) {
            return moved
                    ? new TargetResult.Next<>(next, now.summary())
                    : new TargetResult.Await<>(next, TargetSteps.wait(one), now.summary());
        }
        String stack = TwinLook.stack(configuration, now.name());
        return new TargetResult.Done<>(
                next,
                now.status() == Status.BACK ? stack + " is deleted" : stack + " was not deleted: " + now.summary());
    }

    Position position(ReleaseContext release, CloudFormationConfiguration configuration, Twins state) {
        return look.position(release, configuration, state);
    }

    /** Requests first, then the stack. */
    TargetResult<StackReleaseState> rollBack(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state) throws IOException {
        if (state.ending()) {
            return new TargetResult.Failed<>(
                    state,
                    ActionFailure.failed(
                            "PEN-STACK-034", "The old stack was being given up: there is nothing to go back to."),
                    Aftermath.OUT_OF_HAND);
        }
        if (state.sides().isEmpty()) {
            return new TargetResult.Done<>(state, "");
        }
        Sides sides = state.sides().get();
        if (sides.freshGroup().isPresent()) {
            RuleChange change = look.rule(release, configuration, sides).back(state.given());
            TargetResult<StackReleaseState> ruled = ruled(release, change, state, state, "");
            if (!(ruled instanceof TargetResult.Done<StackReleaseState>) && !(change instanceof RuleChange.Gone)) {
                return ruled;
            }
        }
        return unmade(release, configuration, state, state.target(sides.fresh()));
    }

    private TargetResult<StackReleaseState> unmade(
            ReleaseContext release, CloudFormationConfiguration configuration, Twins state, WaveTarget fresh)
            throws IOException {
        ActionContext context = release.action();
        StackWaves pair = pair(configuration);
        if (!state.touched().contains(fresh.name())) {
            return new TargetResult.Done<>(state, "");
        }
        if (fresh.status() == Status.RUNNING) {
            steps.abandon(context, configuration, pair, List.of(fresh));
            Optional<String> still = steps.stopping(context, configuration, pair, List.of(fresh));
            if (still.isPresent()) {
                return again(release, state, still.get());
            }
        }
        return switch (fresh.status()) {
            case RUNNING, SUCCEEDED, FAILED ->
                new TargetResult.Next<>(
                        state.with(
                                fresh.before().isPresent()
                                        ? StackReleaseState.back(fresh)
                                        : deletable(context, configuration, fresh)),
                        "takes the new stack away");
            case GOING_BACK -> gone(context, configuration, state, fresh);
            case TO_DO, BACK -> new TargetResult.Done<>(state, "");
            case STUCK ->
                new TargetResult.Failed<>(
                        state,
                        ActionFailure.failed(
                                "PEN-STACK-034",
                                "All requests are back, and the new stack could not be taken away: " + fresh.summary()),
                        Aftermath.OUT_OF_HAND);
        };
    }

    void abandon(ReleaseContext release, CloudFormationConfiguration configuration, Twins state) {
        if (state.sides().isEmpty() || state.ending()) {
            return;
        }
        Sides sides = state.sides().get();
        if (sides.freshGroup().isPresent()) {
            look.rule(release, configuration, sides).back(state.given());
        }
        WaveTarget fresh = state.target(sides.fresh());
        ActionContext context = release.action();
        steps.abandon(context, configuration, pair(configuration), List.of(fresh));
        String stack = TwinLook.stack(configuration, sides.fresh());
        boolean ours = fresh.status() == Status.SUCCEEDED && fresh.before().isEmpty();
        if (ours && data.reason(context, stack).isEmpty()) {
            action.stacks()
                    .delete(
                            context.scope(),
                            stack,
                            Set.of(),
                            configuration.roleArn(),
                            context.token("delete " + sides.fresh()));
        }
    }

    Optional<String> stopping(ReleaseContext release, CloudFormationConfiguration configuration, Twins state) {
        if (state.sides().isEmpty() || state.ending()) {
            return Optional.empty();
        }
        WaveTarget fresh = state.target(state.sides().get().fresh());
        String stack = TwinLook.stack(configuration, fresh.name());
        return steps.stopping(release.action(), configuration, pair(configuration), List.of(fresh))
                .or(() -> action.stacks()
                        .find(release.action().scope(), stack)
                        .filter(found -> found.status() == StackStatus.DELETE_IN_PROGRESS)
                        .map(found -> stack + " is being deleted"));
    }

    ActionResult result(ReleaseContext release, CloudFormationConfiguration configuration, Twins state)
            throws IOException {
        Sides sides = state.sides().orElseThrow();
        WaveTarget fresh = state.target(sides.fresh());
        Map<String, String> outputs = new LinkedHashMap<>(fresh.outputs());
        String stack = TwinLook.stack(configuration, sides.fresh());
        outputs.putIfAbsent("LiveStack", stack);
        String kept = sides.live()
                .map(state::target)
                .filter(old -> old.status() == Status.STUCK)
                .map(old -> "; " + old.summary())
                .orElse("");
        return StackReleaseTarget.outputs(release.action(), configuration, outputs, stack + " has all requests" + kept);
    }

    /** How the targets of a side are; none where there is no such side. */
    static TargetGroupHealth health(ListenerRules rules, ActionContext context, Optional<String> group) {
        return group.map(arn -> rules.health(context.scope(), arn)).orElse(new TargetGroupHealth(0, 0));
    }
}
