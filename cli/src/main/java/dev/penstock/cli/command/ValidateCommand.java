package dev.penstock.cli.command;

import dev.penstock.build.BuildspecKind;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.Version;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemSarif;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Severity;
import dev.penstock.runner.Definition;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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
        ReadOptions options = ReadOptions.none().withParameters(parameters.values(surroundings()));
        if (logicalId != null) {
            options = options.withLogicalId(logicalId);
        }
        var validator = new Validator(options, List.of(new BuildspecKind()));
        List<Validator.Report> reports = new ArrayList<>();
        for (String file : files) {
            validate(file, validator, options, reports);
        }
        switch (output) {
            case TEXT -> reports.forEach(this::print);
            case JSON -> reports.forEach(this::printJson);
            case SARIF -> surroundings().out().println(ProblemSarif.render(problems(reports), Version.current()));
        }
        return reports.stream().anyMatch(ValidateCommand::hasErrors) ? ExitCode.INVALID : ExitCode.SUCCEEDED;
    }

    private void validate(String file, Validator validator, ReadOptions options, List<Validator.Report> reports)
            throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            reports.add(validator.validate(
                    SourceText.of(STANDARD_INPUT_NAME, surroundings().in().readAllBytes())));
            return;
        }
        Path path = surroundings().resolve(Path.of(file));
        if (Files.isDirectory(path)) {
            for (Path each : inFolder(path)) {
                Path shown = Path.of(file).resolve(path.relativize(each));
                Validator.Report report = validator.validate(SourceText.of(shown.toString(), Files.readAllBytes(each)));
                if (!isOfAnotherKind(report)) {
                    reports.add(report);
                    deployed(each, report, validator, options, reports);
                }
            }
        } else if (Files.exists(path)) {
            Validator.Report report = validator.validate(SourceText.of(file, Files.readAllBytes(path)));
            reports.add(report);
            deployed(path, report, validator, options, reports);
        } else {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + file + ".");
        }
    }

    /** Files that the actions of a pipeline deploy, each once. */
    private void deployed(
            Path path,
            Validator.Report pipeline,
            Validator validator,
            ReadOptions options,
            List<Validator.Report> reports)
            throws IOException {
        if (hasErrors(pipeline) || !pipeline.isOfPipeline()) {
            return;
        }
        ReleaseRefusals.Found found = new ReleaseRefusals(surroundings())
                .of(
                        path,
                        pipeline.source().file(),
                        new Definition.Options(
                                Optional.empty(),
                                Optional.ofNullable(logicalId),
                                Optional.empty(),
                                parameters.values(surroundings())));
        String settings = found.settings().map(report -> report.source().file()).orElse("");
        if (reports.stream().noneMatch(known -> known.source().file().equals(settings))) {
            found.settings().ifPresent(reports::add);
        }
        if (!found.refusals().isEmpty()) {
            List<Problem> all = new ArrayList<>(pipeline.problems());
            all.addAll(found.refusals());
            reports.set(reports.indexOf(pipeline), new Validator.Report(pipeline.source(), pipeline.kind(), all));
        }
        for (Validator.Report each :
                new DeployedFiles(surroundings(), validator).of(path, pipeline.source(), options)) {
            String file = each.source().file();
            if (reports.stream().noneMatch(known -> known.source().file().equals(file))) {
                reports.add(each);
            }
        }
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = !directory.equals(folder)
                        && String.valueOf(directory.getFileName()).startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.toString();
                if (name.endsWith(".json") || name.endsWith(".yml") || name.endsWith(".yaml")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    private static boolean isOfAnotherKind(Validator.Report report) {
        return report.problems().stream().anyMatch(problem -> problem.id().equals(ProblemType.FILE_KIND_UNKNOWN.id()));
    }

    private static boolean hasErrors(Validator.Report report) {
        return report.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    private static List<Problem> problems(List<Validator.Report> reports) {
        return reports.stream().flatMap(report -> report.problems().stream()).toList();
    }

    private void print(Validator.Report report) {
        Capabilities terminal = surroundings().outCapabilities();
        ProblemOutput.print(
                report.problems(), List.of(report.source()), surroundings().out(), surroundings());
        if (!hasErrors(report)) {
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
                        .put("valid", !hasErrors(report))
                        .put("problems", report.problems().size()));
    }
}
