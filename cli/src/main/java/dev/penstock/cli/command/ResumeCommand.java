package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Goes on with an execution. */
@Command(name = "resume", description = "Go on with an execution that nobody runs any more.")
final class ResumeCommand extends ActingCommand {

    ResumeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(
                    id(),
                    each -> !each.summary().ended() && !isDriven(journals, each),
                    "There is no execution in this project that nobody runs.");
            if (found.summary().ended()) {
                throw new CommandFailure(
                        Refusal.STATE,
                        capital(named(found)) + " has ended.",
                        "If it failed, run its failed stage again with '" + advice().call("retry", found.id()) + "'.");
            }
            return goOn(journals, found, state(journals, found), Optional.empty());
        }
    }
}
