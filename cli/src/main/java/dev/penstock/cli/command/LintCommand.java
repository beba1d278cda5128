package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.Version;
import dev.penstock.document.SourceText;
import dev.penstock.lint.Linter;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemSarif;
import dev.penstock.problem.Severity;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.JsonOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges files that declare containers. */
@Command(
        name = "lint",
        description = "Judge Dockerruns, Compose files and task definitions.",
        footer = {
            "Beyond their grammar: what AWS refuses later, retired platforms, ports that",
            "clash, missing memory, tags in the place of digests, secrets in plain text.",
            "Profiles are all active unless --profile names some.",
            "The exit code is 3 if there is an error; with --strict also for a warning."
        })
final class LintCommand extends PenstockCommand {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "What to judge, each by itself; its content says what it is. Of a folder, what is in it.")
    private List<String> files = List.of();

    @Mixin
    private final ComposeSelection compose = new ComposeSelection();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text, json or sarif.")
    private ValidateCommand.Format output = ValidateCommand.Format.TEXT;

    @Option(names = "--strict", description = "A warning is a failure.")
    private boolean strict;

    LintCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        List<Problem> all = new ArrayList<>();
        for (List<String> target : targets()) {
            var containerFiles = new ContainerFiles(surroundings());
            List<SourceText> sources = new ArrayList<>();
            for (String file : target) {
                sources.add(containerFiles.source(file));
            }
            Linter.Report report =
                    new Linter(compose.options(surroundings(), target.getFirst(), Set.of("*"))).lint(sources);
            all.addAll(report.problems());
            switch (output) {
                case TEXT -> print(String.join(" with ", target), report);
                case JSON -> printJson(target, report);
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

    private List<List<String>> targets() throws IOException {
        if (!compose.files().isEmpty()) {
            return List.of(compose.filesOr(files));
        }
        if (files.isEmpty()) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "It is not said what to judge.",
                    "Name files or a folder, or Compose files by -f.");
        }
        List<List<String>> targets = new ArrayList<>();
        for (String file : files) {
            targets.addAll(new LintTargets(surroundings()).of(file));
        }
        return targets;
    }

    private void print(String file, Linter.Report report) {
        ProblemOutput.print(report.problems(), report.sources(), surroundings().out(), surroundings());
        if (report.problems().isEmpty()) {
            surroundings()
                    .out()
                    .println(file + " is " + report.kind().orElse("right") + "; nothing is to be said of it.");
        }
    }

    private void printJson(List<String> target, Linter.Report report) {
        report.problems().forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
        surroundings()
                .out()
                .println(JsonOutput.line("file")
                        .put("file", String.join(",", target))
                        .putIfAny("kind", report.kind().orElse(""))
                        .put("problems", report.problems().size()));
    }
}
