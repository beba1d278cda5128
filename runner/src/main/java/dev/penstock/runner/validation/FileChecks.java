package dev.penstock.runner.validation;

import dev.penstock.document.SourceText;
import dev.penstock.importing.TravisImporter;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.problem.SourceSpan;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.RunnerException;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks files: definitions, settings, buildspecs, files that declare containers, and what the actions of a definition deploy
 * out of folders of this machine.
 * For one thread.
 */
public final class FileChecks {

    private static final String ALL_PROFILES = "*";

    /** A manifest where Copilot has it. */
    private static final Pattern COPILOT = Pattern.compile("(?:.*[/\\\\])?copilot[/\\\\].*manifest\\.yml");

    private final RunRequest.Place place;
    private final Map<String, String> parameters;
    private final Optional<String> logicalId;
    private final ReadOptions options;
    private final Validator validator;
    private final List<Validator.Report> reports = new ArrayList<>();

    /**
     * Without any file yet.
     *
     * @param parameters values of templates' parameters
     * @param logicalId the only pipeline of a template that counts; all of them if absent
     */
    public FileChecks(RunRequest.Place place, Map<String, String> parameters, Optional<String> logicalId) {
        ReadOptions read = ReadOptions.none().withParameters(parameters);
        this.place = place;
        this.parameters = Map.copyOf(parameters);
        this.logicalId = logicalId;
        this.options = logicalId.map(read::withLogicalId).orElse(read);
        this.validator = new Validator(options);
    }

    /** Checks a text that is in no file. */
    public void add(SourceText text) {
        reports.add(report(text));
    }

    /**
     * Checks a file, or all files of a folder that are of a known kind.
     *
     * @param file as it was named: problems name it so
     * @throws RunnerException if there is no such file
     * @throws IOException if it cannot be read
     */
    public void add(Path file) throws IOException {
        Path path = place.resolve(file);
        if (Files.isDirectory(path)) {
            for (Path each : inFolder(path)) {
                Path shown = file.resolve(path.relativize(each));
                SourceText source = SourceText.read(shown.toString(), each);
                Validator.Report report =
                        ContainerFiles.recognises(source) ? report(source) : validator.validate(source);
                if (!isOfAnotherKind(report)) {
                    reports.add(report);
                    deployed(each, report);
                }
            }
        } else if (Files.exists(path)) {
            Validator.Report report = report(SourceText.read(file.toString(), path));
            reports.add(report);
            deployed(path, report);
        } else {
            throw new RunnerException(Refusal.FILE, "There is no file " + file + ".", "");
        }
    }

    /** What is to be said of each file, in the order in which they were found. */
    public List<Validator.Report> reports() {
        return List.copyOf(reports);
    }

    /** Of a file that declares containers, what would fail; what else is to be said of it, {@code penstock lint} says. */
    private Validator.Report report(SourceText source) {
        // A configuration file of Elastic Beanstalk has Resources, as a template has.
        boolean isConfiguration = source.file().endsWith(".config");
        Validator.Report report = validator.validate(source);
        if (report.kind().isPresent() && !isConfiguration) {
            return report;
        }
        Validator.Report containers = ContainerFiles.judge(place, source, Set.of(ALL_PROFILES));
        if (containers.kind().isPresent()) {
            return containers;
        }
        return isOfAnotherKind(report) ? unknown(source) : report;
    }

    private Validator.Report unknown(SourceText source) {
        Problems problems = new Problems();
        problems.report(
                ProblemType.FILE_KIND_UNKNOWN,
                new SourceSpan(source.file(), 1, 1),
                "",
                "The file is none of the kinds that can be validated.",
                importer(source.file())
                        .map(kind -> "Make a pipeline of it: penstock import " + kind + " " + source.file())
                        .orElseGet(
                                () -> "Known are: " + String.join(", ", validator.kinds())
                                        + ", a Dockerrun.aws.json, a Compose file, a task definition, a configuration file of Elastic Beanstalk."));
        return new Validator.Report(source, Optional.empty(), problems.list());
    }

    /** What makes a pipeline of a file that is no definition. */
    private static Optional<String> importer(String file) {
        if (file.endsWith(TravisImporter.FILE_NAME)) {
            return Optional.of("travis");
        }
        return COPILOT.matcher(file).matches() ? Optional.of("copilot") : Optional.empty();
    }

    /** Files that the actions of a pipeline deploy, each once. */
    private void deployed(Path path, Validator.Report pipeline) throws IOException {
        if (hasErrors(pipeline) || !pipeline.isOfPipeline()) {
            return;
        }
        ReleaseRefusals.Found found = new ReleaseRefusals(place)
                .of(
                        path,
                        pipeline.source().file(),
                        new Definition.Options(Optional.empty(), logicalId, Optional.empty(), parameters));
        String settings = found.settings().map(report -> report.source().file()).orElse("");
        if (reports.stream().noneMatch(known -> known.source().file().equals(settings))) {
            found.settings().ifPresent(reports::add);
        }
        found.refusals().forEach(this::add);
        for (Validator.Report each : new DeployedFiles(place, validator).of(path, pipeline.source(), options)) {
            String file = each.source().file();
            if (reports.stream().noneMatch(known -> known.source().file().equals(file))) {
                reports.add(each);
            }
        }
    }

    /** Adds a problem to the report of its file. */
    private void add(Problem problem) {
        reports.replaceAll(report -> {
            if (!report.source().file().equals(problem.span().file())) {
                return report;
            }
            List<Problem> all = new ArrayList<>(report.problems());
            all.add(problem);
            return new Validator.Report(report.source(), report.kind(), all);
        });
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

    /** Whether something is wrong with a file, more than is worth a remark. */
    public static boolean hasErrors(Validator.Report report) {
        return report.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
