package dev.penstock.verdict.record;

import dev.penstock.verdict.Judge;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A verdict that goes on for days and from process to process: each look becomes a line of its record, and from the newest few
 * lines another process goes on.
 *
 * <p>Now and then a line is a checkpoint, which says what the judge knows. From there on the lines before are not needed to go on,
 * only to give the verdict again: whoever keeps the record puts them where there is room. So to go on costs the same after days as
 * after minutes. How far apart checkpoints are is so that they take up a part of the record that does not grow. Not thread-safe.
 */
public final class VerdictHistory {

    /** So many looks at least are between two checkpoints. */
    private static final int LEAST_LOOKS = 20;

    /** Looks between two checkpoints take up so many times the space of one at least. */
    private static final int TIMES = 2;

    private final VerdictSettings settings;
    private final Judge judge;
    private final DigestChain chain;
    private final Map<List<String>, Instant> reach = new TreeMap<>(VerdictHistory::compare);
    private final List<String> tail = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private Optional<Standing> last = Optional.empty();
    private long looks;
    private long size;
    private long looksSince;
    private long sizeSince;
    private long checkpointSize;

    private VerdictHistory(VerdictSettings settings, Judge judge, DigestChain chain) {
        this.settings = settings;
        this.judge = judge;
        this.chain = chain;
    }

    private static int compare(List<String> one, List<String> other) {
        int first = one.getFirst().compareTo(other.getFirst());
        return first != 0 ? first : one.getLast().compareTo(other.getLast());
    }

    /** How far a metric was counted in a place: the end of its newest window, whether there were data for it or not. */
    public record Reach(String metric, String scope, Instant until) {}

    /**
     * A look that was taken in.
     *
     * @param standing what followed
     * @param settled lines of the record, without line ends, that it takes no more to go on: to be kept after those that were
     *     settled before. Empty for most looks. All settled lines and then the {@link #tail} are the record
     */
    public record Appended(Standing standing, List<String> settled) {

        public Appended {
            settled = List.copyOf(settled);
        }
    }

    /** A verdict that begins. */
    public static VerdictHistory begin(VerdictSettings settings) {
        var history = new VerdictHistory(settings, Judge.of(settings), new DigestChain());
        history.add(history.chain.seal(Lines.settings(settings)));
        return history;
    }

    /**
     * Goes on from the newest lines of a record.
     *
     * @param tail as {@link #tail} gave them, or all lines of a record
     * @throws VerdictHistoryException when a line cannot be read, or was changed
     */
    public static VerdictHistory from(List<String> tail) {
        if (tail.isEmpty()) {
            throw new VerdictHistoryException("The record of a verdict has no line.");
        }
        var lines = new HistoryLines();
        String first = tail.getFirst();
        VerdictHistory history = lines.begin(first).map(VerdictHistory::at).orElseGet(() -> {
            VerdictSettings read = lines.settings(first);
            return new VerdictHistory(read, Judge.of(read), new DigestChain());
        });
        history.check(first, 1);
        history.add(first);
        if (CheckpointReader.isCheckpoint(first)) {
            history.sizeSince = 0;
            history.checkpointSize = first.length();
        }
        for (int i = 1; i < tail.size(); i++) {
            String line = tail.get(i);
            history.check(line, i + 1);
            if (!CheckpointReader.isCheckpoint(line)) {
                history.judge(lines.look(line, i + 1));
                history.add(line);
            } else {
                history.settle(line);
            }
        }
        return history;
    }

    private static VerdictHistory at(Checkpoint checkpoint) {
        var history = new VerdictHistory(
                checkpoint.settings(),
                HistoryLines.judge(checkpoint.settings(), checkpoint.state()),
                new DigestChain(checkpoint.previous()));
        checkpoint.reach().forEach(each -> history.reach.put(List.of(each.metric(), each.scope()), each.until()));
        history.looks = checkpoint.looks();
        history.size = checkpoint.size();
        return history;
    }

    private void check(String line, int number) {
        if (chain.check(line).isPresent()) {
            throw new VerdictHistoryException("Line " + number
                    + " of the record's end was changed after it was written, or a line before it is missing.");
        }
    }

    private void add(String line) {
        long bytes = line.getBytes(StandardCharsets.UTF_8).length + 1L;
        size += bytes;
        sizeSince += bytes;
        tail.add(line);
    }

    private Standing judge(Look look) {
        Standing standing = judge.look(look);
        last = Optional.of(standing);
        standings.add(standing);
        looks++;
        looksSince++;
        for (MetricBatch batch : look.batches()) {
            reach.merge(
                    List.of(batch.metric(), batch.scope()),
                    batch.window().end(),
                    (known, end) -> end.isAfter(known) ? end : known);
        }
        return standing;
    }

    /**
     * Takes in what is new, and writes it down.
     *
     * @throws IllegalArgumentException as {@link Judge#look}; nothing was taken in then
     * @throws IllegalStateException as {@link Judge#look}
     */
    public Appended append(Look look) {
        Standing standing = judge(look);
        add(chain.seal(Lines.look(look, standing)));
        boolean due = looksSince >= LEAST_LOOKS && sizeSince >= TIMES * checkpointSize;
        if (!due || standing.decision().isFinal()) {
            return new Appended(standing, List.of());
        }
        var checkpoint = new Checkpoint(chain.last(), looks, size, settings, reach(), judge.state());
        return new Appended(standing, settle(chain.seal(Lines.checkpoint(checkpoint))));
    }

    /** Begins the tail anew with a checkpoint, and gives what it was. */
    private List<String> settle(String checkpoint) {
        List<String> settled = List.copyOf(tail);
        tail.clear();
        standings.clear();
        add(checkpoint);
        looksSince = 0;
        sizeSince = 0;
        checkpointSize = checkpoint.length();
        return settled;
    }

    /** What is judged by. */
    public VerdictSettings settings() {
        return settings;
    }

    /** The newest lines of the record, without line ends: what it takes to go on. */
    public List<String> tail() {
        return List.copyOf(tail);
    }

    /** How it stands after the last look that was taken in here; empty when that was before the tail. */
    public Optional<Standing> last() {
        return last;
    }

    /** How it stood after each look that is in the tail, oldest first. */
    public List<Standing> standings() {
        return List.copyOf(standings);
    }

    /** How far each metric was counted in each place, so that a collector knows where to go on. */
    public List<Reach> reach() {
        return reach.entrySet().stream()
                .map(each -> new Reach(each.getKey().getFirst(), each.getKey().getLast(), each.getValue()))
                .toList();
    }

    /** How many looks there were. */
    public long looks() {
        return looks;
    }

    /** How many bytes the whole record has, line ends included. */
    public long size() {
        return size;
    }

    /** The digest of the last line, which stands for the whole record. */
    public String digest() {
        return chain.last();
    }
}
