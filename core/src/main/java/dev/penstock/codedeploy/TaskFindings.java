package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.Diagnosis;
import dev.penstock.release.StoppedTask;
import java.time.Duration;
import java.util.List;

/** Finds out why tasks of a replacement stopped: CodeDeploy does not tell. */
final class TaskFindings {

    /** While a replacement is installed. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private static final int LOG_LINES = 20;

    private final ContainerTasks tasks;

    TaskFindings(ContainerTasks tasks) {
        this.tasks = tasks;
    }

    /** What was found out. */
    record Found(List<StoppedTask> stopped, List<String> findings) {}

    Found lookInto(ActionContext context, Rollout rollout, CodeDeployment seen) {
        try {
            List<StoppedTask> stopped = tasks.stoppedTasks(
                    context.scope(), rollout.service(), rollout.taskDefinition(), seen.createdAt(), LOG_LINES);
            return new Found(stopped, Diagnosis.findings(stopped));
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return new Found(List.of(), List.of("Why tasks failed is not known: " + e.getMessage()));
        }
    }
}
