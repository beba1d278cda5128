package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeReader;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.document.SourceText;
import dev.penstock.importing.ComposeImporter;
import dev.penstock.importing.CopilotImporter;
import dev.penstock.importing.CopilotProject;
import dev.penstock.importing.Destination;
import dev.penstock.importing.EbImporter;
import dev.penstock.importing.EbProject;
import dev.penstock.importing.Import;
import dev.penstock.importing.ImportOptions;
import dev.penstock.importing.ImportedFile;
import dev.penstock.importing.TravisImporter;
import dev.penstock.importing.TravisProject;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes pipelines of other tools' files. */
@Command(
        name = "import",
        description = "Make a pipeline of a .travis.yml, EB CLI, Copilot or Compose file.",
        footer = {
            "What is not carried over is listed with its line, on the standard error output.",
            "Files that are there already are not overwritten, and then nothing is written."
        })
final class ImportCommand extends PenstockCommand {

    private static final String EB_FILE = ".elasticbeanstalk/config.yml";

    @Parameters(index = "0", paramLabel = "KIND", description = "travis, eb, copilot or compose.")
    private String kind = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "What to import, or the folder that it is in: .travis.yml, .elasticbeanstalk/config.yml or docker-compose.yml unless said otherwise.")
    private @Nullable String file;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to; else the standard output.")
    private @Nullable Path out;

    @Option(
            names = "--repository",
            paramLabel = "OWNER/NAME",
            description = "The repository that the pipeline follows.")
    private @Nullable String repository;

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description =
                    "Where a Compose file or manifest is deployed to: beanstalk:APPLICATION/ENVIRONMENT, ecs:CLUSTER/SERVICE or stack:NAME.")
    private @Nullable String target;

    @Option(
            names = "--saved",
            paramLabel = "FILE",
            description = "With eb: a saved configuration, whose options the environments get.")
    private @Nullable String saved;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "With copilot: the application, where copilot/.workspace does not name it.")
    private @Nullable String application;

    @Option(
            names = "--ebextensions",
            paramLabel = "WHERE",
            defaultValue = "BUNDLE",
            description = "With eb: 'bundle' leaves options of .ebextensions there, 'settings' copies them.")
    private EbProject.Extensions extensions = EbProject.Extensions.BUNDLE;

    @Option(
            names = "--keep-registry",
            description = "With travis: images of Docker Hub stay there; else those that are deployed go to ECR.")
    private boolean keepRegistry;

    @Mixin
    private final ComposeSelection compose = new ComposeSelection();

    ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        if (repository != null && !repository.matches("[^/\\s]+/[^/\\s]+")) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "'" + repository + "' is no repository.",
                    "Write it as --repository OWNER/NAME.");
        }
        Import result = result();
        List<Problem> shown = result.problems();
        ProblemOutput.print(shown, result.sources(), surroundings().err(), surroundings());
        return switch (result) {
            case Import.Refused refused -> ExitCode.INVALID;
            case Import.Imported imported -> {
                write(imported.files());
                yield ExitCode.SUCCEEDED;
            }
        };
    }

    private Import result() throws IOException {
        return switch (kind) {
            case "travis" -> {
                String name = inFolder(TravisImporter.FILE_NAME);
                yield TravisImporter.read(source(name), beside(name), options(folder(name)));
            }
            case "eb" -> {
                String name = inFolder(EB_FILE);
                Path beside = folder(name);
                Path project = beside.endsWith(".elasticbeanstalk")
                        ? Optional.ofNullable(beside.getParent()).orElse(beside)
                        : beside;
                Optional<SourceText> configuration = saved == null ? Optional.empty() : Optional.of(source(saved));
                yield EbImporter.read(
                        source(name),
                        options(project),
                        new EbProject(folderOf(project), configuration, extensions, environment()));
            }
            case "compose" -> {
                List<String> names =
                        compose.filesOr(Optional.ofNullable(file).map(List::of).orElse(List.of()));
                yield compose(isFolder(names) ? List.of(inFolder(usualCompose())) : names);
            }
            case "copilot" -> {
                String name = Optional.ofNullable(file)
                        .orElseThrow(
                                () -> new CommandFailure(
                                        Refusal.COMMAND_LINE,
                                        "It is not said which manifest to import.",
                                        "Name one: penstock import copilot copilot/NAME/manifest.yml --to ecs:CLUSTER/SERVICE."));
                Path workspace = workspace(name);
                yield CopilotImporter.read(
                        source(name),
                        options(workspace),
                        new CopilotProject(
                                folderOf(workspace),
                                target == null ? Optional.empty() : Optional.of(destination()),
                                Optional.ofNullable(application)));
            }
            default ->
                throw new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "Nothing can be imported from '" + kind + "'.",
                        "KIND is travis, eb, copilot or compose.");
        };
    }

    /** The file that was named, or the usual one in the folder that was named, or here. */
    private String inFolder(String usual) {
        if (file == null) {
            return usual;
        }
        Path named = Path.of(file);
        return Files.isDirectory(surroundings().resolve(named))
                ? named.resolve(usual).normalize().toString()
                : file;
    }

    private boolean isFolder(List<String> names) {
        return names.isEmpty()
                || (names.size() == 1 && Files.isDirectory(surroundings().resolve(Path.of(names.getFirst()))));
    }

    /** What counts for the deployment of a .travis.yml. */
    private TravisProject beside(String name) throws IOException {
        Path dockerrun = folder(name).resolve(Dockerrun.FILE_NAME);
        return new TravisProject(
                Files.isRegularFile(dockerrun)
                        ? Optional.of(SourceText.read(Dockerrun.FILE_NAME, dockerrun))
                        : Optional.empty(),
                keepRegistry ? TravisProject.Registry.AS_NAMED : TravisProject.Registry.ECR);
    }

    private String usualCompose() {
        Path folder = surroundings().resolve(Path.of(file == null ? "" : file));
        return ComposeReader.FILE_NAMES.stream()
                .filter(name -> Files.isRegularFile(folder.resolve(name)))
                .findFirst()
                .orElse("docker-compose.yml");
    }

    private Import compose(List<String> names) throws IOException {
        List<SourceText> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(source(name));
        }
        String first = names.getFirst();
        return ComposeImporter.read(
                sources, compose.options(surroundings(), first, Set.of()), options(folder(first)), destination());
    }

    /** The folder that has the manifest's folder "copilot", from which its paths are meant. */
    private Path workspace(String name) {
        Path beside = folder(name);
        for (Path above = beside; above != null; above = above.getParent()) {
            if (above.endsWith("copilot")) {
                return Optional.ofNullable(above.getParent()).orElse(above);
            }
        }
        return beside;
    }

    /** Where a project of the EB CLI is deployed to, if the command says so. */
    private Optional<Destination.Environment> environment() {
        if (target == null) {
            return Optional.empty();
        }
        if (destination() instanceof Destination.Environment environment) {
            return Optional.of(environment);
        }
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "The EB CLI deploys to environments of Elastic Beanstalk.",
                "Write --to beanstalk:APPLICATION/ENVIRONMENT.");
    }

    private Destination destination() {
        return Optional.ofNullable(target)
                .flatMap(Destination::of)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        target == null
                                ? "The file does not say where it is deployed to."
                                : "'" + target + "' is no place to deploy to.",
                        "Write --to beanstalk:APPLICATION/ENVIRONMENT, --to ecs:CLUSTER/SERVICE or --to stack:NAME."));
    }

    /** A project, whose files go by the paths that lead to them from here. */
    private DiskFolder folderOf(Path project) {
        Path here = surroundings().directory().toAbsolutePath().normalize();
        return new DiskFolder(project, project.startsWith(here) ? here.relativize(project) : project);
    }

    private SourceText source(String name) throws IOException {
        return new ContainerFiles(surroundings()).source(name);
    }

    private Path folder(String name) {
        Path path = surroundings().resolve(Path.of(name)).toAbsolutePath().normalize();
        return Optional.ofNullable(path.getParent()).orElse(path);
    }

    /** Where the project is, seen from the folder that is written to, and the buildspec, seen from the project. */
    private ImportOptions options(Path project) {
        Path target = out == null
                ? project
                : surroundings().resolve(out).toAbsolutePath().normalize();
        String source = slashes(target.relativize(project));
        String buildspec = target.startsWith(project)
                ? slashes(project.relativize(target.resolve("buildspec.yml")))
                : "buildspec.yml";
        return new ImportOptions(source.isEmpty() ? "." : source, buildspec, Optional.ofNullable(repository));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private void write(List<ImportedFile> files) throws IOException {
        if (out == null) {
            for (ImportedFile each : files) {
                surroundings().out().println("# ---- " + each.name());
                surroundings().out().print(each.text());
            }
            surroundings().out().flush();
            return;
        }
        Path target = surroundings().resolve(out);
        List<String> there = files.stream()
                .map(ImportedFile::name)
                .filter(name -> Files.exists(target.resolve(name)))
                .toList();
        if (!there.isEmpty()) {
            throw new CommandFailure(
                    Refusal.OVERWRITE,
                    there.stream().collect(Collectors.joining(", ")) + (there.size() == 1 ? " is" : " are")
                            + " there already, and nothing was written.",
                    "Name another folder with --out.");
        }
        Files.createDirectories(target);
        int width = files.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        for (ImportedFile each : files) {
            Files.writeString(
                    target.resolve(each.name()), each.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            surroundings().out().printf(Locale.ROOT, "%-" + width + "s  %s%n", each.name(), each.purpose());
        }
        surroundings().out().println();
        surroundings()
                .out()
                .println("Check it with '" + surroundings().program() + " validate "
                        + out.resolve(files.getFirst().name()).normalize() + "'.");
    }
}
