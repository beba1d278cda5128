package dev.penstock.release;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.Deployment;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.release.TaskSetState.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How releases by task sets end, in words that a person needs who sees only that line. */
final class TaskSetEnd {

    private TaskSetEnd() {}

    /** Of a service that had the images, the set that it had is told. */
    static ActionResult succeeded(EcsDeployConfiguration configuration, Work work, Optional<String> set) {
        List<Deployment> deployments = work.images().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(image -> new Deployment(
                        configuration.target() + ", container " + image.getKey(), work.service(), image.getValue()))
                .toList();
        return new ActionResult(
                Map.of(),
                Map.of(),
                "Deployed to " + configuration.target(),
                Optional.of(new ExternalExecution(set.orElse(work.old()), Optional.empty())),
                deployments);
    }

    static ActionFailure failing(String name, String cause, List<String> findings) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-ECS-024",
                name + " does not come up: " + (cause.endsWith(".") ? cause : cause + "."),
                findings);
    }

    static ActionFailure superseded(EcsDeployConfiguration configuration, String what) {
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-ECS-025",
                "Somebody else has changed the task sets of " + configuration.target() + ": " + what
                        + " Everything is left as it is, and so is what this release has made.",
                List.of());
    }

    static ActionFailure rule(EcsDeployConfiguration configuration, Work work, String what) {
        return new ActionFailure(
                Kind.INCONCLUSIVE,
                "PEN-ECS-026",
                "The rule " + work.route().rule() + " does not divide the requests of " + configuration.target()
                        + " as this release has left it: " + what
                        + " It is left as it is, and so is the task set that this release has made.",
                List.of());
    }
}
