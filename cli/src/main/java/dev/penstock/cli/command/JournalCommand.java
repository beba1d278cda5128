package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import java.util.Map;
import picocli.CommandLine.Command;

/** What has to do with journals themselves. */
@Command(
        name = "journal",
        description = "Move executions between journals.",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND")
final class JournalCommand extends PenstockCommand {

    JournalCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Map<String, PenstockCommand> commands() {
        return Map.of("copy", new JournalCopyCommand(surroundings()));
    }

    @Override
    ExitCode execute() {
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "There is no command after 'journal'.",
                "Try 'penstock journal --help' for them.");
    }
}
