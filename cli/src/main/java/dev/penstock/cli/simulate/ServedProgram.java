package dev.penstock.cli.simulate;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import java.io.IOException;
import java.util.List;

/** A program for whose time a simulated AWS is there. */
public final class ServedProgram {

    private final Process process;

    private ServedProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts it with the simulator in its environment, and with this process's streams.
     *
     * @param line the program and its arguments
     * @throws CommandFailure when there is no such program
     */
    public static ServedProgram start(SimulatedServer server, List<String> line, Surroundings surroundings) {
        ProcessBuilder builder = new ProcessBuilder(line)
                .inheritIO()
                .directory(surroundings.directory().toFile());
        builder.environment().putAll(server.environment());
        try {
            return new ServedProgram(builder.start());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "PEN-SIMULATE-004: '" + line.getFirst() + "' cannot be started: " + e.getMessage() + ".",
                    "Give a program and its arguments after '--'.",
                    e);
        }
    }

    /** Waits for its end, and answers with its exit code. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks it to end. */
    public void end() {
        process.destroy();
    }
}
