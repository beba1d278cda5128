package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.ExecutionViews;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What the commands have that are about one execution. */
abstract class ExecutionCommand extends ProjectCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "The execution, by the end of its id as it is shown; without it, the newest that fits.")
    private @Nullable String id;

    ExecutionCommand(Surroundings surroundings) {
        super(surroundings);
    }

    final Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Who acts: for the record. */
    final String user() {
        String name = System.getProperty("user.name", "");
        return name.isEmpty() ? "somebody" : name;
    }

    /** The execution as it is now. */
    static ExecutionState state(Journals journals, FoundExecution found) {
        return new ExecutionReader(journals.of(found.target()))
                .state(found.id())
                .orElseThrow(() -> new IllegalStateException("execution " + found.id() + " is listed, but not there"));
    }

    /** The execution as it is seen. */
    static ExecutionView view(Journals journals, FoundExecution found, ExecutionState state) {
        var reader = new ExecutionReader(journals.of(found.target()));
        return ExecutionViews.of(
                state,
                reader.definition(state),
                found.target() == RunTarget.SIMULATED,
                ExecutionViews.Expectations.NONE);
    }

    /** Whether a runner has it in hand. */
    static boolean isDriven(Journals journals, FoundExecution found) {
        return journals.of(found.target()).holder(found.id()).isPresent();
    }

    /** How the execution is called in sentences: {@code the simulated execution 1f3a9c2e of pipeline hello}. */
    static String named(FoundExecution found) {
        String kind = found.target() == RunTarget.SIMULATED ? "simulated execution " : "execution ";
        return kind + ExecutionView.shortId(found.id()) + " of pipeline '"
                + found.summary().pipeline() + "'";
    }

    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
