package dev.penstock.runner;

import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.runner.view.ExecutionViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long the actions of a pipeline took in its last executions: the median of those that succeeded. */
public final class PastDurations implements ExecutionViews.Expectations {

    private static final int LOOKED_AT = 5;

    private final Map<Key, List<Duration>> durations = new HashMap<>();

    private record Key(String stage, String action) {}

    /** Looks at the last executions of a pipeline. */
    public PastDurations(Journal journal, String pipeline) {
        var reader = new ExecutionReader(journal);
        for (ExecutionSummary summary : journal.list(new ExecutionQuery(Optional.of(pipeline), false, LOOKED_AT))) {
            if (summary.ended()) {
                reader.state(summary.id()).ifPresent(this::add);
            }
        }
        durations.values().forEach(Collections::sort);
    }

    private void add(ExecutionState state) {
        for (StageState stage : state.stages()) {
            for (ActionState action : stage.actions()) {
                if (action.phase() instanceof ActionPhase.Succeeded succeeded) {
                    durations
                            .computeIfAbsent(new Key(stage.name(), action.name()), missing -> new ArrayList<>())
                            .add(Duration.between(action.startedAt(), succeeded.at()));
                }
            }
        }
    }

    @Override
    public Optional<Duration> of(String stage, String action) {
        List<Duration> known = durations.getOrDefault(new Key(stage, action), List.of());
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() / 2));
    }
}
