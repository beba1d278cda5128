package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.convert.Conversion;
import dev.penstock.convert.Converter;
import dev.penstock.convert.Format;
import dev.penstock.document.SourceText;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts files that declare containers. */
@Command(
        name = "convert",
        description = "Turn a Compose file, Dockerrun or task definition into another.",
        footer = {
            "What the new form cannot say is listed with its line, on the standard",
            "error output. With --strict that ends with exit code 3, and nothing is written."
        })
final class ConvertCommand extends PenstockCommand {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "What to convert; its content says what it is.")
    private @Nullable String file;

    @Mixin
    private final ComposeSelection compose = new ComposeSelection();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORM",
            description = "dockerrun-v1, dockerrun-v2, compose or task-definition.")
    private String target = "";

    @Option(names = "--out", paramLabel = "FILE", description = "A new file to write; else the standard output.")
    private @Nullable Path out;

    @Option(names = "--strict", description = "A loss is a failure.")
    private boolean strict;

    ConvertCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Format format = Format.of(target)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "There is no form '" + target + "'.",
                        "Forms are: "
                                + Arrays.stream(Format.values())
                                        .map(Format::word)
                                        .collect(Collectors.joining(", ")) + "."));
        var files = new ContainerFiles(surroundings());
        List<String> names = compose.filesOr(file == null ? List.of() : List.of(file));
        if (names.isEmpty()) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE, "It is not said what to convert.", "Name a file, or Compose files by -f.");
        }
        List<SourceText> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(files.source(name));
        }
        var options = compose.options(surroundings(), names.getFirst(), Set.of());
        Conversion conversion = new Converter(format, options, List.of()).convert(sources);
        ProblemOutput.print(
                conversion.problems(), conversion.sources(), surroundings().err(), surroundings());
        return switch (conversion) {
            case Conversion.Refused refused -> ExitCode.INVALID;
            case Conversion.Converted converted ->
                strict && !converted.losses().isEmpty() ? ExitCode.INVALID : write(converted.text());
        };
    }

    private ExitCode write(String text) throws IOException {
        if (out == null) {
            surroundings().out().print(text);
            surroundings().out().flush();
            return ExitCode.SUCCEEDED;
        }
        Path path = surroundings().resolve(out);
        if (Files.exists(path)) {
            throw new CommandFailure(
                    Refusal.OVERWRITE,
                    out + " is there already, and nothing was written.",
                    "Name another file with --out.");
        }
        Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        surroundings().err().println("Wrote " + out + ".");
        return ExitCode.SUCCEEDED;
    }
}
