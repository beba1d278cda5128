package dev.penstock.release;

import dev.penstock.execution.ActionFailure;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.Work;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.Share;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a release by task sets is: by the sets, the weights of the rule, and the health of both target groups. Only looks. */
final class TaskSetPosition {

    private final TaskSetSteps steps;
    private final TaskSetTraffic traffic;

    TaskSetPosition(TaskSetSteps steps, TaskSetTraffic traffic) {
        this.steps = steps;
        this.traffic = traffic;
    }

    Position of(ReleaseContext context, EcsDeployConfiguration configuration, Side side) {
        Position.Capacity capacity = traffic.capacity(context.action(), side.work());
        return new Position(
                condition(context, configuration, side, capacity),
                Optional.of(side.share()),
                Optional.of(capacity),
                Optional.of(arms(configuration, side)),
                List.of(TaskSetsSeen.resource(context.action().scope(), configuration.service())));
    }

    private Condition condition(
            ReleaseContext context, EcsDeployConfiguration configuration, Side side, Position.Capacity capacity) {
        TaskSetLook seen = steps.look(context, configuration);
        Optional<ActionFailure> overtaken = seen.interference(side)
                .map(what -> TaskSetEnd.superseded(configuration, what))
                .or(() -> traffic.overtaken(context, configuration, side));
        if (overtaken.isPresent()) {
            return new Condition.Overtaken(overtaken.get());
        }
        Optional<ActionFailure> failing = steps.failing(context, configuration, seen, side.work());
        if (failing.isPresent()) {
            return new Condition.Broken(failing.get());
        }
        return TaskSetTraffic.lacking(context, side, capacity)
                .<Condition>map(Condition.Ill::new)
                .orElseGet(Condition.Well::new);
    }

    private static Arms arms(EcsDeployConfiguration configuration, Side side) {
        Work work = side.work();
        Optional<String> twin =
                work.route().twin().filter(group -> !side.share().equals(Share.ALL));
        return new Arms(
                arm(configuration, work, work.taskDefinition(), work.route().fresh()),
                arm(configuration, work, work.basedOn(), twin.orElse(work.oldGroup())));
    }

    private static Arm arm(EcsDeployConfiguration configuration, Work work, String taskDefinition, String group) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Arm.TARGET_GROUP, group);
        labels.put(Arm.LOAD_BALANCER, work.route().rule().loadBalancer());
        labels.put(Arm.CLUSTER, configuration.service().cluster());
        labels.put(Arm.SERVICE, configuration.service().service());
        labels.put(Arm.TASK_DEFINITION, taskDefinition);
        return new Arm("task definition " + taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1), labels);
    }
}
