package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeReader;
import dev.penstock.convert.Migration;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings bundles from a retired platform onto one of today. */
@Command(
        name = "migrate",
        description = "Bring a bundle off the retired multi-container platform.",
        footer = {
            "Shows what would change in the folder, in the form that 'git apply' takes;",
            "--write does it. What cannot be carried over is listed with its line."
        })
final class MigrateCommand extends PenstockCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder of the bundle; here unless said otherwise.")
    private Path folder = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLATFORM",
            description = "ecs (keeps Dockerrun version 2) or compose.")
    private Migration.Platform platform = Migration.Platform.ECS;

    @Option(names = "--write", description = "Change the files.")
    private boolean write;

    MigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Path root = surroundings().resolve(folder);
        Migration.Plan plan = Migration.plan(platform, files(root));
        ProblemOutput.print(plan.problems(), plan.sources(), surroundings().err(), surroundings());
        if (plan.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
            return ExitCode.INVALID;
        }
        plan.changes().forEach(change -> surroundings().out().print(change.diff()));
        surroundings().out().flush();
        if (write) {
            FolderChanges.apply(root, plan.changes());
        }
        surroundings().err().println(ending(plan));
        return ExitCode.SUCCEEDED;
    }

    private String ending(Migration.Plan plan) {
        String platformName = "'" + platform.title() + "'";
        if (plan.changes().isEmpty()) {
            return "Nothing needs to change here: make an environment on " + platformName + ".";
        }
        return write
                ? "Changed " + plan.changes().size() + (plan.changes().size() == 1 ? " file" : " files")
                        + ". Make an environment on " + platformName + "."
                : "Nothing was changed. With --write it is.";
    }

    private Map<String, SourceText> files(Path root) throws IOException {
        List<String> names = new ArrayList<>(ComposeReader.FILE_NAMES);
        names.add(Dockerrun.FILE_NAME);
        names.add(Migration.CLI_CONFIGURATION);
        Map<String, SourceText> files = new LinkedHashMap<>();
        for (String name : names) {
            Path path = root.resolve(name);
            if (Files.isRegularFile(path)) {
                files.put(name, SourceText.of(folder.resolve(name).toString(), Files.readAllBytes(path)));
            }
        }
        if (!Files.isDirectory(root)) {
            throw new CommandFailure(ExitCode.USAGE, "There is no folder " + folder + ".");
        }
        return files;
    }
}
