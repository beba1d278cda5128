package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.project.RunTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command takes that begins with a definition: which one, and what it cannot say itself. */
final class DefinitionOptions {

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

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "The stack that was made of the template: says what its references stand for.")
    private @Nullable String stack;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration.")
    private @Nullable String profile;

    @Option(names = "--region", paramLabel = "NAME", description = "The Region where actions name none.")
    private @Nullable String region;

    @Option(
            names = "--plugin-path",
            paramLabel = "PATH",
            description = "Jars with providers of actions, or folders of such jars.")
    private @Nullable String pluginPath;

    /**
     * Refuses values of secret parameters among the arguments.
     *
     * @throws CommandFailure if there is one
     */
    void refuseSecrets(Definition.Accepted accepted) {
        parameters.refuseSecrets(accepted.hiddenValues().keySet());
    }

    /**
     * What is asked for.
     *
     * @param freezeOverride why freezes do not count
     */
    RunRequest request(Surroundings surroundings, Optional<String> freezeOverride) throws IOException {
        if (simulate && simulator != null) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "--simulate and --simulator do not go together.",
                    "The first is a simulated AWS of this run's own, the second the one that is served there.");
        }
        return new RunRequest(
                surroundings.place(),
                file,
                simulate || simulator != null ? RunTarget.SIMULATED : RunTarget.AWS,
                Optional.ofNullable(simulator),
                Optional.ofNullable(settings),
                variables,
                parameters.values(surroundings),
                Optional.ofNullable(logicalId),
                Optional.ofNullable(stack),
                Optional.ofNullable(region),
                Optional.ofNullable(profile),
                Optional.ofNullable(pluginPath),
                journal.named(surroundings),
                journal.again(),
                freezeOverride);
    }
}
