package dev.penstock.cli.project;

import dev.penstock.cli.CommandFailure;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.ExecutionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The journals that a command works on, opened when they are looked into. */
public final class Journals implements AutoCloseable {

    private static final int SHORTEST_PART = 2;
    private static final int NAMED_IN_MESSAGES = 5;

    private final JournalChoice choice;
    private final Map<RunTarget, Journal> open = new EnumMap<>(RunTarget.class);

    /** The journals that were chosen. */
    public Journals(JournalChoice choice) {
        this.choice = choice;
    }

    /** The journal of runs against the target. */
    public Journal of(RunTarget target) {
        return open.computeIfAbsent(target, missing -> JournalStores.open(choice, missing));
    }

    /** Executions of all pipelines, or of one, newest first. */
    public List<FoundExecution> list(ExecutionQuery query) {
        List<FoundExecution> found = new ArrayList<>();
        for (RunTarget target : RunTarget.values()) {
            if (JournalStores.exists(choice, target)) {
                of(target).list(query).forEach(summary -> found.add(new FoundExecution(target, summary)));
            }
        }
        found.sort(Comparator.comparing((FoundExecution each) -> each.summary().startedAt())
                .reversed());
        return found.subList(0, Math.min(query.limit(), found.size()));
    }

    /**
     * The execution that is meant.
     *
     * @param part the beginning or the end of its id; absent for the newest that fits
     * @param fits which executions can be meant, when none is named
     * @param missing what to say if none fits: a full sentence
     * @throws CommandFailure if there is none, or if several are meant
     */
    public FoundExecution find(Optional<String> part, Predicate<FoundExecution> fits, String missing) {
        List<FoundExecution> all = list(new ExecutionQuery(Optional.empty(), false, Integer.MAX_VALUE));
        if (part.isEmpty()) {
            return all.stream()
                    .filter(fits)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(
                            Refusal.NAME, missing, "See 'penstock list' for all executions of this project."));
        }
        String wanted = part.get().toLowerCase(Locale.ROOT);
        if (wanted.length() < SHORTEST_PART) {
            throw new CommandFailure(
                    Refusal.NAME,
                    "'" + wanted + "' is too little of an id.",
                    "Give at least " + SHORTEST_PART + " characters of it.");
        }
        List<FoundExecution> matching = all.stream()
                .filter(each -> isMeant(each.id().toString(), wanted))
                .toList();
        return switch (matching.size()) {
            case 0 ->
                throw new CommandFailure(
                        Refusal.NAME,
                        "There is no execution whose id begins or ends with '" + wanted + "' in " + choice.describe()
                                + ".",
                        "See 'penstock list' for all executions of this project.");
            case 1 -> matching.getFirst();
            default ->
                throw new CommandFailure(
                        Refusal.NAME,
                        "The ids of " + matching.size() + " executions begin or end with '" + wanted + "': "
                                + matching.stream()
                                        .limit(NAMED_IN_MESSAGES)
                                        .map(each -> ExecutionView.shortId(each.id()))
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Give more of the id.");
        };
    }

    private static boolean isMeant(String id, String part) {
        return id.startsWith(part) || id.endsWith(part);
    }

    @Override
    public void close() {
        open.values().forEach(Journal::close);
    }
}
