package dev.penstock.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.WholeExecution;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executions that go from one journal to another and on to a third are the same there. */
final class JournalMoveTest {

    private static final int EXECUTIONS = 4;
    private static final RunnerId MOVER = new RunnerId("mover");

    @TempDir
    Path directory;

    @Test
    void whatMovesThereAndOnIsTheSame() {
        try (Journal from = JournalFiles.open(directory.resolve("from/journal.db"));
                Journal between = new InMemoryJournal();
                Journal to = JournalFiles.open(directory.resolve("to/journal.db"))) {
            JournalFiles.fill(from, EXECUTIONS);
            List<String> shown = JournalFiles.show(from, EXECUTIONS);
            between.register(MOVER);
            from.register(MOVER);

            move(from, between);
            move(between, to);

            assertThat(JournalFiles.show(to, EXECUTIONS)).isEqualTo(shown);
            assertThat(from.takeDue(MOVER, JournalFiles.NOON, 99)).isEmpty();
            assertThat(to.nextDue()).isPresent();
        }
    }

    private static void move(Journal from, Journal to) {
        for (int number = 0; number < EXECUTIONS; number++) {
            ExecutionId id = JournalFiles.id(number);
            Fence fence = from.take(id, MOVER);
            from.moveAway(id, fence, "elsewhere");
            assertThat(to.restore(from.whole(id).orElseThrow())).isTrue();
            assertThat(to.restore(from.whole(id).orElseThrow())).isFalse();
        }
    }

    @Test
    void whatWasChangedMeanwhileIsNotTheSame() {
        try (Journal from = JournalFiles.open(directory.resolve("from/journal.db"));
                Journal to = new InMemoryJournal()) {
            JournalFiles.fill(from, EXECUTIONS);
            WholeExecution whole = from.whole(JournalFiles.id(3)).orElseThrow();
            to.restore(whole);
            to.register(MOVER);
            Fence fence = to.take(JournalFiles.id(3), MOVER);
            to.append(new AppendBuilder(JournalFiles.id(3), 3, fence).build()).join();
            from.append(JournalFiles.builder(JournalFiles.id(3), 3).build()).join();

            WholeExecution otherwise = from.whole(JournalFiles.id(3)).orElseThrow();
            assertThatThrownBy(() -> to.restore(otherwise)).isInstanceOf(JournalException.Differs.class);
        }
    }
}
