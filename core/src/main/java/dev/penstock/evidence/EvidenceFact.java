package dev.penstock.evidence;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A fact of a release that somebody may ask about later.
 *
 * @param at when it happened
 * @param kind what happened
 * @param of to what: stage and action, or the pipeline
 * @param by who did it; empty if nobody in particular
 * @param words why or how; may be empty
 * @param digests exactly what was put out or deployed, by name: digests of artifacts and images, version labels
 */
public record EvidenceFact(Instant at, Kind kind, String of, String by, String words, Map<String, String> digests) {

    /** What happened. */
    public enum Kind {
        /** The execution began. */
        STARTED,
        /** Somebody approved. */
        APPROVED,
        /** Somebody rejected. */
        REJECTED,
        /** Somebody told an action to pause, to continue, to promote or to go back. */
        INSTRUCTED,
        /** An action succeeded. */
        SUCCEEDED,
        /** An action failed, or was abandoned. */
        FAILED,
        /** What became of a condition of a stage, and what was applied by it. */
        CONDITION,
        /** Somebody stopped the execution. */
        STOPPED,
        /** The execution ended. */
        ENDED
    }

    public EvidenceFact {
        digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
    }
}
