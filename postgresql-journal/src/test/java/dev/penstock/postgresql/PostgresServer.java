package dev.penstock.postgresql;

import dev.penstock.settings.JournalLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server on a folder and a port of its own, from the packages of this machine. Where there is none, the test that
 * asks for it is skipped with a word, or fails under {@code PENSTOCK_REQUIRE_POSTGRESQL=true}.
 */
final class PostgresServer implements AutoCloseable {

    private static final String REQUIRED = "PENSTOCK_REQUIRE_POSTGRESQL";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static Optional<PostgresServer> shared = Optional.empty();

    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** One for all tests of this process, which goes with it. */
    static synchronized PostgresServer shared() throws IOException, InterruptedException {
        if (shared.isEmpty()) {
            PostgresServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = Optional.of(started);
        }
        return shared.get();
    }

    /** A new one. */
    static PostgresServer start() throws IOException, InterruptedException {
        Path programs = programs();
        Path folder = Files.createTempDirectory(
                Path.of("/tmp"),
                "penstock-postgres",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        if (isRoot()) {
            // The server refuses to run as root.
            call(List.of("chown", "postgres", folder.toString()));
        }
        var server = new PostgresServer(programs, folder, freePort());
        server.program(
                "initdb", "-D", server.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        server.control("start");
        return server;
    }

    private static Path programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                Optional<Path> newest = found.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                        .max(Comparator.comparingInt(version ->
                                Integer.parseInt(version.getFileName().toString())))
                        .map(version -> version.resolve("bin"));
                if (newest.isPresent()) {
                    return newest.get();
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

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Ends the server as a loss of power would end it, and starts it again. */
    void crash() throws IOException, InterruptedException {
        control("restart", "-m", "immediate");
    }

    void stop() throws IOException, InterruptedException {
        control("stop", "-m", "immediate");
    }

    void startAgain() throws IOException, InterruptedException {
        control("start");
    }

    private void control(String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "-D",
                data(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c max_connections=200 -c unix_socket_directories="
                        + folder));
        program("pg_ctl", arguments.toArray(String[]::new));
    }

    private void program(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(name).toString());
        command.addAll(List.of(arguments));
        call(command);
    }

    private static void call(List<String> command) throws IOException, InterruptedException {
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

    /** A schema that nobody has used. */
    JournalLocation.Postgresql location() {
        return location("postgres", "journal_" + SCHEMAS.incrementAndGet());
    }

    JournalLocation.Postgresql location(String user, String schema) {
        return new JournalLocation.Postgresql(
                "127.0.0.1:" + port, "postgres", Optional.of(user), Map.of(), schema, Optional.empty());
    }

    int port() {
        return port;
    }

    /** For connections of a test's own. */
    String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** The same schema by another port. */
    static JournalLocation.Postgresql at(JournalLocation.Postgresql location, int port) {
        return new JournalLocation.Postgresql(
                "127.0.0.1:" + port,
                location.database(),
                location.user(),
                location.parameters(),
                location.schema(),
                location.passwordVariable());
    }

    /** The same schema with nothing in between. */
    JournalLocation.Postgresql direct(JournalLocation.Postgresql location) {
        return at(location, port);
    }

    static PostgresJournalOptions options(JournalLocation.Postgresql location) {
        return PostgresJournalOptions.of(location, Map.of());
    }

    @Override
    public void close() {
        try {
            stop();
            call(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            System.getLogger(PostgresServer.class.getName())
                    .log(System.Logger.Level.WARNING, "a PostgreSQL server could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
