package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalCopy;
import dev.penstock.journal.RunnerId;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.settings.JournalLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves executions to another journal. */
@Command(
        name = "copy",
        description = {
            "Move executions to another journal, and compare every fact.",
            "Each is closed in FROM and goes on in TO. What a runner holds is left to it. Called again, it finishes"
                    + " what was interrupted."
        })
final class JournalCopyCommand extends PenstockCommand {

    @Parameters(index = "0", paramLabel = "FROM", description = "postgresql://…, dynamodb://… or a SQLite file.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The same; made if there is none.")
    private String to = "";

    @Option(names = "--execution", paramLabel = "ID", description = "That execution; may be given several times.")
    private List<String> executions = new ArrayList<>();

    @Option(names = "--open", description = "All that have not ended.")
    private boolean open;

    @Option(names = "--all", description = "All, ended or not.")
    private boolean all;

    JournalCopyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() {
        if ((open ? 1 : 0) + (all ? 1 : 0) + (executions.isEmpty() ? 0 : 1) != 1) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "It is not said which executions are meant.",
                    "Give one of --execution ID, --open and --all.");
        }
        JournalLocation source = JournalOption.read(from, "FROM", surroundings());
        JournalLocation target = JournalOption.read(to, "TO", surroundings());
        if (source.equals(target)) {
            throw new CommandFailure(Refusal.STATE, "FROM and TO are the same journal.", "Name another one.");
        }
        if (!JournalStores.exists(choice(source), RunTarget.AWS)) {
            throw new CommandFailure(
                    Refusal.NAME, "There is no journal " + source.describe() + ".", "Name one that is there.");
        }
        try (Journal first = JournalStores.open(choice(source), RunTarget.AWS);
                Journal second = JournalStores.open(choice(target), RunTarget.AWS)) {
            var copy = new JournalCopy(
                    first, second, target.describe(), new RunnerId("journal-copy/" + UUID.randomUUID()));
            return report(copy.move(meant(first, target), this::tell));
        }
    }

    private JournalChoice choice(JournalLocation location) {
        return new JournalChoice(
                new Project(surroundings().directory()),
                Optional.of(location),
                Optional.empty(),
                surroundings().environment(),
                "");
    }

    /** What was closed for the same destination and may not have come there is meant as well. */
    private List<ExecutionId> meant(Journal journal, JournalLocation target) {
        if (!executions.isEmpty()) {
            return executions.stream().map(JournalCopyCommand::id).toList();
        }
        return journal.list(new ExecutionQuery(Optional.empty(), false, Integer.MAX_VALUE)).stream()
                .filter(each -> all
                        || !each.ended()
                        || (each.status().equals(Journal.MOVED) && each.detail().equals(target.describe())))
                .map(ExecutionSummary::id)
                .toList();
    }

    private static ExecutionId id(String text) {
        try {
            return ExecutionId.of(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "'" + text + "' is no id of an execution.",
                    "Give the whole id, as 'penstock list --output json' shows it.",
                    e);
        }
    }

    private void tell(JournalCopy.Outcome outcome) {
        surroundings()
                .out()
                .println(
                        switch (outcome) {
                            case JournalCopy.Outcome.Moved moved ->
                                (moved.before() ? "Was there: " : "Moved ") + moved.id() + ", " + moved.facts()
                                        + " facts, sha256:" + moved.digest();
                            case JournalCopy.Outcome.Held held ->
                                "Left " + held.id() + ": runner " + held.holder() + " has it.";
                            case JournalCopy.Outcome.Refused refused ->
                                "Refused " + refused.id() + ": " + refused.why()
                                        + (refused.closed() ? " It is closed in " + from() + "." : "");
                        });
    }

    private String from() {
        return JournalOption.read(from, "FROM", surroundings()).describe();
    }

    private ExitCode report(List<JournalCopy.Outcome> outcomes) {
        long moved = outcomes.stream()
                .filter(JournalCopy.Outcome.Moved.class::isInstance)
                .count();
        surroundings().out().println("Moved " + moved + " of " + outcomes.size() + " executions.");
        return moved == outcomes.size() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
    }
}
