package dev.penstock.stack.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A review as lines for a terminal. */
public final class ReviewText {

    /** How much of a value is shown. */
    private static final int VALUE = 60;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final List<String> lines = new ArrayList<>();

    private ReviewText() {}

    /**
     * One line for each resource, marked {@code +}, {@code ~}, {@code -/+}, {@code ?/+} or {@code -}, and below it what
     * changes, from what to what, why, and what comes of it.
     */
    public static List<String> lines(ChangeSetReview review) {
        ReviewText text = new ReviewText();
        text.lines.add(
                "Change set " + review.changeSetName() + " of stack " + review.stackName() + ": " + summary(review));
        review.changes().forEach(text::change);
        return text.lines;
    }

    /** How many of what, and the worst that comes of it: {@code 1 replaced, 3 changed in place; data loss: Database}. */
    public static String summary(ChangeSetReview review) {
        List<String> counts = new ArrayList<>();
        count(counts, review, ReviewedChange.Effect.REPLACE, "replaced");
        count(counts, review, ReviewedChange.Effect.PERHAPS_REPLACE, "perhaps replaced");
        count(counts, review, ReviewedChange.Effect.REMOVE, "removed");
        count(counts, review, ReviewedChange.Effect.LET_GO, "let go");
        count(counts, review, ReviewedChange.Effect.ADD, "added");
        count(counts, review, ReviewedChange.Effect.IMPORT, "imported");
        count(counts, review, ReviewedChange.Effect.UPDATE, "changed in place");
        count(counts, review, ReviewedChange.Effect.UNKNOWN, "unknown");
        List<String> all = new ArrayList<>();
        all.add(counts.isEmpty() ? "no changes to resources" : String.join(", ", counts));
        for (Consequence consequence : Consequence.values()) {
            if (consequence != Consequence.NEW_PHYSICAL_ID) {
                List<ReviewedChange> touched = review.with(consequence);
                name(all, consequence.words(), touched.stream().filter(ReviewedChange::certain));
                name(all, "perhaps " + consequence.words(), touched.stream().filter(change -> !change.certain()));
            }
        }
        return String.join("; ", all);
    }

    private static void name(List<String> all, String words, Stream<ReviewedChange> changes) {
        String paths = changes.map(ReviewedChange::path).collect(Collectors.joining(", "));
        if (!paths.isEmpty()) {
            all.add(words + ": " + paths);
        }
    }

    private static void count(List<String> counts, ChangeSetReview review, ReviewedChange.Effect effect, String words) {
        long number = review.count(effect);
        if (number > 0) {
            counts.add(number + " " + words);
        }
    }

    private void change(ReviewedChange change) {
        lines.add(String.format(Locale.ROOT, "%-3s %s  %s", mark(change.effect()), change.path(), change.type()));
        if (!change.consequences().isEmpty()) {
            lines.add("    ! " + consequences(change));
        }
        if (!change.explanation().isEmpty()) {
            lines.add("      " + change.explanation());
        }
        change.properties().forEach(this::property);
    }

    private static String mark(ReviewedChange.Effect effect) {
        return switch (effect) {
            case ADD, IMPORT -> "+";
            case UPDATE -> "~";
            case REPLACE -> "-/+";
            case PERHAPS_REPLACE -> "?/+";
            case REMOVE, LET_GO -> "-";
            case UNKNOWN -> "?";
        };
    }

    /** Like {@code data loss, new physical id}, or with {@code if it is replaced}. */
    static String consequences(ReviewedChange change) {
        String words = change.consequences().stream().map(Consequence::words).collect(Collectors.joining(", "));
        return change.certain() ? words : words + ", if it is replaced";
    }

    private void property(PropertyChange change) {
        String effects = switch (change.replaces()) {
            case YES -> "  (replaces)";
            case PERHAPS -> "  (perhaps replaces)";
            case NO -> change.interrupts() ? "  (interrupts)" : "";
        };
        lines.add("    " + change.path() + values(change) + effects);
        lines.add("      because of "
                + change.causes().stream().map(CauseText::of).collect(Collectors.joining("; ")));
    }

    private static String values(PropertyChange change) {
        if (change.knownLater()) {
            return ": "
                    + change.before()
                            .map(before -> shortened(before, before) + " → ")
                            .orElse("") + "(known later)";
        }
        if (change.before().isEmpty() && change.after().isEmpty()) {
            return "";
        }
        String before = change.before().orElse("");
        String after = change.after().orElse("");
        return ": " + (change.before().isEmpty() ? "(none)" : shortened(before, after)) + " → "
                + (change.after().isEmpty() ? "(gone)" : shortened(after, before));
    }

    /** A value on one line and not longer than fits: of a long one, the part where it begins to differ from another. */
    static String shortened(String value, String other) {
        String line = onOneLine(value);
        if (line.length() <= VALUE) {
            return line;
        }
        String against = onOneLine(other);
        int same = 0;
        while (same < Math.min(line.length(), against.length()) && line.charAt(same) == against.charAt(same)) {
            same++;
        }
        boolean equal = same == line.length() && same == against.length();
        int from = equal || same < VALUE / 2 ? 0 : Math.min(same - VALUE / 3, line.length() - VALUE);
        int to = Math.min(line.length(), from + VALUE);
        return (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
    }

    private static String onOneLine(String value) {
        return SPACE.matcher(value).replaceAll(" ").strip();
    }
}
