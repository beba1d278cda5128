package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.Project;
import dev.penstock.cli.project.RunTarget;
import dev.penstock.cli.run.Definition;
import dev.penstock.cli.run.Obstacles;
import dev.penstock.cli.run.RunLabels;
import dev.penstock.cli.run.RunPlan;
import dev.penstock.cli.run.Runner;
import dev.penstock.cli.run.Session;
import dev.penstock.cli.wiring.Wiring;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.Trigger;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a pipeline definition. */
@Command(name = "run", description = "Run a pipeline definition and follow it to its end.")
final class RunCommand extends PenstockCommand {

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The definition: CodePipeline's JSON, the same as YAML, or a CloudFormation template.")
    private Path file = Path.of("pipeline.yml");

    @Option(names = "--simulate", description = "Run against a simulated AWS on this machine.")
    private boolean simulate;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "What the definition cannot say; penstock.yml beside it unless said otherwise.")
    private @Nullable Path settings;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "The value of a variable of the pipeline.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Mixin
    private final TemplateParameters parameters = new TemplateParameters();

    @Option(names = "--pipeline", paramLabel = "ID", description = "Which pipeline of a template, by its logical id.")
    private @Nullable String logicalId;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration.")
    private @Nullable String profile;

    @Option(names = "--region", paramLabel = "NAME", description = "The Region where actions name none.")
    private @Nullable String region;

    @Option(
            names = "--plugin-path",
            paramLabel = "PATH",
            description = "Jars with providers of actions, or folders of such jars.")
    private @Nullable String pluginPath;

    @Option(names = "--logs", description = "Show what the actions say while they work.")
    private boolean logs;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    RunCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        Path definitionFile = surroundings().resolve(file);
        if (!Files.isRegularFile(definitionFile)) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + file + ".", "Name a pipeline's definition.");
        }
        Optional<String> named = Optional.ofNullable(region);
        Definition read = Definition.read(
                definitionFile,
                file.toString(),
                new Definition.Options(
                        Optional.ofNullable(settings).map(surroundings()::resolve),
                        Optional.ofNullable(logicalId),
                        named,
                        parameters.values(surroundings())));
        return switch (read) {
            case Definition.Refused refused -> refuse(refused.problems(), refused);
            case Definition.Accepted accepted -> run(definitionFile, accepted);
        };
    }

    private ExitCode run(Path definitionFile, Definition.Accepted accepted) throws IOException, InterruptedException {
        Project project = Project.ofDefinition(definitionFile);
        RunTarget target = simulate ? RunTarget.SIMULATED : RunTarget.AWS;
        var labels = new RunLabels(
                definitionFile,
                accepted.settingsFile(),
                Optional.ofNullable(region),
                Optional.ofNullable(profile),
                plugins());
        RunPlan plan = Plans.of(
                project, target, accepted.settings(), accepted.definition().pipeline(), labels, surroundings());
        Map<String, String> values = requestedVariables(accepted);
        try (Runner runner = Wiring.open(plan)) {
            List<Problem> obstacles = Obstacles.of(accepted, runner.preflight(), values);
            List<Problem> all = new ArrayList<>(accepted.problems());
            all.addAll(obstacles);
            if (!obstacles.isEmpty()) {
                return refuse(all, accepted);
            }
            show(all, accepted);
            project.prepare();
            var request = new StartRequest(Trigger.startedBy(user()), values, labels.toMap());
            return new Session(surroundings(), ProjectCommand.adviceFor(surroundings(), project), output, logs)
                    .start(runner, plan, request);
        }
    }

    /** The settings' variables, and over them the command line's. */
    private Map<String, String> requestedVariables(Definition.Accepted accepted) {
        Map<String, String> values = new LinkedHashMap<>(accepted.settings().variables());
        values.putAll(variables);
        return values;
    }

    private List<Path> plugins() {
        String path =
                pluginPath == null ? surroundings().environment().getOrDefault("PENSTOCK_PLUGINS", "") : pluginPath;
        return Stream.of(path.split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .map(surroundings()::resolve)
                .toList();
    }

    private ExitCode refuse(List<Problem> problems, Definition definition) {
        show(problems, definition);
        surroundings().err().println("Nothing was started.");
        return ExitCode.INVALID;
    }

    /** Notes are for {@code validate}: they would be the same before every run. */
    private void show(List<Problem> all, Definition definition) {
        List<Problem> problems = all.stream()
                .filter(problem -> problem.severity() != Severity.NOTE)
                .toList();
        switch (output) {
            case TEXT ->
                ProblemOutput.print(
                        problems, definition.sources(), surroundings().err(), surroundings());
            case JSON -> problems.forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
        }
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }
}
