package dev.penstock.verdict.record;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.ErrorBudget.Onset;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a record, and checks that nobody changed it. */
public final class VerdictRecordReader {

    private final SourceText source;
    private final Problems problems;
    private final DigestChain chain = new DigestChain();

    private VerdictRecordReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * Reads a record.
     *
     * @param problems where problems go, with their lines: {@code PEN-VERDICT-004} for what cannot be read, {@code
     *     PEN-VERDICT-005} for a line that was changed
     * @return the record; empty when there was a problem
     */
    public static Optional<VerdictRecord> read(SourceText source, Problems problems) {
        return new VerdictRecordReader(source, problems).read();
    }

    private Optional<VerdictRecord> read() {
        List<String> lines = source.content().lines().toList();
        if (lines.isEmpty()) {
            report(1, "The record is empty.", "Its first line holds the settings.");
            return Optional.empty();
        }
        Optional<VerdictSettings> settings = line(1, lines.getFirst(), this::settings);
        List<RecordedLook> looks = new ArrayList<>();
        for (int number = 2; number <= lines.size() && !problems.hasErrors(); number++) {
            String text = lines.get(number - 1);
            if (CheckpointReader.isCheckpoint(text) && !looks.isEmpty()) {
                line(number, text, line -> CheckpointReader.read(line.fields(), line.context()))
                        .ifPresent(checkpoint -> {
                            RecordedLook last = looks.removeLast();
                            looks.add(new RecordedLook(last.look(), last.standing(), Optional.of(checkpoint.state())));
                        });
            } else {
                line(number, text, this::look).ifPresent(looks::add);
            }
        }
        return problems.hasErrors()
                ? Optional.empty()
                : settings.map(read -> new VerdictRecord(read, looks, chain.last()));
    }

    private record Line(Fields fields, FieldContext context) {}

    private <T> Optional<T> line(int number, String text, Function<Line, Optional<T>> reading) {
        Problems ofLine = new Problems();
        Optional<T> read = Optional.empty();
        try {
            Optional<SourceNode> tree = text.startsWith("{")
                    ? DocumentReader.read(SourceText.of(source.file(), text), ofLine)
                    : Optional.empty();
            if (tree.isEmpty() && !ofLine.hasErrors()) {
                report(number, "This line is no JSON object.", "A record has one on each line.");
            }
            FieldContext context = FieldContext.of(
                    ofLine,
                    ProblemType.VERDICT_RECORD,
                    ProblemType.VERDICT_RECORD,
                    ProblemType.VERDICT_RECORD,
                    FieldContext.Coercion.NONE);
            read = tree.flatMap(node -> reading.apply(new Line(Fields.of(node, "", context), context)));
        } catch (IllegalArgumentException | ArithmeticException refused) {
            report(number, "This line holds what cannot be: " + refused.getMessage() + ".", "It was not written so.");
        }
        for (Problem problem : ofLine.list()) {
            SourceSpan span =
                    new SourceSpan(source.file(), number, problem.span().column());
            problems.add(new Problem(
                    problem.id(), problem.severity(), span, problem.field(), problem.message(), problem.hint()));
        }
        chain.check(text)
                .ifPresent(digest -> problems.report(
                        ProblemType.VERDICT_CHAIN,
                        new SourceSpan(source.file(), number, 0),
                        "/digest",
                        "This line or one before it was changed: its digest would be " + digest + ".",
                        "Get the record again from where it was written."));
        return read;
    }

    private Optional<VerdictSettings> settings(Line line) {
        String schema = line.fields().requireText("schema");
        line.fields().ignore("type", "digest");
        boolean first = schema.equals(VerdictRecord.FIRST_SCHEMA);
        Onset onset = first ? Onset.START : ErrorBudget.STANDARD.onset();
        Optional<VerdictSettings> settings = line.fields()
                .mapping("settings")
                .flatMap(fields -> new VerdictSettingsReader(line.context(), onset).read(fields));
        if (!first && !schema.equals(VerdictRecord.SCHEMA)) {
            report(
                    1,
                    "This is no record of a verdict, or one of a later version: its schema is '" + schema + "'.",
                    "The schema is '" + VerdictRecord.SCHEMA + "'.");
        }
        line.fields().end();
        return settings;
    }

    private Optional<RecordedLook> look(Line line) {
        line.fields().ignore("type", "digest");
        var reader = new LookReader(line.context());
        var look = reader.look(line.fields());
        line.fields().requirePresent("standing");
        Optional<RecordedLook> read = line.fields()
                .mapping("standing")
                .flatMap(reader::standing)
                .map(standing -> new RecordedLook(look, standing));
        line.fields().end();
        return read;
    }

    private void report(int line, String message, String hint) {
        problems.report(ProblemType.VERDICT_RECORD, new SourceSpan(source.file(), line, 0), "", message, hint);
    }
}
