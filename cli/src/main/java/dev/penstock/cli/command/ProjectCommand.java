package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.Journals;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.view.Advice;
import dev.penstock.settings.JournalLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have that look at executions or act on them. */
abstract class ProjectCommand extends PenstockCommand {

    @Option(
            names = "--project",
            paramLabel = "DIR",
            order = 900,
            description = "The folder of the pipeline, if this is not it.")
    private @Nullable Path projectFolder;

    @Mixin
    private final JournalOption journalOption = new JournalOption();

    private @Nullable JournalChoice choice;

    ProjectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** The project that is meant: by {@code --project}, by {@code PENSTOCK_PROJECT}, or by where this is called. */
    final Project project() {
        return journalChoice().project();
    }

    /** Which journals are meant: by {@code --journal}, by {@code PENSTOCK_JOURNAL}, by the settings, or the project's. */
    final JournalChoice journalChoice() {
        JournalChoice known = choice;
        if (known == null) {
            known = choose();
            choice = known;
        }
        return known;
    }

    private JournalChoice choose() {
        String environment = surroundings().environment().getOrDefault("PENSTOCK_PROJECT", "");
        Optional<Path> folder = Optional.ofNullable(projectFolder)
                .or(() -> environment.isEmpty() ? Optional.empty() : Optional.of(Path.of(environment)))
                .map(surroundings()::resolve);
        Path from = folder.map(path -> Files.isRegularFile(path) ? path.resolveSibling("") : path)
                .orElse(surroundings().directory());
        Optional<JournalLocation> named = journalOption.named(surroundings());
        // A journal that others share may have executions though nothing was run in this folder yet.
        Project project = Project.containing(from).orElse(new Project(from));
        Optional<JournalLocation> ofSettings =
                named.isPresent() ? Optional.empty() : JournalOption.ofSettings(project.home(), surroundings());
        if (named.isEmpty() && ofSettings.isEmpty() && Project.containing(from).isEmpty()) {
            throw new CommandFailure(
                    Refusal.PROJECT,
                    "Nothing was run in " + from + " or a folder above it: there is no " + Project.FOLDER + ".",
                    "Name the pipeline's folder with --project DIR, or begin with '"
                            + surroundings().program() + " run'.");
        }
        return new JournalChoice(project, named, ofSettings, surroundings().environment(), journalOption.again());
    }

    final Journals journals() {
        return new Journals(journalChoice());
    }

    /** How users call the next command from where they are. */
    final Advice advice() {
        return adviceFor(surroundings(), journalChoice());
    }

    static Advice adviceFor(Surroundings surroundings, JournalChoice choice) {
        Advice advice = adviceFor(surroundings, choice.project());
        String options = (advice.options() + " " + choice.option()).strip();
        return new Advice(advice.program(), options);
    }

    private static Advice adviceFor(Surroundings surroundings, Project project) {
        // Where nothing was run yet, what is meant is found by the journal alone.
        boolean found = Project.containing(surroundings.directory())
                        .filter(project::equals)
                        .isPresent()
                || project.home().equals(surroundings.directory());
        if (found) {
            return new Advice(surroundings.program(), "");
        }
        Path relative = surroundings.directory().startsWith(project.home())
                        || !project.home().startsWith(surroundings.directory())
                ? project.home()
                : surroundings.directory().relativize(project.home());
        String text = relative.toString();
        return new Advice(surroundings.program(), "--project " + (text.contains(" ") ? "'" + text + "'" : text));
    }
}
