package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** The pipelines that the control plane starts by itself. */
@Command(
        name = "pipeline",
        description = "Register pipelines that webhooks and pushed images start.",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND")
final class PipelineCommand extends PenstockCommand {

    PipelineCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Map<String, PenstockCommand> commands() {
        Map<String, PenstockCommand> commands = new LinkedHashMap<>();
        commands.put("put", new PipelinePutCommand(surroundings()));
        commands.put("list", new PipelineListCommand(surroundings()));
        commands.put("delete", new PipelineDeleteCommand(surroundings()));
        return commands;
    }

    @Override
    ExitCode execute() {
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "There is no command after 'pipeline'.",
                "Try 'penstock pipeline --help' for them.");
    }
}
