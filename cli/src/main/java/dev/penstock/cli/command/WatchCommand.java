package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.cli.run.Watching;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows an execution that another process runs. */
@Command(name = "watch", description = "Follow an execution that runs elsewhere.")
final class WatchCommand extends ExecutionCommand {

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    WatchCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found =
                    journals.find(id(), each -> !each.summary().ended(), "No execution of this project is going on.");
            return new Watching(surroundings(), advice(), output)
                    .follow(found.target(), journals.of(found.target()), found.id());
        }
    }
}
