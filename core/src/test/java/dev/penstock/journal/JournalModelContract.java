package dev.penstock.journal;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations: the journal does what {@link JournalModel} says, refusals included. */
interface JournalModelContract extends JournalFixture {

    int OPERATIONS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    default void doesWhatTheModelSays(long seed) {
        var run = new JournalModelRun(journal(), this::endProcessOf, new Random(seed));
        for (int operation = 0; operation < OPERATIONS; operation++) {
            run.step("seed " + seed + ", operation " + operation);
        }
    }
}
