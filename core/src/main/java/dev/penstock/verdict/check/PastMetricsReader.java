package dev.penstock.verdict.check;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.verdict.ArmCounts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads past metrics: CSV with the columns {@code time}, {@code requests} and {@code bad} and, if there are several, {@code arm}, in
 * any order; or JSON, a list of objects with these members. Times are instants in UTC or seconds since 1970.
 */
public final class PastMetricsReader {

    /** How much of a file is read: more is reported. */
    public static final int MOST_BYTES = (1 << 26) + 8;

    /** A year of minutes of two arms, and more. */
    private static final ReadLimits LIMITS = new ReadLimits(1 << 26, 10, 10_000_000);

    private final SourceText source;
    private final Problems problems;

    private PastMetricsReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @param problems where problems go, each with its line: {@code PEN-VERDICT-006}
     * @return the minutes in the order of the file; those lines are left out that have a problem
     */
    public static List<PastMinute> read(SourceText source, Problems problems) {
        var reader = new PastMetricsReader(source, problems);
        List<PastMinute> minutes = DocumentReader.isJson(source) ? reader.json() : reader.csv();
        if (minutes.isEmpty() && !problems.hasErrors()) {
            reader.report(
                    new SourceSpan(source.file(), 1, 0), "The file has no counts.", "It needs a line for each minute.");
        }
        return minutes;
    }

    private List<PastMinute> csv() {
        List<String> lines = source.content().lines().toList();
        List<String> columns = lines.isEmpty() ? List.of() : cells(lines.getFirst());
        int time = columns.indexOf("time");
        int arm = columns.indexOf("arm");
        int requests = columns.indexOf("requests");
        int bad = columns.indexOf("bad");
        if (time < 0 || requests < 0 || bad < 0) {
            report(
                    new SourceSpan(source.file(), 1, 1),
                    "The first line does not name the columns 'time', 'requests' and 'bad'.",
                    "Begin with 'time,arm,requests,bad'; 'arm' may be left out.");
            return List.of();
        }
        List<PastMinute> minutes = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                List<String> cells = cells(lines.get(i));
                SourceSpan span = new SourceSpan(source.file(), i + 1, 1);
                if (cells.size() != columns.size()) {
                    report(
                            span,
                            "This line has " + cells.size() + " cells, the first has " + columns.size() + ".",
                            "Numbers have no commas in them.");
                } else {
                    minute(span, cells.get(time), arm < 0 ? "" : cells.get(arm), cells.get(requests), cells.get(bad))
                            .ifPresent(minutes::add);
                }
            }
        }
        return minutes;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.strip().replaceAll("^\"(.*)\"$", "$1"))
                .toList();
    }

    private List<PastMinute> json() {
        List<PastMinute> minutes = new ArrayList<>();
        Optional<SourceNode> root = DocumentReader.read(source, LIMITS, Tags.STANDARD, problems);
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.VERDICT_METRICS_FILE,
                ProblemType.VERDICT_METRICS_FILE,
                ProblemType.VERDICT_METRICS_FILE,
                FieldContext.Coercion.BOTH_WAYS);
        if (root.isPresent() && root.get() instanceof SourceNode.Sequence sequence) {
            for (SourceNode node : sequence.items()) {
                Fields fields = Fields.of(node, "", context);
                fields.ignore("time", "requests", "bad");
                minute(
                                node.span(),
                                text(fields, "time"),
                                fields.text("arm").orElse(""),
                                text(fields, "requests"),
                                text(fields, "bad"))
                        .ifPresent(minutes::add);
                fields.end();
            }
        } else if (root.isPresent()) {
            report(
                    root.get().span(),
                    "A list is wanted here.",
                    "Write [{\"time\": …, \"arm\": …, \"requests\": …, \"bad\": …}, …].");
        }
        return minutes;
    }

    private static String text(Fields fields, String name) {
        return fields.node(name)
                .filter(node -> node instanceof SourceNode.Scalar scalar && scalar.type() != ScalarType.NULL)
                .map(node -> ((SourceNode.Scalar) node).text())
                .orElse("");
    }

    private Optional<PastMinute> minute(SourceSpan span, String time, String arm, String requests, String bad) {
        try {
            Instant at =
                    time.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(time)) : Instant.parse(time);
            return Optional.of(new PastMinute(at, arm, new ArmCounts(Long.parseLong(requests), Long.parseLong(bad))));
        } catch (DateTimeParseException e) {
            report(
                    span,
                    "'" + time + "' is no time.",
                    "Write it like '2026-03-01T10:00:00Z', or in seconds since 1970.");
        } catch (NumberFormatException e) {
            report(
                    span,
                    "Requests '" + requests + "' and bad '" + bad + "' are not both whole numbers.",
                    "Write counts, not rates.");
        } catch (IllegalArgumentException e) {
            report(
                    span,
                    "Of " + requests + " requests " + bad + " cannot be bad.",
                    "Counts are not negative, and bad requests are counted among the requests.");
        }
        return Optional.empty();
    }

    private void report(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.VERDICT_METRICS_FILE, span, "", message, hint);
    }
}
