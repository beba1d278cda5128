package dev.penstock.verdict.record;

import dev.penstock.verdict.Judge;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came out when a record was judged again.
 *
 * @param looks how many looks were judged
 * @param last how the verdict stands after the last of them; empty when there was none
 * @param differences where the record says something else; empty when it is equal to the last bit
 */
public record Replay(int looks, Optional<Standing> last, List<Difference> differences) {

    /**
     * A look with another outcome; or with the same, but a checkpoint after it that is not what the judge knew.
     *
     * @param look its number, counted from 1
     * @param recorded what the record says
     * @param judged what came out now
     */
    public record Difference(int look, Standing recorded, Standing judged) {}

    public Replay {
        differences = List.copyOf(differences);
    }

    /**
     * Judges a record again.
     *
     * @throws IllegalArgumentException when it names what its settings do not have
     * @throws IllegalStateException when it goes on after the verdict was given
     */
    public static Replay of(VerdictRecord record) {
        Judge judge = Judge.of(record.settings());
        List<Difference> differences = new ArrayList<>();
        Optional<Standing> last = Optional.empty();
        int number = 0;
        for (RecordedLook look : record.looks()) {
            number++;
            Standing judged = judge.look(look.look());
            boolean known =
                    look.checkpoint().isEmpty() || look.checkpoint().get().equals(judge.state());
            if (!judged.equals(look.standing()) || !known) {
                differences.add(new Difference(number, look.standing(), judged));
            }
            last = Optional.of(judged);
        }
        return new Replay(number, last, differences);
    }

    /** Whether all is as the record says. */
    public boolean isEqual() {
        return differences.isEmpty();
    }
}
