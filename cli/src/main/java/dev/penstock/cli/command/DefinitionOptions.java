package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Definition;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command takes that begins with a definition: which one, and what it cannot say itself. */
final class DefinitionOptions {

    private static final Pattern SERVED = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}/?");

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The definition: CodePipeline's JSON, the same as YAML, or a CloudFormation template.")
    private Path file = Path.of("pipeline.yml");

    @Option(names = "--simulate", description = "Use a simulated AWS on this machine.")
    private boolean simulate;

    @Option(
            names = "--simulator",
            paramLabel = "URL",
            description = "Use the simulated AWS that 'penstock simulate' serves there.")
    private @Nullable String simulator;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "What the definition cannot say; penstock.yml beside it unless said otherwise.")
    private @Nullable Path settings;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "The value of a variable of the pipeline.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Mixin
    private final JournalOption journal = new JournalOption();

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

    /** Reads the definition and its settings. */
    Definition read(Surroundings surroundings) throws IOException {
        Path definitionFile = surroundings.resolve(file);
        if (!Files.isRegularFile(definitionFile)) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + file + ".", "Name a pipeline's definition.");
        }
        return Definition.read(
                definitionFile,
                file.toString(),
                new Definition.Options(
                        Optional.ofNullable(settings).map(surroundings::resolve),
                        Optional.ofNullable(logicalId),
                        Optional.ofNullable(region),
                        parameters.values(surroundings)));
    }

    Project project(Surroundings surroundings) {
        return Project.ofDefinition(surroundings.resolve(file));
    }

    /** Where the executions of the definition are recorded. */
    JournalChoice journals(Definition.Accepted accepted, Surroundings surroundings) {
        return new JournalChoice(
                project(surroundings),
                journal.named(surroundings),
                accepted.settings().journal(),
                surroundings.environment(),
                journal.again());
    }

    RunLabels labels(Definition.Accepted accepted, Surroundings surroundings) {
        return new RunLabels(
                surroundings.resolve(file),
                accepted.settingsFile(),
                Optional.ofNullable(region),
                Optional.ofNullable(profile),
                simulator(),
                plugins(surroundings),
                Optional.empty());
    }

    RunPlan plan(Definition.Accepted accepted, Surroundings surroundings) {
        return plan(accepted, labels(accepted, surroundings), surroundings);
    }

    RunPlan plan(Definition.Accepted accepted, RunLabels labels, Surroundings surroundings) {
        return Plans.of(
                journals(accepted, surroundings),
                simulate || simulator != null ? RunTarget.SIMULATED : RunTarget.AWS,
                accepted.settings(),
                accepted.definition().pipeline(),
                labels,
                surroundings);
    }

    /** The settings' variables, and over them the command line's. */
    Map<String, String> variables(Definition.Accepted accepted) {
        Map<String, String> values = new LinkedHashMap<>(accepted.settings().variables());
        values.putAll(variables);
        return values;
    }

    private Optional<URI> simulator() {
        return Optional.ofNullable(simulator).map(text -> {
            if (!SERVED.matcher(text).matches()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "'" + text + "' is not where 'penstock simulate' serves: that is on this machine.",
                        "Write what it printed, such as --simulator http://127.0.0.1:4566.");
            }
            return URI.create(text);
        });
    }

    private List<Path> plugins(Surroundings surroundings) {
        String path = pluginPath == null ? surroundings.environment().getOrDefault("PENSTOCK_PLUGINS", "") : pluginPath;
        return Stream.of(path.split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .map(surroundings::resolve)
                .toList();
    }
}
