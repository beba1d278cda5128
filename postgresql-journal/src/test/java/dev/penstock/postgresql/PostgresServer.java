package dev.penstock.postgresql;

import dev.penstock.settings.JournalLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server on a folder and a port of its own, from the packages of this machine. Where there is none, the test that
 * asks for it is skipped with a word, or fails under {@code PENSTOCK_REQUIRE_POSTGRESQL=true}.
 */
public final class PostgresServer implements AutoCloseable {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static Optional<PostgresServer> shared = Optional.empty();

    private final PostgresPrograms programs;
    private final Path folder;
    private final int port;
    private final String settings;

    private PostgresServer(PostgresPrograms programs, Path folder, int port, String settings) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.settings = settings;
    }

    /** One for all tests of this process, which goes with it. */
    public static synchronized PostgresServer shared() throws IOException, InterruptedException {
        if (shared.isEmpty()) {
            PostgresServer started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = Optional.of(started);
        }
        return shared.get();
    }

    /** A new one, which believes everybody. */
    public static PostgresServer start() throws IOException, InterruptedException {
        PostgresServer server = made("");
        server.initialize();
        server.control("start");
        return server;
    }

    /**
     * A new one, which asks everybody but {@code postgres} for a password.
     *
     * @param role made with that password, and may make schemas
     */
    public static PostgresServer guarded(String role, String password)
            throws IOException, InterruptedException, SQLException {
        PostgresServer server = made("");
        server.initialize();
        server.guard("host", role, password);
        return server;
    }

    /** The same, with a certificate for {@code localhost}: it takes connections by TLS alone from all but {@code postgres}. */
    static PostgresServer encrypted(CertificateAuthority authority, String role, String password)
            throws IOException, InterruptedException, SQLException {
        PostgresServer server = made(" -c ssl=on -c ssl_min_protocol_version=TLSv1.2");
        server.initialize();
        authority.sign("localhost", Path.of(server.data()));
        server.guard("hostssl", role, password);
        return server;
    }

    private static PostgresServer made(String settings) throws IOException, InterruptedException {
        PostgresPrograms programs = PostgresPrograms.newest();
        Path folder = Files.createTempDirectory(
                Path.of("/tmp"),
                "penstock-postgres",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        PostgresPrograms.give(folder);
        return new PostgresServer(programs, folder, freePort(), settings);
    }

    private void initialize() throws IOException, InterruptedException {
        programs.run("initdb", "-N", "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
    }

    private void guard(String connections, String role, String password)
            throws IOException, InterruptedException, SQLException {
        Files.writeString(
                Path.of(data(), "pg_hba.conf"),
                "host all postgres 127.0.0.1/32 trust\n" + connections + " all all 127.0.0.1/32 scram-sha-256\n");
        control("start");
        sql("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
        sql("GRANT CREATE ON DATABASE postgres TO " + role);
    }

    /** A standby of this one, whose commits are on the standby's disk, too, from now on. */
    PostgresServer standby() throws IOException, InterruptedException, SQLException {
        PostgresServer standby = made("");
        standby.follow(this);
        return standby;
    }

    /** Throws away what it has and becomes the standby of another one. */
    void follow(PostgresServer primary) throws IOException, InterruptedException, SQLException {
        PostgresPrograms.call(List.of("rm", "-rf", data()));
        programs.run(
                "pg_basebackup",
                "-D",
                data(),
                "-R",
                "-N",
                "-c",
                "fast",
                "-d",
                "host=127.0.0.1 user=postgres port=" + primary.port);
        // What the primary said of standbys is not for this one to say when it is one itself.
        Path own = Path.of(data(), "postgresql.auto.conf");
        Files.writeString(own, Files.readString(own).replaceAll("(?m)^synchronous_standby_names.*$", ""));
        control("start");
        primary.sql("ALTER SYSTEM SET synchronous_standby_names TO '*'");
        primary.sql("SELECT pg_reload_conf()");
    }

    /** A standby that has followed takes over; whoever was its primary has to be stopped. */
    void promote() throws IOException, InterruptedException {
        programs.run("pg_ctl", "promote", "-w", "-D", data());
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
    public void crash() throws IOException, InterruptedException {
        control("restart", "-m", "immediate");
    }

    /** Ends the server as a loss of power would end it. */
    public void stop() throws IOException, InterruptedException {
        control("stop", "-m", "immediate");
    }

    /** Starts what was stopped. */
    public void startAgain() throws IOException, InterruptedException {
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
                        + folder + settings));
        programs.run("pg_ctl", arguments.toArray(String[]::new));
    }

    /** A schema that nobody has used, as the owner of the server. */
    public JournalLocation.Postgresql location() {
        return location("postgres", "journal_" + SCHEMAS.incrementAndGet());
    }

    /** A schema for a role. */
    public JournalLocation.Postgresql location(String user, String schema) {
        return new JournalLocation.Postgresql(
                "127.0.0.1:" + port, "postgres", Optional.of(user), Map.of(), schema, Optional.empty());
    }

    /** Says something to it as its owner. */
    void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc());
                Statement session = connection.createStatement()) {
            session.execute(statement);
        }
    }

    /** On 127.0.0.1. */
    public int port() {
        return port;
    }

    /** For connections of a test's own. */
    public String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** The same schema by another port. */
    static JournalLocation.Postgresql at(JournalLocation.Postgresql location, int port) {
        return onHosts(location, "127.0.0.1:" + port);
    }

    /** The same schema on whichever of two servers can be written to. */
    static JournalLocation.Postgresql at(
            JournalLocation.Postgresql location, PostgresServer first, PostgresServer second) {
        return onHosts(location, "127.0.0.1:" + first.port + ",127.0.0.1:" + second.port);
    }

    private static JournalLocation.Postgresql onHosts(JournalLocation.Postgresql location, String hosts) {
        return new JournalLocation.Postgresql(
                hosts,
                location.database(),
                location.user(),
                location.parameters(),
                location.schema(),
                location.password());
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
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                stop();
            }
            PostgresPrograms.call(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            System.getLogger(PostgresServer.class.getName())
                    .log(System.Logger.Level.WARNING, "a PostgreSQL server could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
