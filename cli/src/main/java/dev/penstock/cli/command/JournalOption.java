package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.runner.Refusal;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which journal is meant, where it is not the project's own. */
final class JournalOption {

    /** The environment variable that says the same as the option. */
    private static final String VARIABLE = "PENSTOCK_JOURNAL";

    /** Listed in {@code docs/failures.md}. */
    private static final String NOT_NAMED = "PEN-JOURNAL-001";

    @Option(
            names = "--journal",
            paramLabel = "URL|FILE",
            order = 890,
            description = "The journal, if not the project's: postgresql://…, dynamodb://… or a SQLite file.")
    private @Nullable String journal;

    /** The journal that the option names, or else the environment variable. */
    Optional<JournalLocation> named(Surroundings surroundings) {
        String variable = surroundings.environment().getOrDefault(VARIABLE, "");
        if (journal != null) {
            return Optional.of(read(journal, "--journal", surroundings));
        }
        return variable.isEmpty() ? Optional.empty() : Optional.of(read(variable, VARIABLE, surroundings));
    }

    /** What users write behind the next command so that it is about the same journal. */
    String again() {
        if (journal == null) {
            return "";
        }
        boolean plain = journal.chars().noneMatch(c -> c <= ' ' || "&?'\"$;()*".indexOf(c) >= 0);
        return "--journal " + (plain ? journal : "'" + journal + "'");
    }

    /** The journal that a text names; {@code from} is what users know it by. */
    static JournalLocation read(String text, String from, Surroundings surroundings) {
        return switch (JournalText.read(text, surroundings.directory())) {
            case JournalText.Named named -> named.location();
            case JournalText.Wrong wrong ->
                throw new CommandFailure(
                        ExitCode.USAGE, NOT_NAMED + ": " + from + ": " + wrong.message(), wrong.hint());
        };
    }

    /**
     * The journal that the settings of a folder name; nothing is parsed where they do not speak of any.
     *
     * @throws CommandFailure if they speak of one and are not right
     */
    static Optional<JournalLocation> ofSettings(Path folder, Surroundings surroundings) {
        Path file = folder.resolve(RunSettings.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = SourceText.bytes(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    Refusal.FILE_SYSTEM, "The settings " + file + " cannot be read: " + e.getMessage() + ".", "", e);
        }
        if (!new String(bytes, StandardCharsets.UTF_8).contains("journal")) {
            return Optional.empty();
        }
        SourceText source = SourceText.of(file.toString(), bytes);
        return switch (SettingsReader.read(source, folder)) {
            case SettingsReading.Accepted accepted -> accepted.settings().journal();
            case SettingsReading.Refused refused -> {
                ProblemOutput.print(refused.problems(), List.of(source), surroundings.err(), surroundings);
                throw new CommandFailure(
                        Refusal.INPUT,
                        "The settings are not right, and so it is not known where the executions are recorded.",
                        "Mend them, or name the journal with --journal.");
            }
        };
    }
}
