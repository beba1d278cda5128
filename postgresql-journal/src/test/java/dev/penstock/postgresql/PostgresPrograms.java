package dev.penstock.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The programs of PostgreSQL that are installed on this machine, run as a user that they accept. */
record PostgresPrograms(Path folder) {

    private static final String REQUIRED = "PENSTOCK_REQUIRE_POSTGRESQL";

    /** The newest; where there are none, the test is skipped with a word, or fails if they are required. */
    static PostgresPrograms newest() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Optional<Path> newest = found.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                        .max(Comparator.comparingInt(version ->
                                Integer.parseInt(version.getFileName().toString())));
                if (newest.isPresent()) {
                    return new PostgresPrograms(newest.get().resolve("bin"));
                }
            }
        }
        String reason = "no PostgreSQL server is installed below " + versions;
        if ("true".equals(System.getenv(REQUIRED))) {
            Assertions.fail(reason + ", and " + REQUIRED + " is set");
        }
        Assumptions.abort(reason);
        throw new IllegalStateException(reason);
    }

    /** Gives a file or folder to the user that the server runs as: it refuses to run as root. */
    static void give(Path file) throws IOException, InterruptedException {
        if (isRoot()) {
            call(List.of("chown", "postgres", file.toString()));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    void run(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(folder.resolve(name).toString());
        command.addAll(List.of(arguments));
        call(command);
    }

    /** Runs any program to its end. */
    static void call(List<String> command) throws IOException, InterruptedException {
        // Into a file: a server that stays would keep a pipe open.
        Path output = Files.createTempFile("penstock-postgres", ".out");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(output);
        Files.delete(output);
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + ": " + said);
        }
    }
}
