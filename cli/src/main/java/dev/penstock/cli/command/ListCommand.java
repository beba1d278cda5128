package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.StageLine;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.ExecutionList;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists executions. */
@Command(name = "list", description = "List executions, newest first.")
final class ListCommand extends ProjectCommand {

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only those of one pipeline.")
    private @Nullable String pipeline;

    @Option(names = "--open", description = "Only those that have not ended.")
    private boolean open;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many (20).")
    private int limit;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    ListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        try (Journals journals = journals()) {
            List<ExecutionList.Row> rows =
                    journals.list(new ExecutionQuery(Optional.ofNullable(pipeline), open, Math.max(1, limit))).stream()
                            .map(found -> row(found, journals))
                            .toList();
            switch (output) {
                case TEXT -> print(rows);
                case JSON -> rows.forEach(row -> surroundings().out().println(ExecutionList.json(row)));
            }
        }
        return ExitCode.SUCCEEDED;
    }

    private static ExecutionList.Row row(FoundExecution found, Journals journals) {
        boolean driven = !found.summary().ended()
                && journals.of(found.target()).holder(found.id()).isPresent();
        return new ExecutionList.Row(
                found.summary(), found.target() == RunTarget.SIMULATED, driven, waitsFor(found, journals));
    }

    /** The detail of an open execution is the stage that it has come to. */
    private static Optional<StageLine> waitsFor(FoundExecution found, Journals journals) {
        var summary = found.summary();
        return summary.ended()
                ? Optional.empty()
                : StageLine.of(journals.of(found.target()), found.id(), summary.pipeline(), summary.detail());
    }

    private void print(List<ExecutionList.Row> rows) {
        if (rows.isEmpty()) {
            surroundings()
                    .err()
                    .println(
                            "There are no such executions in " + journalChoice().describe() + ".");
            return;
        }
        var terminal = surroundings().outCapabilities();
        ExecutionList.lines(rows, InstantSource.system().instant(), terminal.glyphs())
                .forEach(line -> surroundings().out().println(line.render(terminal.colour())));
    }
}
