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

    /** Of a deployment as it was seen last: traffic may have moved, and the original not have ended. */
    static ActionResult succeeded(Rollout rollout, CodeDeployment seen) {
        String end = seen.status() == CodeDeployment.Status.SUCCEEDED
                ? ""
                : "; all traffic has moved, and the original still waits for its termination";
        return result(rollout, seen.target(), end);
    }

    /** Of a deployment that has ended. */
    static ActionResult succeeded(Rollout rollout) {
        return result(
                rollout, rollout.service().cluster() + "/" + rollout.service().service(), "");
    }

    private static ActionResult result(Rollout rollout, String resource, String end) {
        String service = "ECS service " + rollout.service().service() + " in cluster "
                + rollout.service().cluster();
        List<Deployment> deployed = new ArrayList<>();
        rollout.images().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(image -> deployed.add(
                        new Deployment(service + ", image " + image.getKey(), resource, image.getValue())));
        if (deployed.isEmpty()) {
            deployed.add(new Deployment(service, resource, rollout.taskDefinition()));
        }
        return new ActionResult(
                Map.of(),
                Map.of(),
                "Deployed to " + service + " by " + rollout.deployment() + end,
                Optional.of(new ExternalExecution(rollout.deployment(), Optional.empty())),
                deployed);
    }

    /** Before it is known what becomes of it. */
    static ActionFailure ended(DeploymentGroupId group, CodeDeployment seen, List<String> findings) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-CODEDEPLOY-010",
                sentence("The deployment " + seen.id() + " of the " + group + " ended as " + seen.status() + ": "
                        + cause(seen)),
                findings);
    }

    /** Somebody else stopped it. */
    static ActionFailure stopped(DeploymentGroupId group, CodeDeployment seen) {
        String next = seen.rollback()
                .map(rollback -> ", and it is taken back by " + rollback)
                .orElse(", and it is not taken back: both task sets may be there, with traffic where it was then");
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-CODEDEPLOY-011",
                "Somebody stopped the deployment " + seen.id() + " of the " + group + next + ".",
                List.of());
    }

    /** Its tasks fail of something that waiting does not cure. */
    static ActionFailure hopeless(DeploymentGroupId group, CodeDeployment seen, String cause, List<String> findings) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-CODEDEPLOY-014",
                sentence("The replacement of the deployment " + seen.id() + " of the " + group + " cannot run: "
                        + cause),
                findings);
    }

    /** It could not be taken back. */
    static ActionFailure notGoneBack(DeploymentGroupId group, CodeDeployment seen) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-CODEDEPLOY-009",
                "The deployment " + seen.id() + " of the " + group + " has ended as " + seen.status()
                        + ", and no rollback deployment takes it back: the replacement has the traffic that it had then.",
                List.of());
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
                        + rollback.id() + " (" + cause(rollback)
                        + "). Both task sets may be there, and traffic on either"
                        + (cause.isEmpty() ? "" : ". First " + cause)),
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
