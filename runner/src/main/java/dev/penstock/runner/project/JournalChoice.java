package dev.penstock.runner.project;

import dev.penstock.settings.JournalLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which journals a command works on. What the command line names holds for simulated runs as well, which then have a
 * journal beside the named one; what the settings name holds for runs against AWS alone, so that a simulation needs no
 * database.
 *
 * @param project whose executions are meant where no other journal is named
 * @param named by {@code --journal} or {@code PENSTOCK_JOURNAL}
 * @param ofSettings named by the settings beside the definition
 * @param environment environment variables, among which passwords may be
 * @param option what users write behind the next command so that it is about the same journal; may be empty
 */
public record JournalChoice(
        Project project,
        Optional<JournalLocation> named,
        Optional<JournalLocation> ofSettings,
        Map<String, String> environment,
        String option) {

    /** The project's own journals. */
    public static JournalChoice ofProject(Project project) {
        return new JournalChoice(project, Optional.empty(), Optional.empty(), Map.of(), "");
    }

    /** The journal of runs against the target. */
    public JournalLocation location(RunTarget target) {
        Optional<JournalLocation> other = switch (target) {
            case AWS -> named.or(() -> ofSettings);
            case SIMULATED -> named.map(JournalLocation::simulated);
        };
        return other.orElseGet(() -> new JournalLocation.Sqlite(project.journal(target)));
    }

    /** Whether a function goes on with executions against the target, so that nobody has to do it here. */
    public boolean hasRunner(RunTarget target) {
        return location(target) instanceof JournalLocation.DynamoDb table
                && table.runner().isPresent();
    }

    /** Where native libraries are kept from one start to the next: nowhere in a folder that is no project yet. */
    Optional<Path> keptLibraries() {
        boolean own = named.isEmpty() && ofSettings.isEmpty();
        return Optional.of(project.cache().resolve("native"))
                .filter(folder -> own || Files.isDirectory(project.home().resolve(Project.FOLDER)));
    }

    /** For people: where the executions are that this is about. */
    public String describe() {
        return named.or(() -> ofSettings)
                .map(JournalLocation::describe)
                .orElseGet(() -> project.home().toString());
    }
}
