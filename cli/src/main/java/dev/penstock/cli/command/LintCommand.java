package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.Version;
import dev.penstock.cli.view.JsonOutput;
import dev.penstock.lint.Linter;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemSarif;
import dev.penstock.problem.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges files that declare containers. */
@Command(
        name = "lint",
        description = "Judge Dockerruns, Compose files and task definitions.",
        footer = {
            "Beyond their grammar: what AWS refuses later, retired platforms, ports that",
            "clash, missing memory, tags in the place of digests, secrets in plain text.",
            "The exit code is 3 if there is an error; with --strict also for a warning."
        })
final class LintCommand extends PenstockCommand {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to judge; its content says what it is.")
    private List<String> files = List.of();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or sarif.")
    private ValidateCommand.Format output = ValidateCommand.Format.TEXT;

    @Option(names = "--strict", description = "A warning is a failure.")
    private boolean strict;

    LintCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        var containerFiles = new ContainerFiles(surroundings());
        List<Problem> all = new ArrayList<>();
        for (String file : files) {
            var source = containerFiles.source(file);
            Linter.Report report = new Linter(containerFiles.options(file, Set.of("*"))).lint(source);
            all.addAll(report.problems());
            switch (output) {
                case TEXT -> print(file, report);
                case JSON -> printJson(file, report);
                case SARIF -> {}
            }
        }
        if (output == ValidateCommand.Format.SARIF) {
            surroundings().out().println(ProblemSarif.render(all, Version.current()));
        }
        boolean fails = all.stream()
                .anyMatch(problem ->
                        problem.severity() == Severity.ERROR || (strict && problem.severity() == Severity.WARNING));
        return fails ? ExitCode.INVALID : ExitCode.SUCCEEDED;
    }

    private void print(String file, Linter.Report report) {
        ProblemOutput.print(report.problems(), report.sources(), surroundings().out(), surroundings());
        if (report.problems().isEmpty()) {
            surroundings()
                    .out()
                    .println(file + " is " + report.kind().orElse("right") + "; nothing is to be said of it.");
        }
    }

    private void printJson(String file, Linter.Report report) {
        report.problems().forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
        surroundings()
                .out()
                .println(JsonOutput.line("file")
                        .put("file", file)
                        .putIfAny("kind", report.kind().orElse(""))
                        .put("problems", report.problems().size()));
    }
}
