package dev.penstock.aws.journal;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.Fence;
import dev.penstock.journal.SignalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A deployment as the runner sees it that has it, or believes so. */
final class Deployment {

    /** What an entry says: the step that was done, if one was, and the signals that were taken in. */
    record Fact(Optional<String> step, List<SignalId> takenIn) {

        String write(String runner) {
            return step.orElse("-") + ";"
                    + takenIn.stream().map(id -> String.valueOf(id.value())).collect(Collectors.joining(",")) + ";"
                    + runner;
        }

        static Fact read(String payload) {
            String[] parts = payload.split(";", -1);
            List<SignalId> signals = new ArrayList<>();
            for (String number : parts[1].split(",", -1)) {
                if (!number.isEmpty()) {
                    signals.add(new SignalId(Long.parseLong(number)));
                }
            }
            return new Fact(parts[0].equals("-") ? Optional.empty() : Optional.of(parts[0]), signals);
        }
    }

    final ExecutionId id;
    final Fence fence;
    long version;
    int steps;
    boolean waits;

    /** An append whose fate is unknown: the same one is asked for again. */
    @Nullable
    Append pending;

    Deployment(ExecutionId id, Fence fence, long version, int steps) {
        this.id = id;
        this.fence = fence;
        this.version = version;
        this.steps = steps;
    }
}
