package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.LogFiles;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.view.ExecutionView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what actions said. */
@Command(name = "logs", description = "Show what the actions of an execution said.")
final class LogsCommand extends ExecutionCommand {

    private static final long LOOK_AGAIN_MILLIS = 250;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ACTION", description = "Only this action.")
    private @Nullable String action;

    @Option(
            names = {"-f", "--follow"},
            description = "Show more as it comes, until the execution has ended.")
    private boolean follow;

    LogsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(id(), any -> true, "Nothing was run in this project yet.");
            try (LogFiles files = new LogFiles(project().logs(found.target()))) {
                Map<Path, Long> shown = new HashMap<>();
                ExecutionState now = state(journals, found);
                show(ordered(files, now), shown, !follow || ended(now));
                if (shown.isEmpty() && (!follow || ended(now))) {
                    throw nothing(files.of(found.id()), found);
                }
                while (follow && !ended(now)) {
                    Thread.sleep(LOOK_AGAIN_MILLIS);
                    now = state(journals, found);
                    show(ordered(files, now), shown, ended(now));
                }
            }
        }
        return ExitCode.SUCCEEDED;
    }

    private static boolean ended(ExecutionState state) {
        return state.outcome().isPresent();
    }

    /** In the order in which the actions were begun, which times do not tell: in a simulated run many begin at one moment. */
    private static List<LogFiles.ActionLog> ordered(LogFiles files, ExecutionState state) throws IOException {
        List<String> begun = state.stages().stream()
                .flatMap(stage -> stage.work().stream().map(action -> name(stage.name(), action.name())))
                .toList();
        Comparator<LogFiles.ActionLog> byOrder =
                Comparator.comparingInt(log -> begun.indexOf(name(log.stage(), log.action())));
        return files.of(state.id()).stream().sorted(byOrder).toList();
    }

    private static String name(String stage, String action) {
        return stage + "/" + action;
    }

    private CommandFailure nothing(List<LogFiles.ActionLog> logs, FoundExecution found) {
        String id = ExecutionView.shortId(found.id());
        if (action == null || logs.isEmpty()) {
            return new CommandFailure(Refusal.STATE, "The actions of execution " + id + " have said nothing.");
        }
        return new CommandFailure(
                Refusal.NAME,
                "There is no log of an action '" + action + "' in execution " + id + ".",
                "There are logs of "
                        + logs.stream()
                                .map(LogFiles.ActionLog::action)
                                .distinct()
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private void show(List<LogFiles.ActionLog> logs, Map<Path, Long> shown, boolean unfinishedLines)
            throws IOException {
        List<LogFiles.ActionLog> wanted = logs.stream()
                .filter(log -> action == null || log.action().equals(action))
                .toList();
        for (LogFiles.ActionLog log : wanted) {
            long from = shown.getOrDefault(log.file(), 0L);
            String prefix = wanted.size() > 1 && action == null ? name(log.stage(), log.action()) + " | " : "";
            shown.put(log.file(), print(log.file(), from, prefix, unfinishedLines));
        }
    }

    /** Prints the lines from an offset on, and returns the offset after the last of them. */
    private long print(Path file, long from, String prefix, boolean unfinishedLines) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length() - from, Integer.MAX_VALUE - 8)];
            in.seek(from);
            in.readFully(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    print(prefix, bytes, start, i);
                    start = i + 1;
                }
            }
            if (unfinishedLines && start < bytes.length) {
                print(prefix, bytes, start, bytes.length);
                start = bytes.length;
            }
            return from + start;
        }
    }

    private void print(String prefix, byte[] bytes, int start, int end) {
        String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        surroundings().out().println(prefix + PlainText.clean(line));
    }
}
