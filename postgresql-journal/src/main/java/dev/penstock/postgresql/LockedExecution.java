package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.util.Optional;

/** A row of the table {@code execution} that is locked for the transaction, as the transaction has it so far. */
final class LockedExecution {

    final long number;
    final ExecutionId id;
    long version;
    boolean ended;
    Optional<RunnerId> runner;
    long token;
    final Optional<String> movedTo;

    LockedExecution(
            long number,
            ExecutionId id,
            long version,
            boolean ended,
            Optional<RunnerId> runner,
            long token,
            Optional<String> movedTo) {
        this.number = number;
        this.id = id;
        this.version = version;
        this.ended = ended;
        this.runner = runner;
        this.token = token;
        this.movedTo = movedTo;
    }

    boolean isHeldWith(Fence fence) {
        return token == fence.token() && runner.filter(fence.runner()::equals).isPresent();
    }

    void checkFence(Fence fence) {
        if (!isHeldWith(fence)) {
            throw new JournalException.FencedOff(id, fence, runner);
        }
    }

    void checkVersion(long expected) {
        if (version != expected) {
            throw new JournalException.VersionConflict(id, expected, version);
        }
    }

    void checkHere() {
        movedTo.ifPresent(to -> {
            throw new JournalException.Moved(id, to);
        });
    }
}
