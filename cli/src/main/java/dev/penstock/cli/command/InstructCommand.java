package dev.penstock.cli.command;

import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.InstructionRefusedException;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands have in common that tell a release something. */
abstract class InstructCommand extends ActingCommand {

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "Which action, if several are being released.")
    private @Nullable String action;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with the execution.")
    private String reason = "";

    @Option(names = "--resume", description = "Go on with the execution here, if nobody runs it.")
    private boolean resume;

    private final Kind kind;

    InstructCommand(Surroundings surroundings, Kind kind) {
        super(surroundings);
        this.kind = kind;
    }

    @Override
    final ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(
                    id(),
                    each -> !each.summary().ended() && takes(state(journals, each)),
                    "Nothing of this project is being released that takes '" + kind.word() + "'.");
            ExecutionState state = state(journals, found);
            ActionAttempt taking = taking(found, state);
            var signal = new Signal.Instruct(taking, new Instruction(kind, user(), reason));
            boolean driven = isRun(journals, found);
            // Somebody has to do what rolling back takes.
            if (!driven && (resume || kind == Kind.ROLL_BACK)) {
                ExitCode code = goOn(journals, found, state, Optional.of(signal));
                return kind == Kind.ROLL_BACK && code == ExitCode.ROLLED_BACK ? ExitCode.SUCCEEDED : code;
            }
            send(journals, found, signal);
            say("Told " + whom(state, taking) + " of " + named(found) + " to " + inWords() + ".");
            say(
                    driven
                            ? "Follow it with '" + advice().call("watch", found.id()) + "'."
                            : "Nobody runs it now. Go on with '" + advice().call("resume", found.id()) + "'.");
        }
        return ExitCode.SUCCEEDED;
    }

    /** Whoever takes back one of what is released together takes back all of it. */
    private String whom(ExecutionState state, ActionAttempt taking) {
        boolean together = kind == Kind.ROLL_BACK
                && state.stage(taking.stage())
                        .flatMap(stage -> stage.standing(taking.action()))
                        .isPresent();
        return together
                ? "all that is released together in stage '" + taking.stage() + "'"
                : "'" + taking.action() + "'";
    }

    private boolean takes(ExecutionState state) {
        try {
            ExecutionReader.taking(state, Optional.ofNullable(action), kind);
            return true;
        } catch (InstructionRefusedException e) {
            return false;
        }
    }

    private ActionAttempt taking(FoundExecution found, ExecutionState state) {
        try {
            return ExecutionReader.taking(state, Optional.ofNullable(action), kind);
        } catch (InstructionRefusedException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    capital(named(found)) + " cannot be told that. " + e.getMessage() + " (" + e.id() + ")",
                    found.summary().ended() && kind == Kind.ROLL_BACK
                            ? "To bring back what ran before, run the pipeline again with that version."
                            : "See how it stands with '" + advice().call("status", found.id()) + "'.");
        }
    }

    private String inWords() {
        return switch (kind) {
            case PAUSE -> "pause";
            case CONTINUE -> "go on";
            case PROMOTE -> "go on without waiting any longer";
            case ROLL_BACK -> "roll back";
        };
    }
}
