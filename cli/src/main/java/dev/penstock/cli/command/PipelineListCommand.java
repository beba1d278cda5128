package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.runner.project.OpenRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what is registered. */
@Command(name = "list", description = "List the registered pipelines by their names.")
final class PipelineListCommand extends PenstockCommand {

    @Mixin
    private final RegistryOptions registry = new RegistryOptions();

    PipelineListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        try (OpenRegistry open = registry.open(surroundings())) {
            for (RegisteredPipeline pipeline : open.registry().all()) {
                surroundings().out().println(pipeline.name());
            }
        }
        return ExitCode.SUCCEEDED;
    }
}
