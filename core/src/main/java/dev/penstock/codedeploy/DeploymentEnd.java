package dev.penstock.codedeploy;

import dev.penstock.codedeploy.CodeDeployState.Rollout;
import dev.penstock.codedeploy.CodeDeployment.Event;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.Deployment;
import dev.penstock.execution.ActionResult.ExternalExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How deployments end, in words that a person needs who sees only that line. */
final class DeploymentEnd {

    private DeploymentEnd() {}

    static ActionResult succeeded(DeploymentGroupId group, Rollout rollout, CodeDeployment seen) {
        String service = seen.target().isEmpty() ? "the service of the " + group : service(seen.target());
        List<Deployment> deployed = new ArrayList<>();
        rollout.images().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(image -> deployed.add(
                        new Deployment(service + ", image " + image.getKey(), seen.target(), image.getValue())));
        if (deployed.isEmpty()) {
            deployed.add(new Deployment(service, seen.target(), rollout.taskDefinition()));
        }
        String end = seen.status() == CodeDeployment.Status.SUCCEEDED
                ? ""
                : "; all traffic has moved, and the original still waits for its termination";
        return new ActionResult(
                Map.of(),
                Map.of(),
                "Deployed to " + service + " by " + rollout.deployment() + end,
                Optional.of(new ExternalExecution(rollout.deployment(), Optional.empty())),
                deployed);
    }

    /** {@code arn:aws:ecs:us-east-1:111122223333:service/shop/web}. */
    private static String service(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length == 3 ? "ECS service " + parts[2] + " in cluster " + parts[1] : arn;
    }

    /** Why it ended before it was done. */
    static String cause(CodeDeployment seen) {
        String event = seen.failed().map(failed -> "at " + failed.name() + ", ").orElse("");
        return seen.error()
                .map(error -> event + error.code() + ": " + error.message())
                .orElse(event + "CodeDeploy gave no reason");
    }

    /** What is told of the lifecycle event that failed. */
    static List<String> diagnostics(CodeDeployment seen) {
        Optional<Event> failed = seen.failed();
        if (failed.isEmpty() || failed.get().diagnostics().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Lifecycle event " + failed.get().name() + ":");
        failed.get().diagnostics().forEach(line -> lines.add("  " + line));
        return lines;
    }

    static ActionFailure rolledBack(DeploymentGroupId group, String rollback, String cause, List<String> findings) {
        return new ActionFailure(
                Kind.ROLLED_BACK,
                "PEN-CODEDEPLOY-008",
                sentence("The original task set of the " + group + " has all traffic again (rollback deployment "
                        + rollback + "): " + cause),
                findings);
    }

    static ActionFailure rollbackFailed(
            DeploymentGroupId group, CodeDeployment rollback, String cause, List<String> findings) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-CODEDEPLOY-009",
                sentence("The deployment to the " + group + " failed, and so did its rollback deployment "
                        + rollback.id() + " (" + cause(rollback) + "). Both task sets may be there, and traffic on"
                        + " either. First " + cause),
                findings);
    }

    static ActionFailure notTakenBack(
            DeploymentGroupId group, CodeDeployment seen, String cause, List<String> findings) {
        String left = seen.hasBegun()
                ? " It was not taken back: both task sets may be there, with traffic where it was then. The group's"
                        + " autoRollbackConfiguration, or 'aws deploy stop-deployment --auto-rollback-enabled' in time,"
                        + " takes a deployment back."
                : " Nothing was changed at the service.";
        return new ActionFailure(
                Kind.FAILED,
                "PEN-CODEDEPLOY-010",
                sentence("The deployment " + seen.id() + " of the " + group + " ended as " + seen.status() + ": "
                                + cause)
                        + left,
                findings);
    }

    static ActionFailure superseded(DeploymentGroupId group, CodeDeployment seen, String other, String cause) {
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-CODEDEPLOY-011",
                sentence("The deployment " + other + " took over the " + group + " after ours, " + seen.id()
                        + ", had ended as " + seen.status() + ": " + cause),
                List.of());
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
