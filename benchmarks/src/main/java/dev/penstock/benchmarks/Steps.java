package dev.penstock.benchmarks;

import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.settings.JournalLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Durable executions of a few sequential steps, started by as many clients as there are. Public, because it is called by
 * the harness that measures other engines as well.
 */
public final class Steps implements AutoCloseable {

    private final Path folder;
    private final Pipeline pipeline;
    private final IntFunction<String> body;
    private final Optional<JournalLocation.Postgresql> database;
    private Optional<BenchmarkEngine> engine = Optional.empty();

    /**
     * Executions in a folder.
     *
     * @param folder is made where it is missing
     * @param steps how many each has
     * @param actions whether each step is an action of its own, and not a step of one action
     * @param body what each step does, given the step's number
     * @param database the database that the journal is in, in a schema that is emptied first; absent for a file in the
     *     folder
     */
    public Steps(
            Path folder,
            int steps,
            boolean actions,
            IntFunction<String> body,
            Optional<JournalLocation.Postgresql> database) {
        this.database = database;
        this.folder = folder;
        this.body = body;
        List<ActionDeclaration> declared = new ArrayList<>();
        for (int i = 0; i < (actions ? steps : 1); i++) {
            declared.add(StepsAction.declaration("Step" + i, actions ? 1 : steps));
        }
        this.pipeline = BenchmarkEngine.pipeline("steps", declared);
    }

    /** Opens the engine. */
    public void start() throws IOException, SQLException {
        if (database.isEmpty()) {
            engine = Optional.of(new BenchmarkEngine(folder, body));
            return;
        }
        ask("DROP SCHEMA IF EXISTS " + database.get().schema() + " CASCADE; SELECT 0");
        var journal = PostgresJournal.open(PostgresJournalOptions.of(database.get(), System.getenv()));
        engine = Optional.of(new BenchmarkEngine(folder, body, ExecutionListener.NONE, journal));
    }

    /** The last number that the database answers. */
    private long ask(String sql) throws SQLException {
        JournalLocation.Postgresql location = database.orElseThrow();
        String url = "jdbc:postgresql://" + location.hosts() + "/" + location.database() + "?user="
                + location.user().orElse("postgres");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet answer = statement.getResultSet()) {
                return answer.next() ? answer.getLong(1) : 0;
            }
        }
    }

    /** Runs one execution; returns when its end is durable. */
    public void runOne() throws InterruptedException, ExecutionException {
        var running = engine.orElseThrow().engine();
        ExecutionState end = running.whenEnded(running.start(pipeline, StartRequest.by("benchmark")))
                .get();
        if (!end.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
            throw new IllegalStateException("an execution ended with " + end.outcome());
        }
    }

    /** How many bytes the journal takes. */
    public long storedBytes() {
        if (database.isPresent()) {
            try {
                return ask("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                        + " c.relnamespace WHERE n.nspname = '" + database.get().schema() + "' AND c.relkind = 'r'");
            } catch (SQLException e) {
                return -1;
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Steps::size).sum();
        } catch (IOException | UncheckedIOException e) {
            // A file went away while it was looked at.
            return -1;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.ifPresent(BenchmarkEngine::close);
    }
}
