package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.ModelJson;
import java.util.List;
import java.util.Optional;

/**
 * The events that CodeDeploy sends to EventBridge when deployments change their state. Source: CodeDeploy User Guide, "Monitoring
 * deployments with Amazon CloudWatch Events"; EventBridge User Guide, events of CodeDeploy.
 */
final class DeploymentEvents {

    private DeploymentEvents() {}

    /** Tells of all that changes from now on. */
    static void tell(CodeDeployStore rows, ServiceEvents told) {
        rows.deployments.watch((key, before, after) -> after.ifPresent(row -> {
            String state = state(row);
            boolean same = before.filter(known -> state(known).equals(state)).isPresent();
            if (!same && !state.isEmpty() && told.isHeard(row.account(), row.region())) {
                tell(row, state, told);
            }
        }));
    }

    private static void tell(DeploymentRow row, String state, ServiceEvents told) {
        String application = row.info().applicationName();
        String group = Optional.ofNullable(row.info().deploymentGroupName()).orElse("");
        String place = "arn:aws:codedeploy:" + row.region() + ":" + row.account() + ":";
        told.tell(new ServiceEvents.Told(
                row.account(),
                row.region(),
                "aws.codedeploy",
                "CodeDeploy Deployment State-change Notification",
                List.of(place + "deploymentgroup:" + application + "/" + group, place + "application:" + application),
                ModelJson.texts(
                        "region",
                        row.region(),
                        "deploymentId",
                        row.id(),
                        "state",
                        state,
                        "application",
                        application,
                        "deploymentGroup",
                        group)));
    }

    /** As events name it; empty for a state that has none. */
    private static String state(DeploymentRow row) {
        return switch (row.info().statusAsString() == null ? "" : row.info().statusAsString()) {
            case "InProgress" -> "START";
            case "Ready" -> "READY";
            case "Succeeded" -> "SUCCESS";
            case "Failed" -> "FAILURE";
            case "Stopped" -> "STOP";
            default -> "";
        };
    }
}
