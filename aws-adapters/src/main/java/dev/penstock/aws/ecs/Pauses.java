package dev.penstock.aws.ecs;

import dev.penstock.release.DeploymentPause;
import dev.penstock.release.DeploymentPause.HookAction;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where service deployments wait for somebody ({@code lifecycleHookDetails} of {@code DescribeServiceDeployments}, which is
 * newer than the SDK's model). Of one call.
 */
final class Pauses {

    private final Map<String, DeploymentPause> byDeployment = new HashMap<>();

    /** Takes an answer of {@code DescribeServiceDeployments}. */
    void read(JsonNode answer) {
        for (JsonNode deployment : answer.path("serviceDeployments")) {
            deployment
                    .path("lifecycleHookDetails")
                    .valueStream()
                    .filter(hook -> hook.path("status").asString("").equals("AWAITING_ACTION"))
                    .filter(hook -> !hook.path("hookId").asString("").isEmpty())
                    .findFirst()
                    .ifPresent(hook -> byDeployment.put(
                            deployment.path("serviceDeploymentArn").asString(""), pause(deployment, hook)));
        }
    }

    Optional<DeploymentPause> of(String serviceDeployment) {
        return Optional.ofNullable(byDeployment.get(serviceDeployment));
    }

    private static DeploymentPause pause(JsonNode deployment, JsonNode hook) {
        return new DeploymentPause(
                deployment.path("lifecycleStage").asString(""),
                hook.path("hookId").asString(""),
                instant(hook.path("expiresAt")),
                action(hook.path("timeoutAction").asString("")));
    }

    private static Optional<HookAction> action(String name) {
        for (HookAction action : HookAction.values()) {
            if (action.name().equals(name)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    /** Seconds, as the protocol has times, or text, as the guide's example has this one. */
    private static Optional<Instant> instant(JsonNode time) {
        if (time.isNumber()) {
            return Optional.of(Instant.ofEpochMilli(Math.round(time.asDouble() * 1000)));
        }
        try {
            return time.isString()
                    ? Optional.of(OffsetDateTime.parse(time.asString()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
