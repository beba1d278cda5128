package dev.penstock.simulator.cloudformation;

import java.time.Instant;
import java.util.List;

/**
 * A detection of drift.
 *
 * @param id as AWS calls it, a UUID
 * @param logicalIds of the resources that are looked at; none for all
 * @param status DETECTION_IN_PROGRESS, DETECTION_COMPLETE or DETECTION_FAILED
 * @param result of the stack: IN_SYNC, DRIFTED or UNKNOWN
 * @param drifted how many resources have drifted
 * @param at when it was asked for
 */
record DriftRow(
        String id, String stackId, List<String> logicalIds, String status, String result, int drifted, Instant at) {

    DriftRow {
        logicalIds = List.copyOf(logicalIds);
    }

    DriftRow ended(String stackResult, int count) {
        return new DriftRow(id, stackId, logicalIds, "DETECTION_COMPLETE", stackResult, count, at);
    }
}
