package dev.penstock.library;

import dev.penstock.artifact.Digest;
import dev.penstock.document.SourceText;
import dev.penstock.journal.Journal;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an execution, kept in the journal as its definition is, so that any runner goes on with what it was started
 * with, wherever the files are and whatever has become of them.
 */
public final class PinnedSettings {

    private static final String LABEL = "penstock.settingsDigest";

    private PinnedSettings() {}

    /**
     * Keeps settings.
     *
     * @param settings the content of the settings file
     * @return labels for the execution that is started with them
     */
    public static Map<String, String> pin(Journal journal, byte[] settings) {
        String digest = Digest.of(settings).value();
        journal.pin(digest, settings);
        return Map.of(LABEL, digest);
    }

    /** Which settings an execution was started with; absent if it was started without. */
    public static Optional<String> digest(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(LABEL));
    }

    /**
     * The settings of a digest.
     *
     * @param folder what relative paths in them are relative to
     * @throws IllegalStateException if they are not in the journal
     * @throws InvalidDefinitionException if this version of Penstock does not understand them
     */
    public static RunSettings read(Journal journal, String digest, Path folder) {
        byte[] settings = journal.pinned(digest)
                .orElseThrow(() -> new IllegalStateException("the settings " + digest + " are not in the journal"));
        return switch (SettingsReader.read(SourceText.of(RunSettings.FILE_NAME, settings), folder)) {
            case SettingsReading.Accepted accepted -> accepted.settings();
            case SettingsReading.Refused refused -> throw new InvalidDefinitionException(refused.problems());
        };
    }
}
