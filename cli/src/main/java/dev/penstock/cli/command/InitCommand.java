package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.templates.StarterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes starter files. */
@Command(name = "init", description = "Write starter files for a pipeline of your own.")
final class InitCommand extends PenstockCommand {

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where to; here unless said otherwise.")
    private Path folder = Path.of("");

    InitCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Path target = surroundings().resolve(folder);
        List<String> there = StarterFile.all().stream()
                .map(StarterFile::name)
                .filter(name -> Files.exists(target.resolve(name)))
                .toList();
        if (!there.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    there.stream().collect(Collectors.joining(", ")) + (there.size() == 1 ? " is" : " are")
                            + " there already, and nothing was written.",
                    "Name another folder: penstock init DIR.");
        }
        Files.createDirectories(target);
        for (StarterFile file : StarterFile.all()) {
            Files.writeString(
                    target.resolve(file.name()), file.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            surroundings().out().printf(Locale.ROOT, "%-14s %s%n", file.name(), file.purpose());
        }
        Path definition = folder.resolve("pipeline.yml");
        surroundings().out().println();
        surroundings()
                .out()
                .println("Try it with '" + surroundings().program() + " run " + definition + " --simulate'.");
        return ExitCode.SUCCEEDED;
    }
}
