package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import picocli.CommandLine.Command;

/** Rejects. */
@Command(name = "reject", description = "Reject what an execution waits for.")
final class RejectCommand extends AnswerCommand {

    RejectCommand(Surroundings surroundings) {
        super(surroundings, Verdict.REJECTED);
    }
}
