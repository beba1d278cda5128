package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.OpenRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a pipeline out. */
@Command(
        name = "delete",
        description = "Take a pipeline out, so that nothing starts it any more. Its executions go on.")
final class PipelineDeleteCommand extends PenstockCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "The pipeline's name.")
    private String name = "";

    @Mixin
    private final RegistryOptions registry = new RegistryOptions();

    PipelineDeleteCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        try (OpenRegistry open = registry.open(surroundings())) {
            if (!open.registry().delete(name)) {
                throw new CommandFailure(
                        Refusal.NAME,
                        "No pipeline '" + name + "' is registered.",
                        "List them with 'penstock pipeline list'.");
            }
        }
        surroundings().out().println("Deleted " + name + ".");
        return ExitCode.SUCCEEDED;
    }
}
