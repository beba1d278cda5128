package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.release.TaskSetState.Ending;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.Work;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.util.List;
import java.util.Optional;

/** Makes the new task set, lets it grow, and ends the old one. */
final class TaskSetSteps {

    private static final int LOG_LINES = 20;

    private final TaskSets sets;
    private final ContainerTasks tasks;
    private final TaskSetTraffic traffic;

    TaskSetSteps(TaskSets sets, ContainerTasks tasks, TaskSetTraffic traffic) {
        this.sets = sets;
        this.tasks = tasks;
        this.traffic = traffic;
    }

    TaskSetLook look(ReleaseContext context, EcsDeployConfiguration configuration) {
        return new TaskSetLook(sets.of(context.action().scope(), configuration.service()));
    }

    /** Until the new set has so much of the service's tasks at least, all of them up. */
    TargetResult<TaskSetState> grow(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side, Share capacity) {
        ActionContext action = context.action();
        Work work = side.work();
        TaskSetLook seen = look(context, configuration);
        Optional<String> interference = seen.interference(side);
        if (interference.isPresent()) {
            return TaskSetTraffic.lost(side, TaskSetEnd.superseded(configuration, interference.get()));
        }
        if (side.share().equals(Share.NONE)) {
            TargetResult<TaskSetState> admitted = traffic.admit(context, configuration, side);
            if (!(admitted instanceof TargetResult.Done<TaskSetState>)) {
                return admitted;
            }
        }
        Optional<TaskSet> fresh = seen.fresh(work);
        if (fresh.isEmpty()) {
            // Right before the new one, so that both are of the same age.
            work.twinId().ifPresent(id -> makeTwin(action, configuration, work, id, capacity));
            TaskSet made = sets.create(
                    action.scope(),
                    configuration.service(),
                    new NewTaskSet(
                            work.old(),
                            work.taskDefinition(),
                            work.route().fresh(),
                            work.oldGroup(),
                            capacity,
                            work.externalId()));
            action.log("Made the task set " + made.arn() + " with " + made.wanted() + " tasks.");
            return TaskSetTraffic.awaitSets(context, configuration, side.seen(), progress(made));
        }
        if (fresh.get().scale().compareTo(capacity) < 0) {
            sets.scale(action.scope(), configuration.service(), fresh.get().arn(), capacity);
            return TaskSetTraffic.awaitSets(
                    context, configuration, side.seen(), "grows to " + capacity + " of the tasks");
        }
        Optional<TaskSet> twin = seen.twin(work);
        if (isUp(fresh.get()) && twin.filter(set -> !isUp(set)).isEmpty()) {
            return new TargetResult.Done<>(
                    side.seen(),
                    fresh.get().running() + " tasks run"
                            + twin.map(set -> ", " + set.running() + " of the baseline")
                                    .orElse(""));
        }
        return failing(context, configuration, seen, work)
                .<TargetResult<TaskSetState>>map(
                        failure -> new TargetResult.Failed<>(side.seen(), failure, Aftermath.CHANGED))
                .orElseGet(() -> TaskSetTraffic.awaitSets(
                        context,
                        configuration,
                        side.seen(),
                        progress(fresh.get())
                                + twin.map(set -> "; of the baseline " + progress(set))
                                        .orElse("")));
    }

    private static boolean isUp(TaskSet set) {
        return set.isSteady() && set.running() >= set.wanted();
    }

    private void makeTwin(
            ActionContext action, EcsDeployConfiguration configuration, Work work, String externalId, Share capacity) {
        TaskSet made = sets.create(
                action.scope(),
                configuration.service(),
                new NewTaskSet(
                        work.old(),
                        work.basedOn(),
                        work.route().twin().orElseThrow(),
                        work.oldGroup(),
                        capacity,
                        externalId));
        action.log("Made the task set " + made.arn() + " of the old version, as the baseline, with " + made.wanted()
                + " tasks.");
    }

    /** The new version has all requests: nothing is compared with the baseline any more, and it ends. */
    void endTwin(ReleaseContext context, EcsDeployConfiguration configuration, Work work) {
        look(context, configuration)
                .twin(work)
                .filter(TaskSetLook::isThere)
                .ifPresent(set -> discard(context, configuration, set));
    }

    private static String progress(TaskSet set) {
        return set.running() + " of " + set.wanted() + " tasks run"
                + (set.running() < set.wanted() || set.isSteady() ? "" : ", not all of them healthy yet");
    }

    /** Why one of the sets that a release has made does not come up, if waiting does not cure it. */
    Optional<ActionFailure> failing(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSetLook seen, Work work) {
        return seen.fresh(work)
                .flatMap(set -> failing(context, configuration, set, "The new task set"))
                .or(() -> seen.twin(work)
                        .filter(TaskSetLook::isThere)
                        .flatMap(set ->
                                failing(context, configuration, set, "The baseline, a task set of the old version,")));
    }

    /** Why a set whose tasks are missing does not come up, if waiting does not cure it: ECS itself starts tasks for ever. */
    private Optional<ActionFailure> failing(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSet set, String name) {
        if (set.running() >= set.wanted()) {
            return Optional.empty();
        }
        List<StoppedTask> stopped = stopped(context, configuration, set, 0);
        Optional<String> cause = Diagnosis.deterministicCause(stopped, List.of());
        return cause.map(why -> TaskSetEnd.failing(
                name + " of " + configuration.target(),
                why,
                Diagnosis.findings(stopped(context, configuration, set, LOG_LINES))));
    }

    private List<StoppedTask> stopped(
            ReleaseContext context, EcsDeployConfiguration configuration, TaskSet set, int lines) {
        try {
            return tasks.stoppedTasks(
                    context.action().scope(), configuration.service(), set.taskDefinition(), set.createdAt(), lines);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            // Who may not look at tasks is told less, and waits.
            return List.of();
        }
    }

    /** Looks once more before the old set ends: from then on there is no way back. */
    TargetResult<TaskSetState> beginEnding(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        Optional<ActionFailure> overtaken = look(context, configuration)
                .interference(side)
                .map(what -> TaskSetEnd.superseded(configuration, what))
                .or(() -> traffic.overtaken(context, configuration, side));
        return overtaken
                .map(failure -> TaskSetTraffic.lost(side, failure))
                .orElseGet(() -> new TargetResult.Next<>(new Ending(side.work()), "the old task set ends"));
    }

    /** Makes the new set the primary one, and ends the old one: no tasks first, so that what they answer comes to its end. */
    TargetResult<TaskSetState> end(ReleaseContext context, EcsDeployConfiguration configuration, Ending ending) {
        Work work = ending.work();
        TaskSetLook seen = look(context, configuration);
        Optional<TaskSet> fresh = seen.fresh(work).filter(TaskSetLook::isThere);
        if (fresh.isEmpty()) {
            return TaskSetTraffic.lost(
                    ending, TaskSetEnd.superseded(configuration, "the one of this release was deleted."));
        }
        if (fresh.get().status() != TaskSet.Status.PRIMARY) {
            boolean isOurs =
                    seen.primary().map(TaskSet::arn).filter(work.old()::equals).isPresent();
            if (!isOurs && seen.primary().isPresent()) {
                String other = seen.primary().get().arn();
                return TaskSetTraffic.lost(
                        ending, TaskSetEnd.superseded(configuration, other + " has become the primary one."));
            }
            sets.makePrimary(
                    context.action().scope(),
                    configuration.service(),
                    fresh.get().arn());
        }
        boolean baselineIsGone = remove(context, configuration, seen.twin(work));
        return remove(context, configuration, seen.old(work)) && baselineIsGone
                ? new TargetResult.Done<>(ending, "the old task set is gone")
                : TaskSetTraffic.awaitSets(context, configuration, ending, "the old task set ends");
    }

    /** One step more of ending a set; true once it is gone. */
    boolean remove(ReleaseContext context, EcsDeployConfiguration configuration, Optional<TaskSet> set) {
        if (set.isEmpty()) {
            return true;
        }
        TaskSet now = set.get();
        if (!TaskSetLook.isThere(now)) {
            return false;
        }
        if (!now.scale().equals(Share.NONE)) {
            sets.scale(context.action().scope(), configuration.service(), now.arn(), Share.NONE);
        } else if (now.running() + now.pending() == 0) {
            sets.delete(context.action().scope(), configuration.service(), now.arn());
        }
        return false;
    }

    /** Ends a set without waiting for it. */
    void discard(ReleaseContext context, EcsDeployConfiguration configuration, TaskSet set) {
        sets.delete(context.action().scope(), configuration.service(), set.arn());
    }
}
