package dev.penstock.release;

import dev.penstock.observe.Observation;
import java.util.List;
import java.util.Optional;

/**
 * A service deployment as it was seen at one time.
 *
 * @param id its ARN
 * @param status how far it is
 * @param statusReason why, in the platform's words; may be empty
 * @param taskDefinition ARN of the task definition that it brings; empty if not known
 * @param requestedCount tasks of the new revision that are wanted
 * @param pendingCount tasks of the new revision that are being started
 * @param runningCount tasks of the new revision that run
 * @param oldRunningCount tasks of earlier revisions that still run
 * @param failedCount tasks of the new revision that failed, as the circuit breaker counts them
 * @param supersededBy id of a newer deployment of the same service; empty if this is the newest
 * @param pause where it waits for somebody to let it go on; absent if it does not
 * @param traffic where the traffic is; absent if it moves none
 * @param events the newest service events since the deployment began, oldest first, in the platform's words
 */
public record ServiceDeployment(
        String id,
        Status status,
        String statusReason,
        String taskDefinition,
        int requestedCount,
        int pendingCount,
        int runningCount,
        int oldRunningCount,
        int failedCount,
        String supersededBy,
        Optional<DeploymentPause> pause,
        Optional<RevisionTraffic> traffic,
        List<String> events)
        implements Observation {

    /** The kind under which service deployments are observed. */
    public static final String KIND = "ecs-service-deployment";

    public ServiceDeployment {
        events = List.copyOf(events);
    }

    /** How far a deployment is ({@code ServiceDeployment$status} of ECS). */
    public enum Status {
        PENDING(false),
        IN_PROGRESS(false),
        SUCCESSFUL(true),
        STOP_REQUESTED(false),
        STOPPED(true),
        ROLLBACK_REQUESTED(false),
        ROLLBACK_IN_PROGRESS(false),
        ROLLBACK_SUCCESSFUL(true),
        ROLLBACK_FAILED(true),
        /** A status that is newer than this version of Penstock; nothing is concluded from it. */
        UNKNOWN(false);

        private final boolean ended;

        Status(boolean ended) {
            this.ended = ended;
        }

        /** Whether it will not change any more. */
        public boolean hasEnded() {
            return ended;
        }
    }
}
