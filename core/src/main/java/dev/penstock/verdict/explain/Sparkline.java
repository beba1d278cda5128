package dev.penstock.verdict.explain;

import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.util.List;

/** How evidence grew, on one line of a terminal. */
public final class Sparkline {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String PLAIN = ".:-=+*#%";

    private Sparkline() {}

    /**
     * The evidence that the canary is worse, look by look: empty is none, full is what a rollback needs.
     *
     * @param width how many characters at most, at least 1; several looks share one if there are more, and the strongest counts
     * @param unicode whether the terminal can show block elements
     */
    public static String worse(VerdictRecord record, int width, boolean unicode) {
        double needed = -Math.log(record.settings().budget().falseRollback());
        List<Double> values = record.looks().stream()
                .map(RecordedLook::standing)
                .map(standing -> standing.worse() / needed)
                .toList();
        return draw(values, width, unicode);
    }

    /** Values from 0 to 1. */
    static String draw(List<Double> values, int width, boolean unicode) {
        String marks = unicode ? BLOCKS : PLAIN;
        int cells = Math.min(width, values.size());
        StringBuilder line = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            int from = (int) ((long) cell * values.size() / cells);
            int to = (int) ((long) (cell + 1) * values.size() / cells);
            double most = values.subList(from, to).stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            int height = (int) Math.floor(Math.clamp(most, 0, 1) * (marks.length() - 1));
            line.append(marks.charAt(height));
        }
        return line.toString();
    }
}
