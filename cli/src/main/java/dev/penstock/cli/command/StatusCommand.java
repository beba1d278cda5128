package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.TerminalProbe;
import dev.penstock.engine.StageLine;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.runner.view.Report;
import dev.penstock.runner.view.TreeLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows an execution. */
@Command(name = "status", description = "Show how far an execution is.")
final class StatusCommand extends ExecutionCommand {

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(id(), any -> true, "Nothing was run in this project yet.");
            ExecutionState state = state(journals, found);
            ExecutionView view = view(journals, found, state);
            Optional<StageLine> waitsFor = waitsFor(journals, found, state);
            switch (output) {
                case TEXT -> print(view, waitsFor, now(found, state), isDriven(journals, found));
                case JSON -> surroundings().out().println(JsonOutput.status(view, waitsFor));
            }
        }
        return ExitCode.SUCCEEDED;
    }

    private static Optional<StageLine> waitsFor(Journals journals, FoundExecution found, ExecutionState state) {
        return state.latestStage()
                .filter(stage -> stage.phase() == StageState.Phase.QUEUED)
                .flatMap(
                        stage -> StageLine.of(journals.of(found.target()), found.id(), state.pipeline(), stage.name()));
    }

    /** The time of a simulated execution that nobody runs stands still. */
    private static Instant now(FoundExecution found, ExecutionState state) {
        return found.target() == RunTarget.SIMULATED
                ? state.updatedAt()
                : InstantSource.system().instant();
    }

    private void print(ExecutionView view, Optional<StageLine> waitsFor, Instant now, boolean driven) {
        Capabilities terminal = surroundings().outCapabilities();
        TerminalSize size = TerminalProbe.size(surroundings().environment());
        List<StyledLine> tree = new TreeLayout(terminal.glyphs(), advice()).lines(view, now, size, -1);
        tree.forEach(line -> surroundings().out().println(line.render(terminal.colour())));
        surroundings().out().println();
        waitsFor.ifPresent(line -> Report.lines(line, size.columns())
                .forEach(each -> surroundings().out().println(each.render(terminal.colour()))));
        if (view.status().hasEnded() || !driven) {
            Report.lines(view, Optional.empty(), advice(), size.columns())
                    .forEach(line -> surroundings().out().println(line.render(terminal.colour())));
        } else {
            surroundings()
                    .out()
                    .println("A runner has it in hand. Follow it with '" + advice().call("watch", view.id()) + "'.");
        }
    }
}
