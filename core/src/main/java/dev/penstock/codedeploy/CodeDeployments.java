package dev.penstock.codedeploy;

import dev.penstock.action.AwsScope;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Deployments that AWS CodeDeploy makes. Calls that fail raise {@link dev.penstock.action.RemoteCallException}. Every method may
 * be asked again after a crash without doing its effect twice. Passes {@code
 * dev.penstock.codedeploy.CodeDeploymentsContract} (in the test jar).
 */
public interface CodeDeployments {

    /**
     * A deployment group as it is now.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such application or group
     */
    DeploymentGroup describe(AwsScope scope, DeploymentGroupId group);

    /**
     * ARNs of target groups by their names, of which CodeDeploy tells only the names; those that are not there are left out.
     */
    Map<String, String> targetGroups(AwsScope scope, Collection<String> names);

    /**
     * How a deployment configuration moves traffic.
     *
     * @param name AWS's own or another, such as {@code CodeDeployDefault.ECSCanary10Percent5Minutes}
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is none of that name
     */
    TrafficRouting routing(AwsScope scope, String name);

    /**
     * Makes a deployment configuration for ECS, unless there is one of its name.
     *
     * @param routing how it moves traffic; not all at once
     */
    void provide(AwsScope scope, String name, TrafficRouting routing);

    /**
     * Begins a deployment, unless one was begun with its token. CodeDeploy takes no token ({@code CreateDeployment}), so what
     * is there is looked at first.
     *
     * @return the deployment's id, such as {@code d-ABCDEF123}
     * @throws dev.penstock.action.RemoteCallException of kind {@code CONFLICT} if the group has a deployment that goes on
     */
    String create(AwsScope scope, NewDeployment deployment);

    /**
     * The deployment that was begun with a token; absent if none was.
     *
     * @param since before this, nothing with this token was created
     */
    Optional<String> find(AwsScope scope, DeploymentGroupId group, String token, Instant since);

    /**
     * Asks a deployment to stop, and what it has changed to be taken back by a rollback deployment. Does nothing if it has
     * ended.
     */
    void stopAndRollBack(AwsScope scope, String deployment);

    /**
     * Ends a wait of a deployment. Does nothing if it does not wait there, or not any more.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such deployment
     */
    void goOn(AwsScope scope, String deployment, DeploymentWait wait);
}
