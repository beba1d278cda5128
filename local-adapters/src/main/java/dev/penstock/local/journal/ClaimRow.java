package dev.penstock.local.journal;

import java.util.List;

/**
 * A claim by the numbers of executions.
 *
 * @param holder who holds it; 0 for nobody
 * @param waiting who may have it next; 0 for nobody
 * @param behind who waits after that one, in order
 */
record ClaimRow(long holder, long waiting, List<Long> behind) {

    ClaimRow {
        behind = List.copyOf(behind);
    }

    boolean isAwaitedBy(long execution) {
        return waiting == execution || behind.contains(execution);
    }
}
