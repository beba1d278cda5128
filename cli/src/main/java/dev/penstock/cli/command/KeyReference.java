package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.NamedFile;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a key is: {@code env:NAME} is a variable of the environment, anything else a file. A key itself is never an argument. */
final class KeyReference {

    private static final String VARIABLE = "env:";

    private KeyReference() {}

    /** The key's text. */
    static String read(String option, String reference, Surroundings surroundings) throws IOException {
        if (reference.contains("-----BEGIN")) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "A key is no argument, as every process of this machine can read those.",
                    "Write '" + option + " FILE' or '" + option + " env:NAME'.");
        }
        if (reference.startsWith(VARIABLE)) {
            String name = reference.substring(VARIABLE.length());
            String value = surroundings.environment().get(name);
            if (value == null || value.isBlank()) {
                throw new CommandFailure(Refusal.NAME, "The environment has no variable " + name + ".");
            }
            return value;
        }
        return Files.readString(NamedFile.readable(
                surroundings.resolve(Path.of(reference)), reference, "A key is a file, or 'env:NAME'."));
    }
}
