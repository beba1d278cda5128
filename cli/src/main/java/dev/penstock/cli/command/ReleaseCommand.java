package dev.penstock.cli.command;

import dev.penstock.action.Instruction.Kind;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** What people tell a release that goes on. */
@Command(
        name = "release",
        description = "Pause, continue, promote or roll back what is being released.",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "To answer what a release asks, use 'penstock approve' and 'penstock reject'; to see where it is,",
            "'penstock status'."
        })
final class ReleaseCommand extends PenstockCommand {

    ReleaseCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Map<String, PenstockCommand> commands() {
        Map<String, PenstockCommand> commands = new LinkedHashMap<>();
        commands.put("pause", new Pause(surroundings()));
        commands.put("continue", new Continue(surroundings()));
        commands.put("promote", new Promote(surroundings()));
        commands.put("rollback", new RollBack(surroundings()));
        return commands;
    }

    @Override
    ExitCode execute() {
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "There is no command after 'release'.",
                "Try 'penstock release --help' for them.");
    }

    /** Pauses. */
    @Command(
            name = "pause",
            description = "Leave a release where it is until it is told to go on.",
            footer = "What watches over it goes on: a version that is not well is taken back while it is paused, too.")
    private static final class Pause extends InstructCommand {

        Pause(Surroundings surroundings) {
            super(surroundings, Kind.PAUSE);
        }
    }

    /** Continues. */
    @Command(name = "continue", description = "Let a release go on that was paused.")
    private static final class Continue extends InstructCommand {

        Continue(Surroundings surroundings) {
            super(surroundings, Kind.CONTINUE);
        }
    }

    /** Promotes. */
    @Command(
            name = "promote",
            description = "Skip what is left of the wait that a release is at, and go on.",
            footer = {
                "It ends the bake time and the judgement that the release is at, and no later one. Who did it is",
                "kept with the execution."
            })
    private static final class Promote extends InstructCommand {

        Promote(Surroundings surroundings) {
            super(surroundings, Kind.PROMOTE);
        }
    }

    /** Rolls back. */
    @Command(
            name = "rollback",
            description = "Take back what is being released.",
            footer = {
                "What ran before runs again, and the execution ends as rolled back. When nobody runs the execution,",
                "this does what it takes, here and now. What is released together goes back together, whichever",
                "action is named."
            })
    private static final class RollBack extends InstructCommand {

        RollBack(Surroundings surroundings) {
            super(surroundings, Kind.ROLL_BACK);
        }
    }
}
