package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A runner dies at an append to its journal, and another goes on with what it left.
 *
 * @param append counted from 1; creating the execution is one
 * @param before whether the append is lost; otherwise it is kept, and nobody learns of it
 */
public record RunnerDeath(int append, boolean before) {

    private static final int PATIENCE_SECONDS = 60;

    /** Deaths at each append of a range, before it and after it. */
    public static Stream<RunnerDeath> between(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .boxed()
                .flatMap(append -> Stream.of(new RunnerDeath(append, true), new RunnerDeath(append, false)));
    }

    /** Something that happens while no runner lives. */
    public interface Interlude {

        /** Happens. */
        void happen() throws Exception;
    }

    /**
     * Runs a pipeline until the death, and what it has left to its end. A run that ends before that append ends as usual.
     *
     * @param runner makes an engine over a journal, by the name of a runner
     * @return how it ended; absent if it died before the execution was there
     */
    public Optional<ExecutionState> survived(
            Pipeline pipeline, BiFunction<Journal, String, Engine> runner, Interlude interlude) throws Exception {
        var durable = new InMemoryJournal();
        var mortal = new FaultyJournal(durable);
        if (before) {
            mortal.dieBefore(append);
        } else {
            mortal.dieAfter(append);
        }
        try (Engine one = runner.apply(mortal, "one")) {
            one.whenEnded(one.start(pipeline, StartRequest.by("ann"))).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
        Optional<ExecutionId> left =
                durable.list(ExecutionQuery.newest(1)).stream().findFirst().map(ExecutionSummary::id);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        interlude.happen();
        try (Engine two = runner.apply(durable, "two")) {
            two.resumeAll();
            return Optional.of(two.whenEnded(left.get()).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Override
    public String toString() {
        return "dies " + (before ? "before" : "after") + " append " + append;
    }
}
