package dev.penstock.beanstalk;

import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
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

    static ActionResult succeeded(Release release, Change change, Environment environment) {
        return result(
                release,
                environment,
                change.kind() == Change.Kind.NOTHING
                        ? "The " + environment.inWords() + " has version " + release.label()
                                + " already: nothing was changed"
                        : "Deployed version " + release.label() + " to " + environment.inWords(),
                change.requestId().isEmpty() ? environment.id() : change.requestId());
    }

    static ActionResult nothingToDo(Release release, Environment environment) {
        return result(
                release,
                environment,
                "The " + environment.inWords() + " has version " + release.label() + " already: nothing was changed",
                environment.id());
    }

    private static ActionResult result(Release release, Environment environment, String summary, String id) {
        return new ActionResult(
                Map.of(),
                Map.of(),
                summary,
                Optional.of(new ExternalExecution(id, Optional.empty())),
                List.of(new Deployment(
                        environment.inWords(),
                        environment.cname().isEmpty() ? environment.id() : "http://" + environment.cname(),
                        release.label())));
    }

    static ActionFailure rolledBack(Release release, Plan plan, Cause cause) {
        return failure(
                Kind.ROLLED_BACK,
                "PEN-BEANSTALK-013",
                "The environment '" + plan.environment() + "' runs its previous version " + plan.previousLabel()
                        + " again, as version " + release.label() + " failed: " + cause.message(),
                cause.details());
    }

    static ActionFailure neverLive(Release release, Plan plan, Cause cause) {
        return failure(
                Kind.ROLLED_BACK,
                "PEN-BEANSTALK-013",
                "Users have the environment '" + plan.pair().orElseThrow().liveName()
                        + "' as before, as version " + release.label() + " failed in '" + plan.environment() + "': "
                        + cause.message(),
                cause.details());
    }

    static ActionFailure failed(Release release, Plan plan, Cause cause) {
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-014",
                "The deployment of version " + release.label() + " to environment '" + plan.environment()
                        + "' failed, and its instances may run different versions: " + cause.message(),
                cause.details());
    }

    /** The environment that was live before is on its way out. */
    static ActionFailure noWayBack(Plan plan) {
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-047",
                "Users have '" + plan.environment() + "', and '"
                        + plan.pair().orElseThrow().liveName()
                        + "', which was live before, was being given up: there is nothing to go back to",
                List.of());
    }

    static ActionFailure superseded(Release release, Plan plan, String label) {
        return failure(
                Kind.SUPERSEDED,
                "PEN-BEANSTALK-015",
                "Somebody brought the environment '" + plan.environment() + "' to version '" + label
                        + "' while version " + release.label() + " was deployed",
                List.of());
    }

    static ActionFailure hostNameTaken(Plan plan, String prefix) {
        return failure(
                Kind.SUPERSEDED,
                "PEN-BEANSTALK-015",
                "Somebody gave the host name '" + prefix + "' to another environment than '" + plan.environment()
                        + "' meanwhile",
                List.of());
    }

    static ActionFailure gone(Plan plan, EnvironmentStatus status) {
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-010",
                "The environment '" + plan.environment() + "' is " + status + ": somebody terminates it",
                List.of());
    }

    static ActionFailure healthUnknown(Release release, Plan plan, String words, List<String> details) {
        return failure(
                Kind.INCONCLUSIVE,
                "PEN-BEANSTALK-016",
                "The environment '" + plan.environment() + "' has version " + release.label()
                        + ", but nobody can tell whether it is well: " + words,
                details);
    }

    static ActionFailure restoreFailed(Release release, Plan plan, Cause first, Cause then) {
        List<String> details = new ArrayList<>(first.details());
        details.addAll(then.details());
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-017",
                "Version " + release.label() + " failed in environment '" + plan.environment() + "' ("
                        + first.message() + "), and so did bringing back " + plan.previousLabel() + ": "
                        + then.message(),
                details);
    }

    static ActionFailure creationFailed(Plan plan, Cause cause) {
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-020",
                "The environment '" + plan.environment() + "' was made, but is not as it should be: " + cause.message(),
                cause.details());
    }

    static ActionFailure neverMade(Plan plan, Cause cause) {
        return failure(
                Kind.FAILED,
                "PEN-BEANSTALK-021",
                "The environment '" + plan.environment() + "' could not be made: " + cause.message(),
                cause.details());
    }

    private static ActionFailure failure(Kind kind, String code, String message, List<String> details) {
        return new ActionFailure(kind, code, message.endsWith(".") ? message : message + ".", details);
    }
}
