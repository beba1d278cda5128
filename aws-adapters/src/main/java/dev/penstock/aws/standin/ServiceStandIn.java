package dev.penstock.aws.standin;

/**
 * An ECS service that is to be there before a pipeline deploys to it.
 *
 * @param cluster the cluster's name
 * @param service the service's name
 * @param container the name of the one container of its task definition: the name that {@code imagedefinitions.json} has
 * @param containerPort the port that the container listens on
 * @param desiredCount how many tasks it has
 */
public record ServiceStandIn(String cluster, String service, String container, int containerPort, int desiredCount) {

    /** How many tasks a service has where nothing else is said: more than one, so that a rollout has something to replace. */
    public static final int DEFAULT_DESIRED_COUNT = 2;

    /** The port of a web server, where nothing else is said. */
    public static final int DEFAULT_CONTAINER_PORT = 80;

    public ServiceStandIn {
        if (desiredCount < 0) {
            throw new IllegalArgumentException("a service has no fewer than 0 tasks, got " + desiredCount);
        }
    }
}
