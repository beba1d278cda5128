package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.image.ImageRegistry;
import dev.penstock.release.TaskSetState.Begun;
import dev.penstock.release.TaskSetState.Ending;
import dev.penstock.release.TaskSetState.Pinned;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.There;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Releases to ECS services by task sets of our own ({@code deploymentController.type} {@code EXTERNAL}): a new set beside the
 * primary one, of any size, and any share of the requests by the weights of a listener rule. {@link EcsReleaseTarget} asks it where
 * settings name that rule.
 */
public final class TaskSetReleases {

    private final Function<String, Optional<TaskSetRoute>> routes;
    private final TaskSetPreparation preparation;
    private final TaskSetSteps steps;
    private final TaskSetTraffic traffic;
    private final TaskSetPosition position;

    /**
     * Releases over a platform, the registries that hold its images, and the load balancers before it.
     *
     * @param routes how requests come to what an action of a name releases to; absent where that is not by task sets
     */
    public TaskSetReleases(
            ContainerServices services,
            TaskSets sets,
            ContainerTasks tasks,
            ImageRegistry registry,
            ListenerRules rules,
            LoadBalancers balancers,
            Function<String, Optional<TaskSetRoute>> routes) {
        this.routes = routes;
        this.preparation =
                new TaskSetPreparation(services, sets, new ImagePins(registry), new TaskSetPreflight(rules, balancers));
        this.traffic = new TaskSetTraffic(rules);
        this.steps = new TaskSetSteps(sets, tasks, traffic);
        this.position = new TaskSetPosition(steps, traffic);
    }

    Optional<TaskSetRoute> route(String action) {
        return routes.apply(action);
    }

    /** Why task sets cannot be released by a plan; absent if they can. Pure. */
    static Optional<Refusal> refusal(ReleasePlan plan) {
        Optional<Replacement> replacement = plan.replacement();
        if (replacement.isPresent()) {
            return switch (replacement.get()) {
                case Replacement.AllAtOnce() -> Optional.empty();
                case Replacement.Immutable() -> Optional.empty();
                case Replacement.InPlace() -> part();
                case Replacement.Batches ignored -> part();
            };
        }
        return plan.steps().stream().anyMatch(ReleaseStep.Test.class::isInstance)
                ? Optional.of(new Refusal(
                        "Task sets have no rule for tests, by which the new one could be asked for a page.",
                        "Leave 'test' away, and begin with a small share of the requests."))
                : Optional.empty();
    }

    private static Optional<Refusal> part() {
        return Optional.of(new Refusal(
                "A new task set is put beside the old one, whose tasks are not replaced one by one.",
                "Move requests in steps, or replace the set as a whole."));
    }

    TargetResult<TaskSetState> carryOut(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state, ReleaseStep.OfTarget step)
            throws IOException, ReleaseFailure {
        return switch (state) {
            case Begun() -> preparation.pin(context.action(), configuration);
            case Pinned pinned -> preparation.register(context, configuration, pinned);
            case There there -> new TargetResult.Done<>(there, "");
            case Side side -> goOn(context, configuration, side, step);
            case Ending ending -> steps.end(context, configuration, ending);
        };
    }

    private TargetResult<TaskSetState> goOn(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side, ReleaseStep.OfTarget step) {
        return switch (step) {
            case ReleaseStep.Prepare() -> new TargetResult.Done<>(side, "");
            case ReleaseStep.ScaleUp(Share capacity) -> steps.grow(context, configuration, side, capacity);
            case ReleaseStep.Test() -> throw new IllegalStateException("tests are refused beforehand");
            case ReleaseStep.Shift(Share share) -> shift(context, configuration, side, share);
            case ReleaseStep.Replace ignored -> replace(context, configuration, side);
            case ReleaseStep.Finish() -> steps.beginEnding(context, configuration, side);
        };
    }

    /** The baseline ends only once it is durable that all requests go to the new version: from then on it may be missing. */
    private TargetResult<TaskSetState> shift(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side, Share share) {
        TargetResult<TaskSetState> shifted = traffic.shift(context, configuration, side, share);
        boolean isLast = side.work().twinId().isPresent() && share.equals(Share.ALL);
        if (!isLast || !(shifted instanceof TargetResult.Done<TaskSetState>(var after, String words))) {
            return shifted;
        }
        if (!side.share().equals(share)) {
            return new TargetResult.Next<>(after, words);
        }
        steps.endTwin(context, configuration, side.work());
        return shifted;
    }

    private TargetResult<TaskSetState> replace(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        TargetResult<TaskSetState> grown = steps.grow(context, configuration, side, Share.ALL);
        return grown instanceof TargetResult.Done<TaskSetState>(Side up, String words)
                ? traffic.shift(context, configuration, up, Share.ALL)
                : grown;
    }

    Position position(ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state) {
        return switch (state) {
            case Side side -> position.of(context, configuration, side);
            case Begun() -> NativePosition.untouched();
            case Pinned ignored -> NativePosition.untouched();
            case There ignored -> NativePosition.untouched();
            case Ending ignored -> NativePosition.untouched();
        };
    }

    /** Requests first, then the new set's tasks, then the set, then what the rule names. */
    TargetResult<TaskSetState> rollBack(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state) {
        return switch (state) {
            case Begun() -> new TargetResult.Done<>(state, "");
            case Pinned ignored -> new TargetResult.Done<>(state, "");
            case There ignored -> new TargetResult.Done<>(state, "");
            case Side side -> back(context, configuration, side);
            case Ending ending -> TaskSetTraffic.lost(ending, tooLate(configuration));
        };
    }

    private TargetResult<TaskSetState> back(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        TargetResult<TaskSetState> back = traffic.back(context, configuration, side);
        if (!(back instanceof TargetResult.Done<TaskSetState>)) {
            return back;
        }
        TaskSetLook seen = steps.look(context, configuration);
        boolean baselineIsGone = steps.remove(context, configuration, seen.twin(side.work()));
        return steps.remove(context, configuration, seen.fresh(side.work())) && baselineIsGone
                ? traffic.restore(context, configuration, side)
                : TaskSetTraffic.awaitSets(
                        context, configuration, side, "the old task set has all requests, the new one ends");
    }

    private static ActionFailure tooLate(EcsDeployConfiguration configuration) {
        return RolloutEnd.inconclusive(configuration.target()
                + " has the new task set, and the old one was ended already: it does not go back by itself. Release the"
                + " old version anew.");
    }

    /** Requests go back and the new set begins to end, or the old one does where that was begun. */
    void abandon(ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state) {
        switch (state) {
            case Begun() -> {}
            case Pinned ignored -> {}
            case There ignored -> {}
            case Side side -> abandon(context, configuration, side);
            case Ending ignored -> context.action().log(tooLate(configuration).message());
        }
    }

    private void abandon(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        ActionContext action = context.action();
        switch (traffic.back(context, configuration, side)) {
            case TargetResult.Done<TaskSetState> ignored -> {
                TaskSetLook seen = steps.look(context, configuration);
                seen.fresh(side.work()).ifPresent(set -> steps.discard(context, configuration, set));
                seen.twin(side.work()).ifPresent(set -> steps.discard(context, configuration, set));
            }
            case TargetResult.Failed<TaskSetState>(var left, ActionFailure failure, var aftermath) ->
                action.log(failure.message());
            case TargetResult.Await<TaskSetState>(var left, Wait until, String words) ->
                action.log("Requests go back: " + words + ".");
            case TargetResult.Next<TaskSetState> ignored -> {}
            case TargetResult.Nothing<TaskSetState> ignored -> {}
        }
    }

    /** What still goes on once a release is abandoned; absent once nothing does. */
    Optional<String> stopping(ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state) {
        if (!(state instanceof Side side)) {
            return Optional.empty();
        }
        TaskSetLook seen = steps.look(context, configuration);
        return ending("the new task set", seen.fresh(side.work()))
                .or(() -> ending("the baseline", seen.twin(side.work())));
    }

    private static Optional<String> ending(String name, Optional<TaskSet> set) {
        return set.filter(found -> !TaskSetLook.isThere(found))
                .map(found -> name + " ends: " + found.running() + " tasks run still");
    }

    ActionResult result(ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState state) {
        return switch (state) {
            case Begun() -> ActionResult.NOTHING;
            case Pinned ignored -> ActionResult.NOTHING;
            case There there -> TaskSetEnd.succeeded(configuration, there.work(), Optional.empty());
            case Side side ->
                TaskSetEnd.succeeded(configuration, side.work(), fresh(context, configuration, side.work()));
            case Ending ending ->
                TaskSetEnd.succeeded(configuration, ending.work(), fresh(context, configuration, ending.work()));
        };
    }

    private Optional<String> fresh(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSetState.Work work) {
        return steps.look(context, configuration).fresh(work).map(TaskSet::arn);
    }
}
