package dev.penstock.verdict;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a judge knows, as one line of text: either written down or taken back. Each part of a judge hands over its values in one
 * order and keeps what it gets in return, so that writing and reading cannot differ. Numbers come back to the last bit.
 */
final class JudgeState {

    private static final String NOTHING = "-";

    private final @Nullable Iterator<String> words;
    private final StringJoiner written = new StringJoiner(" ");

    private JudgeState(@Nullable Iterator<String> words) {
        this.words = words;
    }

    /** What a judge hands over. */
    static String of(Consumer<JudgeState> judge) {
        var state = new JudgeState(null);
        judge.accept(state);
        return state.written.toString();
    }

    /** One that takes back what was written. */
    static JudgeState reading(String text) {
        List<String> all = text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
        return new JudgeState(all.iterator());
    }

    /**
     * Makes sure that nothing is left to read.
     *
     * @throws IllegalArgumentException when something is
     */
    void end() {
        if (words != null && words.hasNext()) {
            throw new IllegalArgumentException("a judge's state holds more than the judge");
        }
    }

    private String word(String now) {
        if (words == null) {
            written.add(now);
            return now;
        }
        if (!words.hasNext()) {
            throw new IllegalArgumentException("a judge's state is cut off");
        }
        return words.next();
    }

    double number(double now) {
        return Double.parseDouble(word(Double.toString(now)));
    }

    void numbers(double[] now) {
        for (int i = 0; i < now.length; i++) {
            now[i] = number(now[i]);
        }
    }

    long whole(long now) {
        return Long.parseLong(word(Long.toString(now)));
    }

    int count(int now) {
        return Math.toIntExact(whole(now));
    }

    boolean flag(boolean now) {
        return whole(now ? 1 : 0) == 1;
    }

    @Nullable
    Instant instant(@Nullable Instant now) {
        String word = word(now == null ? NOTHING : now.toString());
        try {
            return word.equals(NOTHING) ? null : Instant.parse(word);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + word + "' in a judge's state is no instant", e);
        }
    }

    String text(String now) {
        String word = word("'" + URLEncoder.encode(now, StandardCharsets.UTF_8));
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }

    ArmCounts counts(ArmCounts now) {
        return new ArmCounts(whole(now.requests()), whole(now.bad()));
    }

    BatchTally tally(BatchTally now) {
        return new BatchTally(
                count(now.counted()), count(now.missing()), count(now.warmUp()), count(now.late()), count(now.idle()));
    }
}
