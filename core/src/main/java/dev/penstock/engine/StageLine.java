package dev.penstock.engine;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import dev.penstock.journal.Journal;
import java.util.List;
import java.util.Optional;

/**
 * Where an execution stands that waits in front of a stage.
 *
 * @param stage the stage's name
 * @param inside the execution that is in the stage; absent when it has just been left
 * @param before the executions that enter the stage before this one, the next of them first; empty if this one is the next
 */
public record StageLine(String stage, Optional<ExecutionId> inside, List<ExecutionId> before) {

    public StageLine {
        before = List.copyOf(before);
    }

    /**
     * Where an execution waits.
     *
     * @param stage the stage that it has come to last
     * @return empty if it does not wait in front of that stage
     */
    public static Optional<StageLine> of(Journal journal, ExecutionId id, String pipeline, String stage) {
        Claim claim = journal.claim(claim(pipeline, stage));
        int place = claim.waiting().indexOf(id);
        return place < 0
                ? Optional.empty()
                : Optional.of(
                        new StageLine(stage, claim.holder(), claim.waiting().subList(0, place)));
    }

    /** The name of a stage's claim in the journal. */
    static String claim(String pipeline, String stage) {
        return pipeline + "/" + stage;
    }
}
