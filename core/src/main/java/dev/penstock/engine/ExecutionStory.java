package dev.penstock.engine;

import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Entry;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.Snapshot;
import dev.penstock.journal.StoredExecution;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the facts of one execution out of the journal, one piece after the other, whoever drives it. Between two reads it
 * keeps its place and nothing else. For one thread at a time. Made by {@link ExecutionReader#story}.
 */
public final class ExecutionStory {

    private final Journal journal;
    private final ExecutionCodec codec;
    private final ExecutionId id;
    private final long after;
    private long version;
    private long number;
    private boolean ended;

    ExecutionStory(Journal journal, ExecutionCodec codec, ExecutionId id, long after) {
        if (after < 0) {
            throw new IllegalArgumentException("facts are counted from 1, so that none comes after " + after);
        }
        this.journal = journal;
        this.codec = codec;
        this.id = id;
        this.after = after;
    }

    /**
     * What has happened since the last read; empty if nothing has.
     *
     * @throws JournalException.Unknown if there is no such execution
     */
    public List<ExecutionNews> next() {
        List<ExecutionNews> news = new ArrayList<>();
        List<Entry> entries = journal.entriesAfter(id, version);
        boolean complete = !entries.isEmpty() && entries.getFirst().version() == version + 1;
        if (!complete) {
            // Nothing is new, or what is new was put together meanwhile.
            StoredExecution stored = journal.read(id).orElseThrow(() -> new JournalException.Unknown(id));
            stored.snapshot()
                    .filter(snapshot -> snapshot.version() > version)
                    .ifPresent(snapshot -> summary(snapshot, news));
            entries = stored.entries().stream()
                    .filter(entry -> entry.version() > version)
                    .toList();
        }
        entries.forEach(entry -> facts(entry, news));
        return news;
    }

    /** Whether the execution had ended at the last read. Somebody may run a stage of it again. */
    public boolean hasEnded() {
        return ended;
    }

    private void summary(Snapshot snapshot, List<ExecutionNews> news) {
        ExecutionState state = codec.state(snapshot.payload());
        version = snapshot.version();
        number = state.facts();
        ended = state.outcome().isPresent();
        if (number > after) {
            news.add(new ExecutionNews.Summary(id, number, state));
        }
    }

    private void facts(Entry entry, List<ExecutionNews> news) {
        version = entry.version();
        for (ExecutionEvent event : codec.events(entry.payload())) {
            number++;
            ended = event instanceof ExecutionEvent.ExecutionEnded;
            if (number > after) {
                news.add(new ExecutionNews.Fact(id, number, entry.at(), event));
            }
        }
    }
}
