package dev.penstock.cli.command;

import dev.penstock.action.RemoteCallException;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.view.JsonOutput;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the commands have that tell an execution something. */
abstract class ActingCommand extends ExecutionCommand {

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    ActingCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** Leaves a signal for the runner that has the execution in hand, or for the function that goes on with it. */
    final void send(Journals journals, FoundExecution found, Signal signal) {
        new ExecutionReader(journals.of(found.target()))
                .send(found.id(), signal, InstantSource.system().instant());
        try {
            JournalStores.callRunner(journalChoice(), found.target());
        } catch (RemoteCallException e) {
            surroundings()
                    .err()
                    .println("The journal's function is not called, and notices it with its next tick: "
                            + e.getMessage());
        }
    }

    /** Whether somebody goes on with it elsewhere, now or when it is told something. */
    final boolean isRun(Journals journals, FoundExecution found) {
        return journalChoice().hasRunner(found.target()) || isDriven(journals, found);
    }

    /** Goes on with the execution here, after it was given a signal if there is one. */
    final ExitCode goOn(Journals journals, FoundExecution found, ExecutionState state, Optional<Signal> signal)
            throws IOException, InterruptedException {
        var pipeline = new ExecutionReader(journals.of(found.target())).definition(state);
        // The runner opens the journal for itself.
        journals.close();
        return new Resuming(surroundings(), output, false).resume(journalChoice(), found, state, pipeline, signal);
    }

    final void say(String sentence) {
        switch (output) {
            case TEXT -> surroundings().out().println(sentence);
            case JSON -> surroundings().out().println(JsonOutput.note(sentence));
        }
    }
}
