package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import picocli.CommandLine.Command;

/** Approves. */
@Command(name = "approve", description = "Approve what an execution waits for.")
final class ApproveCommand extends AnswerCommand {

    ApproveCommand(Surroundings surroundings) {
        super(surroundings, Verdict.APPROVED);
    }
}
