package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.Version;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemSarif;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import dev.penstock.runner.validation.FileChecks;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates files. */
@Command(
        name = "validate",
        description = "Check definitions, buildspecs and settings; report all problems.",
        footer = {
            "Files that a pipeline deploys out of folders named in its settings are checked too.",
            "In a folder, all files *.json, *.yml and *.yaml that are of a known kind are checked;",
            "hidden folders are left out. The exit code is 3 if there is an error."
        })
final class ValidateCommand extends PenstockCommand {

    private static final String STANDARD_INPUT = "-";
    private static final String STANDARD_INPUT_NAME = "<stdin>";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders; - for the standard input.")
    private List<String> files = List.of();

    @Mixin
    private final TemplateParameters parameters = new TemplateParameters();

    @Option(names = "--pipeline", paramLabel = "ID", description = "Only this pipeline of a template.")
    private @Nullable String logicalId;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or sarif.")
    private Format output = Format.TEXT;

    ValidateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** How problems are put out. */
    enum Format {
        TEXT,
        JSON,
        SARIF
    }

    @Override
    ExitCode execute() throws IOException {
        var checks = new FileChecks(
                surroundings().place(), parameters.values(surroundings()), Optional.ofNullable(logicalId));
        for (String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                checks.add(SourceText.read(STANDARD_INPUT_NAME, surroundings().in()));
            } else {
                checks.add(Path.of(file));
            }
        }
        List<Validator.Report> reports = checks.reports();
        switch (output) {
            case TEXT -> reports.forEach(this::print);
            case JSON -> reports.forEach(this::printJson);
            case SARIF -> surroundings().out().println(ProblemSarif.render(problems(reports), Version.current()));
        }
        return reports.stream().anyMatch(FileChecks::hasErrors) ? ExitCode.INVALID : ExitCode.SUCCEEDED;
    }

    private static List<Problem> problems(List<Validator.Report> reports) {
        return reports.stream().flatMap(report -> report.problems().stream()).toList();
    }

    private void print(Validator.Report report) {
        Capabilities terminal = surroundings().outCapabilities();
        ProblemOutput.print(
                report.problems(), List.of(report.source()), surroundings().out(), surroundings());
        if (!FileChecks.hasErrors(report)) {
            StyledLine line = StyledLine.EMPTY
                    .with(terminal.glyphs().good(), Tone.GOOD)
                    .plain(" " + report.source().file() + " is " + report.kind().orElse("valid") + ".");
            surroundings().out().println(line.render(terminal.colour()));
        }
    }

    private void printJson(Validator.Report report) {
        report.problems().forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
        surroundings()
                .out()
                .println(JsonOutput.line("file")
                        .put("file", report.source().file())
                        .putIfAny("kind", report.kind().orElse(""))
                        .put("valid", !FileChecks.hasErrors(report))
                        .put("problems", report.problems().size()));
    }
}
