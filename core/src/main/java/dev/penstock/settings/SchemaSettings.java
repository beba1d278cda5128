package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.schema.Contracts;
import dev.penstock.schema.HistoryForm;
import dev.penstock.schema.RevisionSchema;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import dev.penstock.schema.Schema;
import dev.penstock.stack.ArtifactPath;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code schemas}, and what a deployment needs of one: {@code deployments.NAME.schema}. */
final class SchemaSettings {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final FieldContext context;

    SchemaSettings(FieldContext context) {
        this.context = context;
    }

    Schema schema(Fields fields) {
        String name = fields.path().substring(fields.path().lastIndexOf('/') + 1);
        fields.requirePresent("history");
        Optional<Fields> history = fields.mapping("history");
        List<String> run = history.map(this::run).orElseGet(List::of);
        HistoryForm form = history.flatMap(this::form).orElse(HistoryForm.LINES);
        Duration limit = history.flatMap(this::limit).orElse(LIMIT);
        history.ifPresent(Fields::end);
        return new Schema(
                name,
                run,
                form,
                limit,
                new Contracts(fields.textMap("contracts")),
                new LinkedHashSet<>(fields.texts("migratedBy")));
    }

    private List<String> run(Fields fields) {
        fields.requirePresent("run");
        List<String> run =
                fields.node("run").filter(SourceNode.Sequence.class::isInstance).isPresent()
                        ? fields.texts("run")
                        : List.of();
        if (fields.has("run") && (run.isEmpty() || run.getFirst().isBlank())) {
            wrong(
                    fields,
                    "run",
                    "A command is a list: the program and its arguments. No shell takes it apart.",
                    "Write such as [flyway, info, -outputType=json].");
        }
        return run;
    }

    private Optional<HistoryForm> form(Fields fields) {
        fields.requirePresent("form");
        return StackSettings.word(
                context,
                fields,
                "form",
                Map.of(
                        "flyway", HistoryForm.FLYWAY,
                        "liquibase", HistoryForm.LIQUIBASE,
                        "lines", HistoryForm.LINES));
    }

    private Optional<Duration> limit(Fields fields) {
        Optional<String> text = fields.text("limit");
        Optional<Duration> limit =
                text.flatMap(SettingsValues::time).filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0);
        if (text.isPresent() && limit.isEmpty()) {
            wrong(fields, "limit", "'" + text.get() + "' is not a time up to 5 minutes.", "Write such as 30s.");
        }
        return limit;
    }

    Optional<RevisionSchema> revision(Fields fields) {
        String of = fields.requireText("of");
        Optional<String> said = fields.text("writtenFor");
        Optional<String> file = fields.text("writtenForFile");
        Optional<ArtifactPath> path = file.flatMap(ArtifactPath::of);
        Optional<String> unrecorded = fields.text("unrecorded");
        if (said.isPresent() == file.isPresent()) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span(),
                            fields.path(),
                            "What a revision was written for stands either here or in a file that goes with it.",
                            "Write 'writtenFor: MIGRATION' or 'writtenForFile: ARTIFACT::PATH'.");
        }
        if (file.isPresent() && path.isEmpty()) {
            wrong(
                    fields,
                    "writtenForFile",
                    "'" + file.get() + "' is not a file in an artifact.",
                    "Write such as BuildOutput::schema-version.txt.");
        }
        fields.end();
        return said.<WrittenFor>map(WrittenFor.Said::new)
                .or(() -> path.map(at -> new WrittenFor.InFile(at.artifact(), at.path())))
                .map(writtenFor -> new RevisionSchema(of, writtenFor, unrecorded));
    }

    private void wrong(Fields fields, String field, String what, String right) {
        context.problems()
                .report(
                        ProblemType.SETTINGS_VALUE,
                        fields.span(field),
                        Fields.child(fields.path(), field),
                        what,
                        right);
    }
}
