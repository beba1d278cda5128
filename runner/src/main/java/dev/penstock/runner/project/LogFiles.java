package dev.penstock.runner.project;

import dev.penstock.execution.ExecutionId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What actions said, one file for each attempt: {@code logs/EXECUTION/STAGE.ACTION.ATTEMPT.log}, each line with its time in
 * front. Secrets were masked before. Safe for use by many threads.
 */
public final class LogFiles implements AutoCloseable {

    private static final String SUFFIX = ".log";

    private final Path folder;
    private final Map<Path, BufferedWriter> open = new HashMap<>();
    private boolean broken;

    /** Logs under a folder, which need not be there yet. */
    public LogFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The log of one attempt of an action.
     *
     * @param stage the stage's name
     * @param action the action's name
     * @param attempt which try, from 1
     * @param file where it is
     */
    public record ActionLog(String stage, String action, int attempt, Path file) {}

    /** Adds a line. If the disk does not take it, the run goes on without this log. */
    public synchronized void append(
            ExecutionId execution, String stage, String action, int attempt, Instant at, String line) {
        if (broken) {
            return;
        }
        Path file = folder.resolve(execution.toString())
                .resolve(encode(stage) + "." + encode(action) + "." + attempt + SUFFIX);
        try {
            BufferedWriter writer = open.computeIfAbsent(file, LogFiles::writer);
            writer.write(at + " " + line.replace('\n', ' ') + "\n");
            // Somebody may be following it.
            writer.flush();
        } catch (IOException | UncheckedIOException e) {
            broken = true;
        }
    }

    /** The logs of an execution, in the order in which their actions began. */
    public List<ActionLog> of(ExecutionId execution) throws IOException {
        Path ofExecution = folder.resolve(execution.toString());
        if (!Files.isDirectory(ofExecution)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(ofExecution)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(LogFiles::parse)
                    .sorted(Comparator.comparing((ActionLog log) -> firstLine(log.file()))
                            .thenComparing(log -> log.file().toString()))
                    .toList();
        }
    }

    /** The time of the first line stands in front of it, in a form that sorts. */
    private static String firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static BufferedWriter writer(Path file) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ActionLog parse(Path file) {
        String name = String.valueOf(file.getFileName());
        String[] parts = name.substring(0, name.length() - SUFFIX.length()).split("\\.", -1);
        if (parts.length != 3 || !parts[2].matches("[0-9]{1,9}")) {
            return new ActionLog("", name, 1, file);
        }
        return new ActionLog(decode(parts[0]), decode(parts[1]), Integer.parseInt(parts[2]), file);
    }

    /** Names of stages and actions may hold dots and characters that file systems treat specially. */
    private static String encode(String name) {
        var text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) b;
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", b & 0xff));
        }
        return text.toString();
    }

    private static String decode(String name) {
        byte[] bytes = new byte[name.length()];
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            boolean coded = name.charAt(i) == '%' && i + 2 < name.length();
            bytes[length++] = coded ? (byte) Integer.parseInt(name, i + 1, i + 3, 16) : (byte) name.charAt(i);
            i += coded ? 2 : 0;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        for (BufferedWriter writer : open.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                broken = true;
            }
        }
        open.clear();
    }
}
