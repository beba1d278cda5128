package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.ViewStatus;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a failed stage again. */
@Command(name = "retry", description = "Run the failed stage of an execution again.")
final class RetryCommand extends ActingCommand {

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STAGE",
            description = "The stage; it can only be the one that failed.")
    private @Nullable String stage;

    @Option(names = "--all-actions", description = "Run those of its actions again as well that succeeded.")
    private boolean allActions;

    RetryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found =
                    journals.find(id(), RetryCommand::mayBeRetried, "No execution of this project has failed.");
            ExecutionState state = state(journals, found);
            Optional<String> wanted = Optional.ofNullable(stage);
            Optional<String> why = new ExecutionReader(journals.of(found.target())).whyNotRetryable(state, wanted);
            if (why.isPresent()) {
                throw new CommandFailure(
                        Refusal.STATE,
                        capital(named(found)) + " cannot be retried. " + why.get(),
                        "See how it stands with '" + advice().call("status", found.id()) + "'.");
            }
            RetryMode mode = allActions ? RetryMode.ALL_ACTIONS : RetryMode.FAILED_ACTIONS;
            return goOn(journals, found, state, Optional.of(new Signal.Retry(wanted, mode, user())));
        }
    }

    private static boolean mayBeRetried(FoundExecution found) {
        ViewStatus status = ViewStatus.ofSummary(found.summary().status());
        return found.summary().ended() && status != ViewStatus.SUCCEEDED && status != ViewStatus.SUPERSEDED;
    }
}
