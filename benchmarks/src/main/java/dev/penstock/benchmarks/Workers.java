package dev.penstock.benchmarks;

import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Worker;
import dev.penstock.library.WorkerOptions;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import dev.penstock.meter.Meters;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.postgresql.PostgresJournal;
import dev.penstock.postgresql.PostgresJournalOptions;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import dev.penstock.time.ScheduledClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers as processes on one journal: how many executions of five durable steps they bring to their end in a second, each
 * step as long as a call to AWS; and after what time one takes over what another held that was killed.
 *
 * <p>{@code Workers share JOURNAL WORKERS EXECUTIONS} and {@code Workers takeover JOURNAL EXECUTIONS}, with
 * {@code -Dbench.call=MILLIS} (100), {@code -Dbench.journal=NAME} for the figures and {@code -Dbench.concurrency=N} (16) for each worker.
 */
public final class Workers {

    private static final int STEPS = 5;
    private static final long CALL_MILLIS = Long.getLong("bench.call", 100);
    private static final int CONCURRENCY = Integer.getInteger("bench.concurrency", 16);

    private Workers() {}

    /** See above. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "worker" -> work(args[1], Long.parseLong(args[2]));
            case "share" -> share(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            default -> takeover(args[1], Integer.parseInt(args[2]));
        }
    }

    private static Journal open(String text) {
        JournalLocation location = switch (JournalText.read(text, Path.of("").toAbsolutePath())) {
            case JournalText.Named named -> named.location();
            case JournalText.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
        };
        return switch (location) {
            case JournalLocation.Sqlite sqlite -> SqliteJournal.open(sqlite.file(), SqliteJournalOptions.defaults());
            case JournalLocation.Postgresql postgresql ->
                PostgresJournal.open(PostgresJournalOptions.of(postgresql, System.getenv()));
            case JournalLocation.DynamoDb dynamoDb -> DynamoDbJournals.open(dynamoDb);
        };
    }

    private static Pipeline pipeline() {
        return BenchmarkEngine.pipeline("workers", List.of(StepsAction.declaration("Steps", STEPS)));
    }

    private static void work(String location, long millis) throws Exception {
        Path folder = Files.createTempDirectory("penstock-workers");
        var engines = new ConcurrentHashMap<String, Engine>();
        try (Journal journal = open(location);
                var clock = new ScheduledClock(InstantSource.system())) {
            Worker worker = new Worker(
                    journal,
                    clock,
                    new RunnerId("worker/" + ProcessHandle.current().pid()),
                    new WorkerOptions(CONCURRENCY, 16, Duration.ofSeconds(2), Duration.ofSeconds(30)),
                    Meters.NONE,
                    ExecutionListener.NONE,
                    (execution, equip) -> engines.computeIfAbsent(
                            "all",
                            all -> equip.apply(Engine.builder(journal)
                                            .artifacts(new DirectoryArtifactStore(folder.resolve("artifacts")))
                                            .workFolder(folder.resolve("work"))
                                            .clock(clock)
                                            .providers(List.of(new StepsAction(step -> called(millis)))))
                                    .build()));
            System.out.println("ready");
            System.in.read();
            worker.start();
            System.in.read();
            worker.stop().get(60, TimeUnit.SECONDS);
            engines.values().forEach(Engine::close);
            worker.close();
        }
    }

    /** Takes as long as a call. */
    private static String called(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return "done";
    }

    private static List<ExecutionId> submit(Journal journal, int count) throws IOException {
        Path folder = Files.createTempDirectory("penstock-workers");
        List<ExecutionId> ids = new ArrayList<>();
        try (Engine engine = Engine.builder(journal)
                .artifacts(new DirectoryArtifactStore(folder.resolve("artifacts")))
                .workFolder(folder.resolve("work"))
                .providers(List.of(new StepsAction(step -> "")))
                .build()) {
            for (int number = 0; number < count; number++) {
                ids.add(engine.submit(pipeline(), StartRequest.by("benchmark")));
            }
        }
        return ids;
    }

    private static Process process(String location, long millis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dbench.concurrency=" + CONCURRENCY,
                        "-Daws.accessKeyId=" + System.getProperty("aws.accessKeyId", ""),
                        "-Daws.secretAccessKey=" + System.getProperty("aws.secretAccessKey", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workers.class.getName(),
                        "worker",
                        location,
                        Long.toString(millis))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(Process worker) throws IOException {
        int read = worker.getInputStream().read();
        if (read < 0) {
            throw new IllegalStateException("a worker did not start");
        }
    }

    private static void tell(Process worker) throws IOException {
        worker.getOutputStream().write('\n');
        worker.getOutputStream().flush();
    }

    private static int open(Journal journal, int executions) {
        return journal.list(new ExecutionQuery(Optional.empty(), true, executions))
                .size();
    }

    /** How long it takes from when so many executions are left until so many are. */
    private static double seconds(Journal journal, int executions, int from, int until) {
        long begun = 0;
        for (int open = open(journal, executions); open > until; open = open(journal, executions)) {
            if (begun == 0 && open <= from) {
                begun = System.nanoTime();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void share(String location, int count, int executions) throws Exception {
        try (Journal journal = open(location)) {
            submit(journal, executions);
            List<Process> workers = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                workers.add(process(location, CALL_MILLIS));
            }
            for (Process worker : workers) {
                awaitReady(worker);
            }
            for (Process worker : workers) {
                tell(worker);
            }
            // Without the first of them, with which new virtual machines become fast, and the last, for which there is
            // room.
            int measured = executions / 2;
            double seconds = seconds(journal, executions, executions * 6 / 10, executions / 10);
            while (open(journal, executions) > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            for (Process worker : workers) {
                tell(worker);
                worker.waitFor();
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"bench\":\"workers\",\"workers\":\"%d\",\"executions\":%d,\"steps\":%d,\"call_ms\":\"%d\","
                            + "\"concurrency\":%d,\"seconds\":%.2f,\"exec_s\":%.1f}%n",
                    count,
                    measured,
                    STEPS,
                    CALL_MILLIS,
                    CONCURRENCY,
                    seconds,
                    measured / seconds);
        }
    }

    private static boolean isElsewhere(Journal journal, ExecutionId id, RunnerId dead) {
        return journal.holder(id).filter(holder -> !holder.equals(dead)).isPresent();
    }

    private static void takeover(String location, int executions) throws Exception {
        try (Journal journal = open(location)) {
            List<ExecutionId> ids = submit(journal, executions);
            Process victim = process(location, TimeUnit.HOURS.toMillis(1));
            awaitReady(victim);
            tell(victim);
            while (!ids.stream().allMatch(id -> journal.holder(id).isPresent())) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            RunnerId dead = journal.holder(ids.getFirst()).orElseThrow();
            Process other = process(location, 0);
            awaitReady(other);
            tell(other);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
            victim.destroyForcibly().waitFor();
            long killed = System.nanoTime();
            while (open(journal, executions) == executions
                    && ids.stream().noneMatch(id -> isElsewhere(journal, id, dead))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            double taken = (System.nanoTime() - killed) / 1e9;
            while (open(journal, executions) > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            double ended = (System.nanoTime() - killed) / 1e9;
            tell(other);
            other.waitFor();
            System.out.printf(
                    Locale.ROOT,
                    "{\"bench\":\"takeover\",\"journal\":\"%s\",\"executions\":%d,\"taken_s\":%.2f,\"ended_s\":%.2f}%n",
                    System.getProperty("bench.journal", "journal"),
                    executions,
                    taken,
                    ended);
        }
    }
}
