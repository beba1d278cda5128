package dev.penstock.codedeploy;

import dev.penstock.codedeploy.CodeDeployment.Event;
import dev.penstock.codedeploy.CodeDeployment.TaskSet;
import java.util.Optional;

/** How far a deployment is, in a few words: {@code 10 % of the traffic on the replacement}. */
final class DeploymentProgress {

    private static final double ALL = 100;

    private DeploymentProgress() {}

    static String of(CodeDeployment seen) {
        return switch (seen.status()) {
            case CREATED, QUEUED -> "created, not begun yet";
            case READY ->
                "the replacement is ready, and waits for somebody to let it go on: aws deploy continue-deployment"
                        + " --deployment-id " + seen.id() + " --deployment-wait-type READY_WAIT";
            case IN_PROGRESS, BAKING, UNKNOWN, SUCCEEDED, FAILED, STOPPED -> under(seen);
        };
    }

    private static String under(CodeDeployment seen) {
        if (seen.waitsForTermination()) {
            return "all traffic on the replacement; the original waits for its termination";
        }
        Optional<Event> current = seen.current();
        if (current.isEmpty()) {
            return seen.hasPassedAllEvents() ? "all traffic on the replacement" : "between lifecycle events";
        }
        Optional<TaskSet> replacement = seen.replacement();
        return switch (current.get().name()) {
            case "Install" ->
                replacement
                        .map(set -> set.running() + " of " + set.desired() + " replacement tasks running")
                        .orElse("installing the replacement");
            case "AllowTraffic" ->
                replacement
                        .map(set -> percent(set.trafficWeight()) + " % of the traffic on the replacement")
                        .orElse("moving traffic");
            default -> "at " + current.get().name();
        };
    }

    private static String percent(double weight) {
        return weight == Math.rint(weight) && weight <= ALL ? Integer.toString((int) weight) : Double.toString(weight);
    }
}
