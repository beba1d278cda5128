package dev.penstock.aws.ecs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where service deployments wait for somebody ({@code lifecycleHookDetails} of {@code DescribeServiceDeployments}, which is
 * newer than the SDK's model). Of one call.
 */
final class Pauses {

    private final Map<String, String> byDeployment = new HashMap<>();

    /** Takes an answer of {@code DescribeServiceDeployments}. */
    void read(JsonNode answer) {
        for (JsonNode deployment : answer.path("serviceDeployments")) {
            deployment
                    .path("lifecycleHookDetails")
                    .valueStream()
                    .filter(hook -> hook.path("status").asString("").equals("AWAITING_ACTION"))
                    .findFirst()
                    .ifPresent(hook -> byDeployment.put(
                            deployment.path("serviceDeploymentArn").asString(""), words(deployment, hook)));
        }
    }

    Optional<String> of(String serviceDeployment) {
        return Optional.ofNullable(byDeployment.get(serviceDeployment));
    }

    private static String words(JsonNode deployment, JsonNode hook) {
        String stage = deployment.path("lifecycleStage").asString("a lifecycle stage");
        String id = hook.path("hookId").asString("");
        String then = hook.path("timeoutAction").asString("");
        return stage + " by hook " + id
                + (then.isEmpty() ? "" : ", which ends by itself with " + then)
                + "; 'aws ecs continue-service-deployment' lets it go on";
    }
}
