package dev.penstock.stack.set;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import java.util.List;

/**
 * An operation of a stack set as it was seen at one time.
 *
 * @param id its id
 * @param status how far it is
 * @param reason why, in the platform's words; may be empty
 * @param results how it went in each target so far
 */
public record StackSetOperation(String id, Status status, String reason, List<Result> results) implements Observation {

    /** The kind under which operations are observed. */
    public static final String KIND = "cloudformation-stack-set-operation";

    private static final String DELEGATED = "/delegated";

    public StackSetOperation {
        results = List.copyOf(results);
    }

    /** How far an operation is ({@code StackSetOperationStatus}). */
    public enum Status {
        QUEUED(false),
        RUNNING(false),
        STOPPING(false),
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
     * How it went in one target.
     *
     * @param account the account
     * @param region the Region
     * @param status {@code PENDING}, {@code RUNNING}, {@code SUCCEEDED}, {@code FAILED} or {@code CANCELLED}
     * @param reason why, in the platform's words; may be empty
     */
    public record Result(String account, String region, String status, String reason) {}

    /** Names an operation for the observer. */
    public static ResourceId resource(AwsScope scope, StackSetId set, String operation) {
        return new ResourceId(KIND, scope, set.name() + "/" + operation + (set.delegated() ? DELEGATED : ""));
    }

    /** The stack set of an operation that is named so. */
    public static StackSetId set(ResourceId resource) {
        String[] parts = resource.id().split("/", -1);
        return new StackSetId(parts[0], resource.id().endsWith(DELEGATED));
    }

    /** The id of an operation that is named so. */
    public static String operation(ResourceId resource) {
        return resource.id().split("/", -1)[1];
    }
}
