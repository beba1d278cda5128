package dev.penstock.aws.standin;

/**
 * An ECS service that is to be there before a pipeline deploys to it.
 *
 * @param cluster the cluster's name
 * @param service the service's name
 * @param container the name of the one container of its task definition: the name that {@code imagedefinitions.json} has
 * @param containerPort the port that the container listens on
 * @param desiredCount how many tasks it has
 * @param front what users' requests come through
 * @param requestsPerMinute how many of them there are in a minute of simulated time, at least 0; only behind a load balancer
 */
public record ServiceStandIn(
        String cluster,
        String service,
        String container,
        int containerPort,
        int desiredCount,
        Front front,
        int requestsPerMinute) {

    /** How many tasks a service has where nothing else is said: more than one, so that a rollout has something to replace. */
    public static final int DEFAULT_DESIRED_COUNT = 2;

    /** The port of a web server, where nothing else is said. */
    public static final int DEFAULT_CONTAINER_PORT = 80;

    /** What users' requests come through. */
    public enum Front {
        /** Nothing: nobody sends any. */
        NONE,

        /**
         * An Application Load Balancer with a rule that divides requests between two target groups, which ECS may change: what
         * releases by a strategy need.
         */
        LOAD_BALANCER
    }

    /** A service that nobody sends requests to. */
    public ServiceStandIn(String cluster, String service, String container, int containerPort, int desiredCount) {
        this(cluster, service, container, containerPort, desiredCount, Front.NONE, 0);
    }

    public ServiceStandIn {
        if (desiredCount < 0) {
            throw new IllegalArgumentException("a service has no fewer than 0 tasks, got " + desiredCount);
        }
        if (requestsPerMinute < 0 || (requestsPerMinute > 0 && front == Front.NONE)) {
            throw new IllegalArgumentException("no " + requestsPerMinute + " requests a minute come by " + front);
        }
    }
}
