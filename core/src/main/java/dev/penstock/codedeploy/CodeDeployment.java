package dev.penstock.codedeploy;

import dev.penstock.observe.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A deployment of CodeDeploy as it was seen at one time.
 *
 * @param id such as {@code d-ABCDEF123}
 * @param status how far it is
 * @param createdAt when it was created
 * @param error why it failed or was stopped; absent if neither
 * @param rollback the deployment that takes this one back; absent if there is none, or none yet
 * @param triggered the deployment that this one takes back; absent if it is no rollback deployment
 * @param rollbackTriggers after what CodeDeploy takes it back by itself, in its own words, such as {@code
 *     DEPLOYMENT_FAILURE}
 * @param waitsForTermination whether the wait before the end of the original has begun
 * @param target ARN of the service; empty until the deployment has begun
 * @param events its lifecycle events in their order; empty until it has begun
 * @param taskSets the original and the replacement, as far as they are there
 */
public record CodeDeployment(
        String id,
        Status status,
        Instant createdAt,
        Optional<Error> error,
        Optional<String> rollback,
        Optional<String> triggered,
        Set<String> rollbackTriggers,
        boolean waitsForTermination,
        String target,
        List<Event> events,
        List<TaskSet> taskSets)
        implements Observation {

    /** The kind under which deployments are observed. */
    public static final String KIND = "codedeploy-deployment";

    private static final String TRAFFIC = "AllowTraffic";

    public CodeDeployment {
        rollbackTriggers = Set.copyOf(rollbackTriggers);
        events = List.copyOf(events);
        taskSets = List.copyOf(taskSets);
    }

    /** How far a deployment is ({@code DeploymentStatus}). */
    public enum Status {
        CREATED(false),
        QUEUED(false),
        IN_PROGRESS(false),
        BAKING(false),
        /** It waits for somebody to let it go on. */
        READY(false),
        SUCCEEDED(true),
        FAILED(true),
        STOPPED(true),
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

    /**
     * Why a deployment failed or was stopped ({@code ErrorInformation}).
     *
     * @param code such as {@code HOOK_EXECUTION_FAILURE}
     * @param message in CodeDeploy's words
     */
    public record Error(String code, String message) {}

    /**
     * A lifecycle event.
     *
     * @param name such as {@code AfterAllowTestTraffic}
     * @param status {@code Pending}, {@code InProgress}, {@code Succeeded}, {@code Failed}, {@code Skipped} or {@code Unknown}
     * @param ended when it ended; absent if it has not
     * @param diagnostics what is told of a failure: code, script, message and end of the log, those that are given
     */
    public record Event(String name, String status, Optional<Instant> ended, List<String> diagnostics) {

        public Event {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /**
     * A task set.
     *
     * @param isReplacement whether it is the new one
     * @param desired tasks that it shall have
     * @param running tasks that run
     * @param trafficWeight its share of the production traffic in percent
     * @param targetGroup name of the target group that it is in; may be empty
     */
    public record TaskSet(boolean isReplacement, int desired, int running, double trafficWeight, String targetGroup) {}

    /** The event that it is at; absent before the first and after the last. */
    public Optional<Event> current() {
        return events.stream()
                .filter(event -> event.status().equals("InProgress"))
                .findFirst();
    }

    /** The event that failed; absent if none did. */
    public Optional<Event> failed() {
        return events.stream().filter(event -> event.status().equals("Failed")).findFirst();
    }

    /** Whether anything of it was carried out. */
    public boolean hasBegun() {
        return events.stream()
                .anyMatch(event ->
                        !event.status().equals("Pending") && !event.status().equals("Skipped"));
    }

    /** When all production traffic had moved to the replacement; absent if it has not, or not for good. */
    public Optional<Instant> trafficMoved() {
        return events.stream()
                .filter(event -> event.name().equals(TRAFFIC) && event.status().equals("Succeeded"))
                .findFirst()
                .flatMap(Event::ended);
    }

    /** Whether all lifecycle events are over and went well: nothing is left but to end the original. */
    public boolean hasPassedAllEvents() {
        return !events.isEmpty()
                && events.stream().allMatch(event -> event.status().equals("Succeeded"));
    }

    /** Whether the replacement is installed. */
    public boolean isInstalled() {
        return events.stream()
                .anyMatch(event ->
                        event.name().equals("Install") && event.status().equals("Succeeded"));
    }

    /** The original; absent when it is gone. */
    public Optional<TaskSet> original() {
        return taskSets.stream().filter(set -> !set.isReplacement()).findFirst();
    }

    /** The replacement; absent until it is there. */
    public Optional<TaskSet> replacement() {
        return taskSets.stream().filter(TaskSet::isReplacement).findFirst();
    }
}
