package dev.penstock.aws.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Entry;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.WholeExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Deployments of several runners over one table on a bad day. Each deployment has five steps; in the middle it holds a stage
 * that others want. Runners are frozen past their lease and thawed, killed in the middle, and asked twice at once.
 */
final class DeploymentWorld {

    static final int STEPS = 5;
    static final String SUPERSEDED = "superseded";
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(10);
    private static final int STAGES = 3;

    private final long seed;
    private final Random random;
    private final DynamoDbClient tables;
    private final String table;
    private final ManualClock clock = new ManualClock();
    private final List<DeploymentRunner> runners = new ArrayList<>();
    private final List<ExecutionId> deployments = new ArrayList<>();

    /** What was acknowledged: by execution and version, and signals by execution. */
    private final Map<ExecutionId, Map<Long, String>> acknowledged = new HashMap<>();

    private final Map<ExecutionId, Set<SignalId>> sent = new HashMap<>();
    private int names;
    private int struck;

    DeploymentWorld(DynamoDbClient tables, String table, long seed) {
        this.tables = tables;
        this.table = table;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Runs so many deployments to their ends, and looks what became of them. Returns how many calls went wrong. */
    int run(int count) {
        for (int i = 0; i < 3; i++) {
            runners.add(runner(0.08));
        }
        while (deployments.size() < count) {
            step();
            start();
        }
        for (int i = 0; i < count * 6; i++) {
            step();
        }
        DeploymentRunner last = heal(count);
        deployments.forEach(id -> check(last, id));
        return struck;
    }

    private DeploymentRunner runner(double share) {
        names++;
        var faulty = new FaultyDynamoDb(tables, random.nextLong(), share);
        Random writes = new Random(random.nextLong());
        var journal = DynamoDbJournal.open(
                faulty.client(),
                DynamoDbJournalOptions.of(table)
                        .withLease(LEASE, clock)
                        .withAttempts(4)
                        .with(
                                () -> {
                                    synchronized (writes) {
                                        return writes.nextLong();
                                    }
                                },
                                time -> {}));
        return new DeploymentRunner(this, journal, faulty, "runner-" + seed + "-" + names);
    }

    private void start() {
        ExecutionId id = new ExecutionId(new UUID(random.nextLong(), random.nextLong()));
        if (any().create(id)) {
            deployments.add(id);
        }
    }

    private DeploymentRunner any() {
        return runners.get(random.nextInt(runners.size()));
    }

    private void step() {
        DeploymentRunner runner = any();
        switch (random.nextInt(20)) {
            case 0 -> {
                // Frozen past its lease: the others take what it had, while it still believes to have it.
                clock.advance(LEASE.plusSeconds(1));
                runners.stream().filter(other -> other != runner).forEach(DeploymentRunner::beat);
                runners.stream().filter(other -> other != runner).forEach(other -> other.take(4));
            }
            case 1 -> {
                runner.kill();
                runners.remove(runner);
                struck += runner.struck();
                runners.add(runner(0.08));
            }
            case 2 -> {
                DeploymentRunner other = any();
                Thread twice = Thread.startVirtualThread(() -> runner.take(3));
                if (other != runner) {
                    other.take(3);
                }
                join(twice);
            }
            case 3 -> {
                if (!deployments.isEmpty()) {
                    runner.send(deployments.get(random.nextInt(deployments.size())));
                }
            }
            case 4, 5, 6 -> runner.take(4);
            case 7 -> runner.giveBack();
            default -> runner.advance();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The bad day is over: one runner without faults brings all to their ends. */
    private DeploymentRunner heal(int count) {
        runners.forEach(runner -> {
            runner.kill();
            struck += runner.struck();
        });
        clock.advance(LEASE.plusSeconds(1));
        DeploymentRunner last = runner(0);
        for (int round = 0; round < count * 20 && !last.isAllOver(deployments); round++) {
            last.take(count);
            for (int i = 0; i < count; i++) {
                last.advance();
            }
        }
        assertThat(last.isAllOver(deployments))
                .as("seed %s: all deployments end", seed)
                .isTrue();
        return last;
    }

    synchronized void acknowledged(ExecutionId id, long version, String payload) {
        String before =
                acknowledged.computeIfAbsent(id, missing -> new HashMap<>()).put(version, payload);
        assertThat(before)
                .as("seed %s: version %s of %s is acknowledged once", seed, version, id)
                .isNull();
    }

    synchronized void sent(ExecutionId id, SignalId signal) {
        sent.computeIfAbsent(id, missing -> new HashSet<>()).add(signal);
    }

    /** Nothing that was acknowledged is lost, and nothing is there twice. */
    private void check(DeploymentRunner last, ExecutionId id) {
        StoredExecution stored = last.read(id);
        Map<Long, String> wanted = acknowledged.getOrDefault(id, Map.of());
        List<String> steps = new ArrayList<>();
        List<SignalId> taken = new ArrayList<>();
        for (Entry entry : stored.entries()) {
            String payload = new String(entry.payload(), UTF_8);
            assertThat(wanted.getOrDefault(entry.version(), payload))
                    .as("seed %s: version %s of %s", seed, entry.version(), id)
                    .isEqualTo(payload);
            Deployment.Fact fact = Deployment.Fact.read(payload);
            fact.step().ifPresent(steps::add);
            taken.addAll(fact.takenIn());
        }
        assertThat(wanted.keySet())
                .as("seed %s: acknowledged versions of %s", seed, id)
                .allMatch(version -> version <= stored.summary().version());
        List<String> all = List.of("1", "2", "3", "4", "5");
        if (steps.getLast().equals(SUPERSEDED)) {
            assertThat(steps.subList(0, steps.size() - 1))
                    .as("seed %s: the steps of %s", seed, id)
                    .isEqualTo(List.of("1", "2"));
        } else {
            assertThat(steps).as("seed %s: the steps of %s", seed, id).isEqualTo(all);
        }
        assertThat(taken).as("seed %s: signals of %s", seed, id).doesNotHaveDuplicates();
        WholeExecution whole = last.whole(id);
        Set<SignalId> heard = new HashSet<>(taken);
        whole.signals().forEach(signal -> heard.add(signal.id()));
        assertThat(heard).as("seed %s: signals sent to %s", seed, id).containsAll(sent.getOrDefault(id, Set.of()));
        assertThat(whole.claims()).as("seed %s: claims of %s", seed, id).isEmpty();
    }

    String stage(ExecutionId id) {
        return "web/stage-" + Math.floorMod(id.value().hashCode(), STAGES);
    }
}
