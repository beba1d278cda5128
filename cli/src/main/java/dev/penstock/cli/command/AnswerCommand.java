package dev.penstock.cli.command;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.ActionView;
import dev.penstock.runner.view.ExecutionView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What approving and rejecting have in common. */
abstract class AnswerCommand extends ActingCommand {

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "Which approval, if the execution waits for several.")
    private @Nullable String action;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; kept with the answer.")
    private String message = "";

    @Option(names = "--resume", description = "Go on with the execution here, if nobody runs it.")
    private boolean resume;

    private final boolean approves;

    AnswerCommand(Surroundings surroundings, Verdict verdict) {
        super(surroundings);
        this.approves = verdict == Verdict.APPROVED;
    }

    /** What is answered. */
    enum Verdict {
        APPROVED,
        REJECTED
    }

    @Override
    final ExitCode execute() throws IOException, InterruptedException {
        if (message.length() > ApprovalAnswer.LONGEST_SUMMARY) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "The message has " + message.length() + " characters; an approval keeps "
                            + ApprovalAnswer.LONGEST_SUMMARY + ".",
                    "Say it in fewer words.");
        }
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(
                    id(),
                    each -> !each.summary().ended()
                            && !asking(view(journals, each, state(journals, each)))
                                    .isEmpty(),
                    "No execution of this project waits for an approval.");
            ExecutionState state = state(journals, found);
            ActionView asked = asked(found, asking(view(journals, found, state)));
            var signal = new Signal.Answer(
                    Optional.of(asked.name()),
                    asked.approval().map(ActionView.ApprovalRequest::token),
                    new ApprovalAnswer(approves, message, user()));
            boolean driven = isRun(journals, found);
            if (!driven && resume) {
                return goOn(journals, found, state, Optional.of(signal));
            }
            send(journals, found, signal);
            say((approves ? "Approved" : "Rejected") + " '" + asked.name() + "' of " + named(found) + ".");
            if (!driven) {
                say("Nobody runs it now. Go on with '" + advice().call("resume", found.id()) + "'.");
            }
        }
        return ExitCode.SUCCEEDED;
    }

    private static List<ActionView> asking(ExecutionView view) {
        return view.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(each -> each.approval().isPresent())
                .toList();
    }

    private ActionView asked(FoundExecution found, List<ActionView> asking) {
        List<String> names = asking.stream().map(ActionView::name).toList();
        if (asking.isEmpty()) {
            throw new CommandFailure(Refusal.STATE, capital(named(found)) + " does not wait for an approval.");
        }
        if (action == null && asking.size() > 1) {
            throw new CommandFailure(
                    Refusal.STATE,
                    capital(named(found)) + " waits for several approvals: " + String.join(", ", names) + ".",
                    "Name the one that is meant after the id.");
        }
        return asking.stream()
                .filter(each -> action == null || each.name().equals(action))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        Refusal.STATE,
                        capital(named(found)) + " does not wait for an approval '" + action + "'.",
                        "It waits for " + String.join(", ", names) + "."));
    }
}
