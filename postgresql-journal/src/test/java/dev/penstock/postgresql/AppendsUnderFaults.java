package dev.penstock.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.ClaimChange;
import dev.penstock.journal.Entry;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Many clients that append, and what each of them was told: compared in the end with what the journal has. */
final class AppendsUnderFaults {

    private static final RunnerId RUNNER = new RunnerId("faulty");
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final Journal journal;
    private final long seed;
    private final Map<ExecutionId, List<String>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger appended = new AtomicInteger();

    AppendsUnderFaults(Journal journal, long seed) {
        this.journal = journal;
        this.seed = seed;
    }

    /** How many appends were acknowledged. */
    int appended() {
        return appended.get();
    }

    /**
     * Lets clients append one after the other, each to executions of its own, until each has so many appends; and again
     * until enough has happened meanwhile.
     */
    void run(int clients, int each, BooleanSupplier enough) throws Exception {
        journal.register(RUNNER);
        long begin = seed;
        do {
            round(clients, each, begin);
            begin += clients;
        } while (!enough.getAsBoolean());
    }

    private void round(int clients, int each, long begin) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                var random = new Random(begin + i);
                running.add(executor.submit(() -> client(random, each)));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    private void client(Random random, int appends) {
        ExecutionId id = begin(random);
        long version = 1;
        for (int i = 1; i < appends; i++) {
            if (random.nextInt(20) == 0) {
                id = begin(random);
                version = 1;
            } else {
                List<ClaimChange> claims = claims(id, random);
                append(id, version, random, claims);
                version++;
            }
        }
    }

    /** Some appends take the way of a transaction, most that of one statement. */
    private static List<ClaimChange> claims(ExecutionId id, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> List.of(new ClaimChange.Acquire("claim of " + id));
            case 1 -> List.of(new ClaimChange.Release("claim of " + id));
            default -> List.of();
        };
    }

    private ExecutionId begin(Random random) {
        var id = new ExecutionId(new UUID(random.nextLong(), random.nextLong()));
        acknowledged.put(id, new ArrayList<>());
        append(id, 0, random, List.of());
        return id;
    }

    private void append(ExecutionId id, long version, Random random, List<ClaimChange> claims) {
        while (true) {
            // Another text for each try: an append that was refused must not be found afterwards.
            String text = "after " + version + ", try " + random.nextLong();
            var append = new Append(
                    id, version, new Fence(RUNNER, 1), NOON, text.getBytes(UTF_8), claims, List.of(), Optional.empty());
            try {
                (version == 0 ? journal.create("web", "sha256:1", append) : journal.append(append)).join();
                Objects.requireNonNull(acknowledged.get(id)).add(text);
                appended.incrementAndGet();
                return;
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .as("seed %s, execution %s", seed, id)
                        .isInstanceOf(JournalException.Unavailable.class);
                unavailable.incrementAndGet();
            }
        }
    }

    /** That a journal has what was acknowledged, all of it, once, in order, and nothing else. */
    void check(Journal afterwards) {
        assertThat(acknowledged).as("seed %s", seed).isNotEmpty();
        acknowledged.forEach(
                (id, texts) -> assertThat(afterwards.read(id).orElseThrow().entries())
                        .as("seed %s, execution %s, %s refused", seed, id, unavailable)
                        .extracting(Entry::payload)
                        .extracting(payload -> new String(payload, UTF_8))
                        .isEqualTo(texts));
    }
}
