package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.Work;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.rollout.weight.WeightedRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves the requests of a release between two task sets by the rule before them. */
final class TaskSetTraffic {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** Weights that somebody else sets, and tasks that stopped, are no news of a set. */
    private static final Duration BESIDE_NEWS = Duration.ofSeconds(30);

    private final ListenerRules rules;

    TaskSetTraffic(ListenerRules rules) {
        this.rules = rules;
    }

    /**
     * Names both target groups in the rule: ECS makes no set in a group that no load balancer knows, and none of its targets would
     * be looked at.
     */
    TargetResult<TaskSetState> admit(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        return told(
                context,
                configuration,
                side,
                side,
                "",
                rule(context, side.work()).admit());
    }

    /** Gives the new set another share. */
    TargetResult<TaskSetState> shift(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side, Share to) {
        RuleChange change = rule(context, side.work()).shift(context.settings().guard(), side.share(), to);
        return told(context, configuration, side, side.with(to), to + " of requests go to the new task set", change);
    }

    /**
     * Gives all requests back to the old set. The rule goes on naming the new one's target group, so that what is under way there is
     * still answered while its tasks leave.
     */
    TargetResult<TaskSetState> back(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        WeightedRoute route = side.work().route();
        List<Share> given = new ArrayList<>(side.given());
        // One share more than is known, if a runner died right after it gave it.
        given.addAll(context.plan().shares());
        if (context.plan().replacement().isPresent()) {
            given.add(Share.ALL);
        }
        WeightedRule draining = new WeightedRule(
                rules,
                context.action().scope(),
                new WeightedRoute(route.rule(), route.live(), route.fresh(), route.at(Share.NONE), route.twin()));
        RuleChange change = draining.back(given);
        if (change instanceof RuleChange.Done(boolean changed) && changed) {
            context.action().log("All requests go to the old task set again.");
        }
        return told(context, configuration, side, side, "", change);
    }

    /** Lets the rule name what it named before. */
    TargetResult<TaskSetState> restore(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        return told(
                context,
                configuration,
                side,
                side,
                configuration.target() + " runs its previous task set alone again",
                rule(context, side.work()).back(List.of(Share.NONE)));
    }

    /** Why the rule does not divide requests as it was left; absent if it does. Only looks. */
    Optional<ActionFailure> overtaken(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        WeightedRule rule = rule(context, side.work());
        return switch (rule.hold(side.share(), 0)) {
            case RuleChange.Done ignored -> Optional.empty();
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                // A runner may have died right after it gave the next share.
                next(context)
                                .filter(share -> rule.hold(share, 0) instanceof RuleChange.Done)
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(TaskSetEnd.rule(configuration, side.work(), found + ", not " + expected + "."));
            case RuleChange.Gone() -> Optional.of(TaskSetEnd.rule(configuration, side.work(), "it was deleted."));
            case RuleChange.Refused ignored -> Optional.empty();
            case RuleChange.Unsettled ignored -> Optional.empty();
        };
    }

    /** The share that is being given, if one is. */
    private static Optional<Share> next(ReleaseContext context) {
        return switch (context.plan().steps().get(context.index())) {
            case ReleaseStep.Shift(Share share) -> Optional.of(share);
            case ReleaseStep.Replace ignored -> Optional.of(Share.ALL);
            case ReleaseStep.Prepare ignored -> Optional.empty();
            case ReleaseStep.ScaleUp ignored -> Optional.empty();
            case ReleaseStep.Test ignored -> Optional.empty();
            case ReleaseStep.Finish ignored -> Optional.empty();
            case ReleaseStep.Bake ignored -> Optional.empty();
            case ReleaseStep.Approve ignored -> Optional.empty();
            case ReleaseStep.Hold ignored -> Optional.empty();
        };
    }

    /** How many targets the groups have that are healthy. */
    Position.Capacity capacity(ActionContext context, Work work) {
        TargetGroupHealth fresh = rules.health(context.scope(), work.route().fresh());
        TargetGroupHealth old = rules.health(context.scope(), work.oldGroup());
        return new Position.Capacity(
                fresh.healthy(),
                fresh.registered(),
                old.healthy(),
                work.route().twin().map(group -> rules.health(context.scope(), group)));
    }

    /** Whether too few targets are healthy for the share that was given, in words; absent if enough are. */
    static Optional<String> lacking(ReleaseContext context, Side side, Position.Capacity capacity) {
        var fresh = new TargetGroupHealth(capacity.healthy(), capacity.registered());
        return lacking(context, side, "Of the new task set, ", fresh, capacity)
                .or(() -> capacity.baseline()
                        .filter(any -> !side.share().equals(Share.ALL))
                        .flatMap(twin -> lacking(context, side, "Of the baseline, ", twin, capacity)));
    }

    private static Optional<String> lacking(
            ReleaseContext context, Side side, String whose, TargetGroupHealth health, Position.Capacity capacity) {
        TrafficGuard.Answer answer = context.settings()
                .guard()
                .judge(side.share(), health, new TargetGroupHealth(capacity.old(), capacity.old()));
        return answer.isAllowed() ? Optional.empty() : Optional.of(whose + answer.words() + ".");
    }

    private WeightedRule rule(ReleaseContext context, Work work) {
        return new WeightedRule(rules, context.action().scope(), work.route());
    }

    private static TargetResult<TaskSetState> told(
            ReleaseContext context,
            EcsDeployConfiguration configuration,
            Side before,
            Side after,
            String words,
            RuleChange change) {
        return switch (change) {
            case RuleChange.Done ignored -> new TargetResult.Done<>(after, words);
            case RuleChange.Refused(TrafficGuard.Answer answer) ->
                await(context, before, "waits for healthy targets: " + answer.words());
            case RuleChange.Unsettled(TrafficShares found) ->
                await(context, before, "the rule was changed, and still says " + found);
            case RuleChange.Superseded(TrafficShares expected, TrafficShares found) ->
                lost(before, TaskSetEnd.rule(configuration, before.work(), found + ", not " + expected + "."));
            case RuleChange.Gone() -> lost(before, TaskSetEnd.rule(configuration, before.work(), "it was deleted."));
        };
    }

    private static TargetResult<TaskSetState> await(ReleaseContext context, TaskSetState state, String words) {
        return new TargetResult.Await<>(
                state, new Wait.Until(context.action().now().plus(BETWEEN_LOOKS)), words);
    }

    /** Until something is new of the service's sets; now and then all the same, for what they do not tell. */
    static TargetResult<TaskSetState> awaitSets(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state, String words) {
        ActionContext action = context.action();
        return new TargetResult.Await<>(
                state,
                new Wait.ForAnyResource(
                        List.of(TaskSetsSeen.resource(action.scope(), configuration.service())),
                        Optional.of(action.now().plus(BESIDE_NEWS))),
                words);
    }

    static TargetResult<TaskSetState> lost(TaskSetState state, ActionFailure failure) {
        return new TargetResult.Failed<>(state, failure, Aftermath.OUT_OF_HAND);
    }
}
