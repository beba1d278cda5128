package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code journal} of the settings: a text as on the command line, or the members of one kind of store. */
final class JournalSettings {

    private final FieldContext context;
    private final Path folder;

    JournalSettings(FieldContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    Optional<JournalLocation> read(Fields settings) {
        Optional<SourceNode> node = settings.node("journal");
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof SourceNode.Scalar) {
            Optional<String> text = settings.text("journal");
            // The journal of the project, which is there without a word.
            return text.filter(word -> !word.equals("sqlite")).flatMap(word -> text(settings, "journal", word));
        }
        Optional<Fields> journal = settings.mapping("journal");
        return journal.flatMap(this::choice);
    }

    private Optional<JournalLocation> choice(Fields journal) {
        Optional<String> sqlite = journal.text("sqlite");
        Optional<Fields> postgresql = journal.mapping("postgresql");
        Optional<Fields> dynamoDb = journal.mapping("dynamodb");
        journal.end();
        long given = java.util.stream.Stream.of(sqlite, postgresql, dynamoDb)
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            journal.span(),
                            journal.path(),
                            given == 0 ? "It is not said what the journal is." : "Several journals are named.",
                            "Keep one of 'sqlite: PATH', 'postgresql: …' and 'dynamodb: …'.");
            return Optional.empty();
        }
        return sqlite.flatMap(path -> text(journal, "sqlite", "sqlite:" + path))
                .or(() -> postgresql.flatMap(this::postgresql))
                .or(() -> dynamoDb.flatMap(this::dynamoDb));
    }

    private Optional<JournalLocation> postgresql(Fields fields) {
        String url = fields.requireText("url");
        Optional<String> schema = fields.text("schema");
        Optional<JournalLocation.Postgresql.Password> password = password(fields);
        fields.end();
        if (url.isEmpty()) {
            return Optional.empty();
        }
        schema.filter(name -> !JournalText.isSchema(name))
                .ifPresent(name -> wrong(
                        fields,
                        "schema",
                        new JournalText.Wrong(
                                "'" + name + "' cannot be the name of the journal's schema.",
                                JournalText.SCHEMA_HINT,
                                false)));
        Optional<JournalLocation> read = text(fields, "url", url);
        if (read.isPresent() && read.get() instanceof JournalLocation.Postgresql location) {
            var named = schema.map(location::withSchema).orElse(location);
            return Optional.of(password.map(named::withPassword).orElse(named));
        }
        read.ifPresent(other -> wrong(
                fields,
                "url",
                new JournalText.Wrong(
                        "This is not the URL of a PostgreSQL database.",
                        "Write it like postgresql://USER@HOST/DATABASE.",
                        false)));
        return Optional.empty();
    }

    private Optional<JournalLocation.Postgresql.Password> password(Fields fields) {
        Optional<String> variable = fields.text("passwordVariable");
        Optional<SourceNode> given = fields.node("password");
        if (variable.isPresent() && given.isPresent()) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span("password"),
                            fields.path(),
                            "Two places of the password are named.",
                            "Keep 'password' or 'passwordVariable'.");
        }
        if (given.isPresent() && !(given.get() instanceof SourceNode.Mapping)) {
            wrong(
                    fields,
                    "password",
                    new JournalText.Wrong(
                            "A password has no place in a file.",
                            "Write where it is: 'password: {secret: SECRET}' or 'passwordVariable: NAME'.",
                            true));
            return Optional.empty();
        }
        Optional<JournalLocation.Postgresql.Password> secret = fields.mapping("password")
                .map(place -> {
                    String reference = place.requireText("secret");
                    place.end();
                    return reference;
                })
                .filter(reference -> !reference.isEmpty())
                .map(JournalLocation.Postgresql.InSecret::new);
        return secret.or(() -> variable.map(JournalLocation.Postgresql.InVariable::new));
    }

    private Optional<JournalLocation> dynamoDb(Fields fields) {
        String table = fields.requireText("table");
        Optional<String> endpoint = fields.text("endpoint");
        Optional<String> runner = fields.text("runner");
        var location = new JournalLocation.DynamoDb(
                table,
                fields.text("region"),
                fields.text("bucket"),
                fields.text("prefix").orElse(""),
                Optional.empty());
        fields.end();
        if (table.isEmpty()) {
            return Optional.empty();
        }
        // One place judges names and endpoints: the one that reads them from the command line.
        return text(
                        fields,
                        "table",
                        "dynamodb://" + table
                                + Stream.of(
                                                endpoint.map(uri -> "endpoint=" + uri),
                                                runner.map(name -> "runner=" + name))
                                        .flatMap(Optional::stream)
                                        .reduce((first, second) -> first + "&" + second)
                                        .map(query -> "?" + query)
                                        .orElse(""))
                .filter(JournalLocation.DynamoDb.class::isInstance)
                .map(JournalLocation.DynamoDb.class::cast)
                .map(read -> new JournalLocation.DynamoDb(
                        read.table(),
                        location.region(),
                        location.bucket(),
                        location.prefix(),
                        read.endpoint(),
                        read.runner()));
    }

    private Optional<JournalLocation> text(Fields fields, String field, String text) {
        return switch (JournalText.read(text, folder)) {
            case JournalText.Named named -> Optional.of(named.location());
            case JournalText.Wrong wrong -> {
                wrong(fields, field, wrong);
                yield Optional.empty();
            }
        };
    }

    private void wrong(Fields fields, String field, JournalText.Wrong wrong) {
        context.problems()
                .report(
                        wrong.secret() ? ProblemType.SETTINGS_SECRET : ProblemType.SETTINGS_VALUE,
                        fields.span(field),
                        Fields.child(fields.path(), field),
                        wrong.message(),
                        wrong.hint());
    }
}
