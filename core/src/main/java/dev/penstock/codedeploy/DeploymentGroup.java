package dev.penstock.codedeploy;

import dev.penstock.release.ServiceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A deployment group as it is ({@code DeploymentGroupInfo} of CodeDeploy).
 *
 * @param id its name
 * @param platform what its deployments are to
 * @param service the ECS service; absent on another platform
 * @param deploymentConfiguration by whose name traffic moves, such as {@code CodeDeployDefault.ECSAllAtOnce}
 * @param alarms names of the alarms that end a deployment; empty if they are not looked at
 * @param readyWait for how long a deployment waits in front of the production traffic for somebody; absent if it does not wait
 * @param terminationWait for how long the original is kept when traffic has moved; absent if it is never terminated
 * @param newest the deployment that was made last, whatever became of it; absent if there was none
 */
public record DeploymentGroup(
        DeploymentGroupId id,
        Platform platform,
        Optional<ServiceId> service,
        String deploymentConfiguration,
        List<String> alarms,
        Optional<Duration> readyWait,
        Optional<Duration> terminationWait,
        Optional<Newest> newest) {

    public DeploymentGroup {
        alarms = List.copyOf(alarms);
    }

    /** What a deployment is to ({@code computePlatform}). */
    public enum Platform {
        /** An Amazon ECS service. */
        ECS,
        /** A Lambda function. */
        LAMBDA,
        /** EC2 instances and on-premises servers. */
        SERVER,
        /** Something newer than this version of Penstock. */
        UNKNOWN
    }

    /**
     * A deployment.
     *
     * @param id of the deployment
     * @param status how far it is
     */
    public record Newest(String id, CodeDeployment.Status status) {}

    /** The deployment that goes on now; absent if none does. */
    public Optional<String> unfinished() {
        return newest.filter(deployment -> !deployment.status().hasEnded()).map(Newest::id);
    }
}
