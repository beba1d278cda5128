package dev.penstock.verdict.record;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.Judge;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.VerdictSettings;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads single lines of a record that Penstock wrote itself. */
final class HistoryLines {

    /** The checkpoint that a tail begins with; empty if it begins with the settings. */
    Optional<Checkpoint> begin(String line) {
        return CheckpointReader.isCheckpoint(line)
                ? Optional.of(read(
                        line,
                        1,
                        (fields, context) -> CheckpointReader.read(fields, context)
                                .orElseThrow(() -> new IllegalArgumentException("it is no checkpoint"))))
                : Optional.empty();
    }

    VerdictSettings settings(String line) {
        return read(line, 1, (fields, context) -> {
            fields.ignore("type", "digest");
            String schema = fields.requireText("schema");
            if (!schema.equals(VerdictRecord.SCHEMA)) {
                throw new IllegalArgumentException(
                        "its schema is '" + schema + "', not '" + VerdictRecord.SCHEMA + "'");
            }
            return fields.mapping("settings")
                    .flatMap(inner -> new VerdictSettingsReader(context).read(inner))
                    .orElseThrow(() -> new IllegalArgumentException("it has no settings"));
        });
    }

    Look look(String line, int number) {
        return read(line, number, (fields, context) -> {
            fields.ignore("type", "digest", "standing");
            return new LookReader(context).look(fields);
        });
    }

    static Judge judge(VerdictSettings settings, String state) {
        try {
            return Judge.of(settings, state);
        } catch (IllegalArgumentException refused) {
            throw new VerdictHistoryException(
                    "What a checkpoint says the judge knew is not of this version: " + refused.getMessage()
                            + ". The verdict can go on from the whole record.",
                    refused);
        }
    }

    private static <T> T read(String line, int number, BiFunction<Fields, FieldContext, T> reading) {
        var problems = new Problems();
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.VERDICT_RECORD,
                ProblemType.VERDICT_RECORD,
                ProblemType.VERDICT_RECORD,
                FieldContext.Coercion.NONE);
        try {
            T read = DocumentReader.read(SourceText.of("record", line), problems)
                    .map(node -> reading.apply(Fields.of(node, "", context), context))
                    .orElseThrow(() -> new IllegalArgumentException("it is no JSON object"));
            Optional<Problem> first = problems.list().stream().findFirst();
            if (first.isPresent()) {
                throw new IllegalArgumentException(first.get().message());
            }
            return read;
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new VerdictHistoryException(
                    "Line " + number + " of the record's end cannot be read: " + refused.getMessage(), refused);
        }
    }
}
