package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.Signal;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops an execution. */
@Command(
        name = "stop",
        description = "Stop an execution.",
        footer = {
            "Actions that run are waited for, and nothing after them is started; with --abandon",
            "they are not waited for, and what they have going on is stopped and taken back."
        })
final class StopCommand extends ActingCommand {

    @Option(names = "--abandon", description = "Do not wait for actions that run.")
    private boolean abandon;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with the execution.")
    private String reason = "";

    StopCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found =
                    journals.find(id(), each -> !each.summary().ended(), "No execution of this project is going on.");
            if (found.summary().ended()) {
                throw new CommandFailure(Refusal.STATE, capital(named(found)) + " has ended already.");
            }
            var signal = new Signal.Stop(abandon, reason, user());
            if (!isRun(journals, found)) {
                // Somebody has to do what stopping takes.
                ExitCode code = goOn(journals, found, state(journals, found), Optional.of(signal));
                return code == ExitCode.STOPPED ? ExitCode.SUCCEEDED : code;
            }
            send(journals, found, signal);
            say("Asked the runner to stop " + named(found) + (abandon ? ", without waiting for its actions." : "."));
            say("Follow it with '" + advice().call("watch", found.id()) + "'.");
        }
        return ExitCode.SUCCEEDED;
    }
}
