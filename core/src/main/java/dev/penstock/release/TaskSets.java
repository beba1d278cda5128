package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.rollout.Share;
import java.util.List;
import java.util.Map;

/**
 * Task sets of services whose deployments somebody else than the platform makes ({@code deploymentController.type} {@code
 * EXTERNAL} of ECS). Calls that fail raise {@link dev.penstock.action.RemoteCallException}. Every method may be asked again after a
 * crash without doing its effect twice. Passes {@code dev.penstock.release.TaskSetsContract} (in the test jar).
 */
public interface TaskSets {

    /**
     * All sets of a service, also those that drain; empty if it has none.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} or {@code GONE} if there is no such service
     */
    List<TaskSet> of(AwsScope scope, ServiceId service);

    /**
     * The sets of several services of one cluster, for those who wait.
     *
     * @param services of the same cluster, {@value #BATCH} at most
     * @return without the services that are not there
     */
    Map<ServiceId, List<TaskSet>> ofAll(AwsScope scope, List<ServiceId> services);

    /** So many services are looked at with one call (ECS API Reference, DescribeServices). */
    int BATCH = 10;

    /**
     * Makes a set, unless one was made with the same {@code externalId}.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if the set that it is to be like is not there
     */
    TaskSet create(AwsScope scope, ServiceId service, NewTaskSet wanted);

    /**
     * Says how many tasks a set is to have, of those of its service.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such set
     */
    void scale(AwsScope scope, ServiceId service, String taskSet, Share scale);

    /**
     * Lets a set be the one that the service says of itself that it runs. Requests stay where they are.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such set
     */
    void makePrimary(AwsScope scope, ServiceId service, String taskSet);

    /** Deletes a set: what tasks it has still leave their target group and end. Does nothing if it is gone or drains already. */
    void delete(AwsScope scope, ServiceId service, String taskSet);
}
