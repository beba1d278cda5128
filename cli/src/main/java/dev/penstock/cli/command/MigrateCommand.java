package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeReader;
import dev.penstock.convert.CodeDeployMigration;
import dev.penstock.convert.Migration;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Severity;
import dev.penstock.runner.Refusal;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings bundles from a retired platform onto one of today, and pipelines from CodeDeploy to deployments that ECS makes itself. */
@Command(
        name = "migrate",
        description = "Bring a bundle off a retired platform, a pipeline off CodeDeploy.",
        footer = {
            "Shows what would change in the folder, in the form that 'git apply' takes;",
            "--write does it. What cannot be carried over is listed with its line."
        })
final class MigrateCommand extends PenstockCommand {

    /** Names of clusters and services (CreateCluster, CreateService). */
    private static final String NAME = "[A-Za-z0-9_-]{1,255}";

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder of the bundle; here unless said otherwise.")
    private Path folder = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PLATFORM",
            description = {
                "ecs (keeps Dockerrun version 2) or compose, of a bundle;",
                "ecs-deployments, of a pipeline that deploys by CodeDeploy."
            })
    private String to = "";

    @Option(names = "--cluster", paramLabel = "NAME", description = "For ecs-deployments: the service's cluster.")
    private String cluster = "";

    @Option(names = "--service", paramLabel = "NAME", description = "For ecs-deployments: the service.")
    private String service = "";

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = "For ecs-deployments: the definition; pipeline.yml unless said otherwise.")
    private String pipeline = "pipeline.yml";

    @Option(names = "--write", description = "Change the files.")
    private boolean write;

    MigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Path root = surroundings().resolve(folder);
        if (!Files.isDirectory(root)) {
            throw new CommandFailure(Refusal.FILE, "There is no folder " + folder + ".");
        }
        return switch (to) {
            case "ecs" ->
                migrated(
                        root, Migration.plan(Migration.Platform.ECS, files(root)), environment(Migration.Platform.ECS));
            case "compose" ->
                migrated(
                        root,
                        Migration.plan(Migration.Platform.COMPOSE, files(root)),
                        environment(Migration.Platform.COMPOSE));
            case "ecs-deployments" ->
                migrated(root, ofCodeDeploy(root), "Then validate it: penstock validate " + pipeline + ".");
            default ->
                throw new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "There is no platform '" + to + "'. It is ecs, compose or ecs-deployments.");
        };
    }

    private static String environment(Migration.Platform platform) {
        return "Make an environment on '" + platform.title() + "'.";
    }

    private Migration.Plan ofCodeDeploy(Path root) {
        if (!cluster.matches(NAME) || !service.matches(NAME)) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "Which service CodeDeploy deploys to is in no file. Name it: --cluster NAME --service NAME.");
        }
        return CodeDeployMigration.plan(
                pipeline,
                RunSettings.FILE_NAME,
                new CodeDeployMigration.Service(cluster, service),
                name -> file(root, name));
    }

    private static Optional<SourceText> file(Path root, String name) {
        Path path = root.resolve(name);
        try {
            return Files.isRegularFile(path) ? Optional.of(SourceText.read(name, path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExitCode migrated(Path root, Migration.Plan plan, String next) throws IOException {
        ProblemOutput.print(plan.problems(), plan.sources(), surroundings().err(), surroundings());
        if (plan.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
            return ExitCode.INVALID;
        }
        plan.changes().forEach(change -> surroundings().out().print(change.diff()));
        surroundings().out().flush();
        if (write) {
            FolderChanges.apply(root, plan.changes());
        }
        surroundings().err().println(ending(plan, next));
        return ExitCode.SUCCEEDED;
    }

    private String ending(Migration.Plan plan, String next) {
        if (plan.changes().isEmpty()) {
            return "Nothing needs to change here. " + next;
        }
        return write
                ? "Changed " + plan.changes().size() + (plan.changes().size() == 1 ? " file. " : " files. ") + next
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
                files.put(name, SourceText.read(folder.resolve(name).toString(), path));
            }
        }
        return files;
    }
}
