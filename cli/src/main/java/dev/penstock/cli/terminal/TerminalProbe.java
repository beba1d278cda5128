package dev.penstock.cli.terminal;

import dev.penstock.runner.text.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the machine about the terminal that this process was started from. */
public final class TerminalProbe {

    private static final long PATIENCE_SECONDS = 2;

    private TerminalProbe() {}

    /**
     * Whether a standard stream of this process is a terminal.
     *
     * @param descriptor 0, 1 or 2
     */
    public static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return runs(new ProcessBuilder("sh", "-c", "test -t " + descriptor)
                .redirectInput(Redirect.INHERIT)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT));
    }

    private static boolean runs(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How large the terminal is: as {@code COLUMNS} and {@code LINES} say, else as the terminal itself does. */
    public static TerminalSize size(Map<String, String> environment) {
        Optional<TerminalSize> said = number(environment.get("COLUMNS"))
                .map(columns -> new TerminalSize(
                        columns, number(environment.get("LINES")).orElse(TerminalSize.DEFAULT.rows())));
        return said.or(TerminalProbe::askTerminal).orElse(TerminalSize.DEFAULT);
    }

    private static Optional<TerminalSize> askTerminal() {
        File terminal = new File("/dev/tty");
        if (!terminal.exists()) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? parse(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Reads what {@code stty size} prints: rows and columns. Terminals that do not know their size say 0. */
    static Optional<TerminalSize> parse(String answer) {
        String[] words = answer.strip().split(" ", -1);
        if (words.length != 2) {
            return Optional.empty();
        }
        Optional<Integer> rows = number(words[0]);
        return number(words[1]).map(columns -> new TerminalSize(columns, rows.orElse(TerminalSize.DEFAULT.rows())));
    }

    private static Optional<Integer> number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 5) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        int value = Integer.parseInt(text);
        return value == 0 ? Optional.empty() : Optional.of(value);
    }
}
