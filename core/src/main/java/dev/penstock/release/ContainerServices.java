package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.release.DeploymentPause.HookAction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that runs services of containers, such as Amazon ECS. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}. Every method may be asked again after a crash without doing its effect twice.
 * Passes {@code dev.penstock.release.ContainerServicesContract} (in the test jar).
 */
public interface ContainerServices {

    /**
     * A service as it is now.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} or {@code GONE} if it does not exist or is
     *     not active
     */
    ServiceDescription describe(AwsScope scope, ServiceId service);

    /**
     * How a service is set up.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} or {@code GONE} if it does not exist or is
     *     not active
     */
    ServiceSetup setup(AwsScope scope, ServiceId service);

    /**
     * A task definition that equals another but for the images of some containers. If one was registered with this token
     * before, that one is returned.
     *
     * @param basedOn the ARN of the task definition that it is based on
     * @param images image by container name; every name must be a container of the task definition
     * @param token names the intent; kept as a tag of the task definition
     * @return the ARN of the task definition
     */
    String registerTaskDefinition(AwsScope scope, String basedOn, Map<String, String> images, String token);

    /**
     * Begins to bring a service to a task definition, unless it is on its way there or there already.
     *
     * <p>The deployment that this begins may become visible a moment later: {@link #findDeployment} tells.
     */
    default void deploy(AwsScope scope, ServiceId service, String taskDefinition) {
        deploy(scope, service, taskDefinition, Optional.empty());
    }

    /**
     * The same, with settings of the deployment.
     *
     * @param configuration a JSON object in the platform's own names ({@code deploymentConfiguration} of {@code
     *     UpdateService}), which may have members that are newer than this program; absent to leave the service's as it is
     */
    void deploy(AwsScope scope, ServiceId service, String taskDefinition, Optional<String> configuration);

    /**
     * Changes how a service is deployed from its next deployment on, and begins none. Asked again, it changes nothing.
     *
     * @param configuration a JSON object in the platform's own names ({@code deploymentConfiguration} of {@code
     *     UpdateService})
     */
    void configure(AwsScope scope, ServiceId service, String configuration);

    /**
     * The id (ARN) of the service deployment that was begun to bring a service to a task definition: the one and only
     * deployment whose end is ours, whatever has become of it since.
     *
     * @param after the service's newest deployment before ours was begun; absent if it had none
     * @return the oldest deployment to the task definition that is newer than that; absent if there is none, or none that
     *     is visible yet
     */
    Optional<String> findDeployment(AwsScope scope, ServiceId service, String taskDefinition, Optional<String> after);

    /** A deployment as it is now; absent if there is none of this id, or none that is visible yet. */
    Optional<ServiceDeployment> look(AwsScope scope, String serviceDeployment);

    /** Asks a deployment to stop and the service to go back to its previous revision. Does nothing if it has ended. */
    void stopAndRollBack(AwsScope scope, String serviceDeployment);

    /**
     * Lets a deployment go on, or go back, that is {@linkplain ServiceDeployment#pause paused} at a lifecycle hook. Does
     * nothing if it does not wait at that hook any more.
     *
     * @param hookId of the pause
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such deployment
     */
    void continueDeployment(AwsScope scope, String serviceDeployment, String hookId, HookAction action);

    /**
     * Tasks that a deployment has started and that have stopped, newest first, with the last lines of the logs of their
     * containers where they can be had.
     *
     * @param logLines at most so many lines for each container; 0 for none
     */
    List<StoppedTask> stoppedTasks(AwsScope scope, ServiceId service, String serviceDeployment, int logLines);
}
