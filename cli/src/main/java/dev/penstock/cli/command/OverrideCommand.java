package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.ViewStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Passes over a condition of a stage. */
@Command(
        name = "override",
        description = "Pass over a condition that keeps a stage from going on.",
        footer = {
            "A condition that was not met and has failed its stage, or one that is being checked.",
            "The execution goes on as if the condition were met."
        })
final class OverrideCommand extends ActingCommand {

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STAGE",
            description = "The stage; without it, the one that the execution came to last.")
    private @Nullable String stage;

    @Option(
            names = "--condition",
            paramLabel = "KIND",
            description = "beforeEntry or onSuccess; without it, the one that keeps the stage from going on.")
    private @Nullable String condition;

    OverrideCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(
                    id(), OverrideCommand::mayBeMeant, "No execution of this project waits or has failed.");
            ExecutionState state = state(journals, found);
            String wanted = Optional.ofNullable(stage)
                    .or(() -> state.latestStage().map(StageState::name))
                    .orElse("");
            ConditionKind kind = kind(state, wanted);
            Optional<String> why =
                    new ExecutionReader(journals.of(found.target())).whyNotOverridable(state, wanted, kind);
            if (why.isPresent()) {
                throw new CommandFailure(
                        Refusal.STATE,
                        why.get(),
                        "See how it stands with '" + advice().call("status", found.id()) + "'.");
            }
            var signal = new Signal.Override(wanted, kind, user());
            if (!isRun(journals, found)) {
                return goOn(journals, found, state, Optional.of(signal));
            }
            send(journals, found, signal);
            say("Passed over condition " + kind.field() + " of stage " + wanted + " of " + named(found) + ".");
            say("Follow it with '" + advice().call("watch", found.id()) + "'.");
        }
        return ExitCode.SUCCEEDED;
    }

    private ConditionKind kind(ExecutionState state, String wanted) {
        String given = condition;
        if (given == null) {
            return Arrays.stream(ConditionKind.values())
                    .filter(each -> state.whyNotOverridable(wanted, each).isEmpty())
                    .findFirst()
                    .orElseGet(() -> checked(state, wanted));
        }
        return ConditionKind.of(given)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.NAME,
                        "There is no condition '" + given + "'.",
                        "Name one of beforeEntry and onSuccess."));
    }

    /** The condition that was checked last: the message is about that one. */
    private static ConditionKind checked(ExecutionState state, String wanted) {
        return state.stage(wanted).stream()
                .flatMap(known -> known.conditions().stream())
                .reduce((before, after) -> after)
                .map(last -> last.kind())
                .orElse(ConditionKind.BEFORE_ENTRY);
    }

    private static boolean mayBeMeant(FoundExecution found) {
        return !found.summary().ended() || ViewStatus.ofSummary(found.summary().status()) == ViewStatus.FAILED;
    }
}
