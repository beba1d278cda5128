package dev.penstock.release;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.Deployment;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.release.EcsDeployState.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How rollouts end, in words that a person needs who sees only that line. */
final class RolloutEnd {

    private RolloutEnd() {}

    static ActionResult succeeded(EcsDeployConfiguration configuration, Rollout rollout) {
        List<Deployment> deployments = rollout.images().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(image -> new Deployment(
                        configuration.target() + ", container " + image.getKey(), rollout.service(), image.getValue()))
                .toList();
        String summary = rollout.begunByUs()
                ? "Deployed to " + configuration.target()
                : configuration.target() + " had these images already: nothing was changed";
        return new ActionResult(
                Map.of(),
                Map.of(),
                summary,
                Optional.of(new ExternalExecution(rollout.deployment(), Optional.empty())),
                deployments);
    }

    static ActionFailure rolledBack(EcsDeployConfiguration configuration, String cause, List<String> findings) {
        String message = configuration.target() + " runs its previous revision again: " + cause;
        return new ActionFailure(Kind.ROLLED_BACK, "PEN-ECS-005", sentence(message), findings);
    }

    static ActionFailure superseded(EcsDeployConfiguration configuration, ServiceDeployment seen) {
        String message = "Another deployment took over " + configuration.target()
                + (seen.supersededBy().isEmpty() ? "" : ": " + seen.supersededBy())
                + ". Ours ended as " + seen.status() + " with " + RolloutProgress.of(seen) + ".";
        return new ActionFailure(Kind.SUPERSEDED, "PEN-ECS-006", message, List.of());
    }

    static ActionFailure stopped(EcsDeployConfiguration configuration, ServiceDeployment seen, List<String> findings) {
        String message = "The deployment of " + configuration.target()
                + " was stopped and not rolled back; old and new tasks may run side by side"
                + because(seen.statusReason());
        return new ActionFailure(Kind.FAILED, "PEN-ECS-007", sentence(message), withEvents(seen, findings));
    }

    static ActionFailure rollbackFailed(
            EcsDeployConfiguration configuration, ServiceDeployment seen, String cause, List<String> findings) {
        String message = "The deployment of " + configuration.target() + " failed, and so did its rollback"
                + because(seen.statusReason()) + (cause.isEmpty() ? "" : "; first " + cause);
        return new ActionFailure(Kind.FAILED, "PEN-ECS-008", sentence(message), withEvents(seen, findings));
    }

    static ActionFailure inconclusive(String message) {
        return new ActionFailure(Kind.INCONCLUSIVE, "PEN-ECS-009", message, List.of());
    }

    private static List<String> withEvents(ServiceDeployment seen, List<String> findings) {
        List<String> details = new ArrayList<>(findings);
        details.addAll(seen.events());
        return details;
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
