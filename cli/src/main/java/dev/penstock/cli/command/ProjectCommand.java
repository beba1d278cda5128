package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.Journals;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.SqliteJournals;
import dev.penstock.runner.view.Advice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands have that look at executions or act on them. */
abstract class ProjectCommand extends PenstockCommand {

    @Option(
            names = "--project",
            paramLabel = "DIR",
            order = 900,
            description = "The folder of the pipeline, if this is not it.")
    private @Nullable Path projectFolder;

    ProjectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** The project that is meant: by {@code --project}, by {@code PENSTOCK_PROJECT}, or by where this is called. */
    final Project project() {
        String environment = surroundings().environment().getOrDefault("PENSTOCK_PROJECT", "");
        Optional<Path> named = Optional.ofNullable(projectFolder)
                .or(() -> environment.isEmpty() ? Optional.empty() : Optional.of(Path.of(environment)))
                .map(surroundings()::resolve);
        Path from = named.map(path -> Files.isRegularFile(path) ? path.resolveSibling("") : path)
                .orElse(surroundings().directory());
        return Project.containing(from)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "Nothing was run in " + from + " or a folder above it: there is no " + Project.FOLDER + ".",
                        "Name the pipeline's folder with --project DIR, or begin with '"
                                + surroundings().program() + " run'."));
    }

    final Journals journals() {
        return new Journals(project(), SqliteJournals::open);
    }

    /** How users call the next command from where they are. */
    final Advice advice() {
        return adviceFor(surroundings(), project());
    }

    static Advice adviceFor(Surroundings surroundings, Project project) {
        boolean found = Project.containing(surroundings.directory())
                .filter(project::equals)
                .isPresent();
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
