package dev.penstock.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of others, as it is installed here. Where it is not, the test is skipped with the reason, or fails if
 * {@code PENSTOCK_REQUIRE_CLIENTS} is {@code true}.
 */
final class ForeignProgram {

    /** What a call said and ended with. */
    record Answer(int exitCode, String out, String err) {}

    private final List<String> command;
    private final Path directory;
    private final Map<String, String> environment;

    private ForeignProgram(List<String> command, Path directory, Map<String, String> environment) {
        this.command = command;
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Finds it.
     *
     * @param probe a call that ends with 0 where all is there that the test needs
     */
    static ForeignProgram find(Path directory, Map<String, String> environment, List<String> command, String... probe) {
        ForeignProgram program = new ForeignProgram(command, directory, environment);
        String reason;
        try {
            Answer answer = program.call(probe);
            reason = answer.exitCode() == 0 ? "" : answer.err().strip();
        } catch (IOException | InterruptedException e) {
            reason = String.valueOf(e.getMessage());
        }
        if (!reason.isEmpty()) {
            String missing = String.join(" ", command) + " is not usable here: " + reason;
            if ("true".equals(System.getenv("PENSTOCK_REQUIRE_CLIENTS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        return program;
    }

    /** Calls it and waits for its end. */
    Answer call(String... args) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        StringBuilder err = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                err.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                err.append(e.getMessage());
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        reader.join();
        return new Answer(exitCode, out, err.toString());
    }
}
