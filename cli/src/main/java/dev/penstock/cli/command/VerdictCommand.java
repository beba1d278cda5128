package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** What has to do with verdicts on canaries. */
@Command(
        name = "verdict",
        description = "Plan, check, record and replay what decides on a canary.",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND")
final class VerdictCommand extends PenstockCommand {

    VerdictCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Map<String, PenstockCommand> commands() {
        Map<String, PenstockCommand> commands = new LinkedHashMap<>();
        commands.put("plan", new VerdictPlanCommand(surroundings()));
        commands.put("check", new VerdictCheckCommand(surroundings()));
        commands.put("record", new VerdictRecordCommand(surroundings()));
        commands.put("replay", new VerdictReplayCommand(surroundings()));
        commands.put("bundle", new VerdictBundleCommand(surroundings()));
        return commands;
    }

    @Override
    ExitCode execute() {
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "There is no command after 'verdict'.",
                "Try 'penstock verdict --help' for them.");
    }
}
