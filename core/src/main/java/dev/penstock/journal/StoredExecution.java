package dev.penstock.journal;

import java.util.List;
import java.util.Optional;

/**
 * An execution as the journal has it.
 *
 * @param summary its summary
 * @param snapshot the newest snapshot
 * @param entries the entries after the snapshot, oldest first
 */
public record StoredExecution(ExecutionSummary summary, Optional<Snapshot> snapshot, List<Entry> entries) {

    public StoredExecution {
        entries = List.copyOf(entries);
    }
}
