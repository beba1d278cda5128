package dev.penstock.lambda.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Append;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.testing.FaultyJournal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deployments by a runner whose calls die between any two writes, run out of time, are frozen past their lease and thawed,
 * overlap, and are made five times for one event: none is lost, none is doubled. {@code -Dpenstock.lambda.seeds} says how many
 * simulated deployments, {@code -Dpenstock.lambda.seed} with which one to begin.
 */
@Timeout(600)
class RunnerFaultsTest {

    private static final int DEPLOYMENTS_OF_AN_EXECUTION = 3;

    @TempDir
    Path folder;

    private enum Fate {
        WELL,
        DIES_BEFORE_A_WRITE,
        DIES_AFTER_A_WRITE,
        IS_FROZEN_PAST_ITS_LEASE,
        RUNS_OUT_OF_TIME
    }

    private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void noDeploymentIsLostOrDoubledWhateverBecomesOfTheCalls() throws InterruptedException {
        int wanted = Integer.getInteger("penstock.lambda.seeds", 300);
        long seed = Long.getLong("penstock.lambda.seed", 1);
        int deployments = 0;
        while (deployments < wanted) {
            deployments += simulate(seed++);
        }
        System.out.println(deployments + " simulated deployments, seeds to " + (seed - 1) + ", calls: " + fates
                + ", writes refused after a freeze: " + refused);
        assertThat(fates.keySet()).containsExactlyInAnyOrder(Fate.values());
        assertThat(refused).as("writes of frozen calls are refused").hasPositiveValue();
    }

    private int simulate(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (SimulatedRunner lambda = new SimulatedRunner(folder)) {
            lambda.seenBy = (call, journal) -> seen(lambda, call, random);
            lambda.copies = random.nextInt(5);
            lambda.timeout = () -> timeout(random);
            lambda.tickEvery(Duration.ofMinutes(5));
            lambda.register("shop", 1 + random.nextInt(400));
            int executions = 1 + random.nextInt(3);
            for (int i = 0; i < executions; i++) {
                for (int copy = 0; copy <= random.nextInt(5); copy++) {
                    Instant at = SimulatedRunner.NOON.plusMillis(random.nextInt(3) == 0 ? 0 : random.nextInt(20_000));
                    lambda.later(at, lambda.objectCreated("shop", "e-" + i));
                }
            }
            answerInTime(lambda);
            assertThat(lambda.executions()).as(() -> story(seed, lambda)).hasSize(executions);
            for (ExecutionState state : lambda.executions()) {
                assertThat(state.outcome())
                        .as(() -> story(seed, lambda) + "\n" + state)
                        .contains(Outcome.SUCCEEDED);
            }
            assertThat(lambda.world.made().values())
                    .as(() -> story(seed, lambda))
                    .hasSize(executions * DEPLOYMENTS_OF_AN_EXECUTION)
                    .containsOnly(1);
            return executions * DEPLOYMENTS_OF_AN_EXECUTION;
        }
    }

    /** Somebody approves what asks, once, and nothing but the runner's own schedules calls it then. */
    private static void answerInTime(SimulatedRunner lambda) throws InterruptedException {
        Map<ExecutionId, Boolean> answered = new HashMap<>();
        for (int minute = 0; minute < 24 * 60 / 3; minute++) {
            lambda.clock.advance(Duration.ofMinutes(3));
            boolean open = false;
            for (ExecutionState state : lambda.executions()) {
                open |= state.outcome().isEmpty();
                boolean asks = state.outcome().isEmpty()
                        && state.latestStage().orElseThrow().name().equals("Ask");
                if (asks && answered.putIfAbsent(state.id(), true) == null) {
                    new ExecutionReader(lambda.journal)
                            .send(
                                    state.id(),
                                    new Signal.Answer(Optional.of("Approve"), new ApprovalAnswer(true, "", "ann")),
                                    lambda.clock.instant());
                }
            }
            if (!open && minute > 0) {
                return;
            }
        }
    }

    private Duration timeout(Random random) {
        synchronized (random) {
            if (random.nextInt(6) != 0) {
                return SimulatedRunner.TIMEOUT;
            }
            synchronized (fates) {
                fates.merge(Fate.RUNS_OUT_OF_TIME, 1, Integer::sum);
            }
            return Duration.ofMillis(10_000 + random.nextInt(2_000));
        }
    }

    private Journal seen(SimulatedRunner lambda, RunnerId call, Random random) {
        Fate fate;
        int at;
        synchronized (random) {
            fate = random.nextInt(3) == 0 ? Fate.values()[random.nextInt(4)] : Fate.WELL;
            at = 1 + random.nextInt(6);
        }
        synchronized (fates) {
            fates.merge(fate, 1, Integer::sum);
        }
        return switch (fate) {
            case WELL, RUNS_OUT_OF_TIME -> lambda.journal;
            case DIES_BEFORE_A_WRITE -> {
                var journal = new FaultyJournal(lambda.journal);
                journal.dieBefore(at);
                yield journal;
            }
            case DIES_AFTER_A_WRITE -> {
                var journal = new FaultyJournal(lambda.journal);
                journal.dieAfter(at);
                yield journal;
            }
            case IS_FROZEN_PAST_ITS_LEASE -> frozen(lambda, call, at);
        };
    }

    /** Right before a write, the call's lease runs out and somebody else takes the execution; then the write is made. */
    private Journal frozen(SimulatedRunner lambda, RunnerId call, int at) {
        AtomicInteger writes = new AtomicInteger();
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    boolean frozen = method.getName().equals("append") && writes.incrementAndGet() == at;
                    if (frozen) {
                        lambda.journal.endProcessOf(call);
                        ExecutionId execution = ((Append) arguments[0]).execution();
                        try (RunnerRegistration other =
                                lambda.journal.register(new RunnerId(call.value() + "/successor"))) {
                            Fence fence = lambda.journal.take(execution, other.runner());
                            lambda.journal.release(execution, fence);
                        }
                        refused.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(lambda.journal, arguments);
                        if (frozen) {
                            assertThat((CompletableFuture<?>) result)
                                    .failsWithin(Duration.ofSeconds(5))
                                    .withThrowableOfType(ExecutionException.class)
                                    .withCauseInstanceOf(JournalException.FencedOff.class);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String story(long seed, SimulatedRunner lambda) {
        return "seed " + seed + " (-Dpenstock.lambda.seed=" + seed + "): " + lambda.world.made() + "\n"
                + String.join("\n", lambda.log);
    }
}
