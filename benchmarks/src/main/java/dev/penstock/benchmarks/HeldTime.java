package dev.penstock.benchmarks;

import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Simulated time that stands still but where it is let pass. For one thread. */
final class HeldTime implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-02T12:00:00Z");

    private final SimulatedTime time = SimulatedTime.virtual(START);
    private SimulatedTime.Busy busy = time.busy();

    SimulatedTime time() {
        return time;
    }

    /** The same as an engine's clock. */
    EngineClock clock() {
        return new Clock(time);
    }

    /** Lets time pass, and holds it still again. */
    void pass(Duration duration) throws Exception {
        CompletableFuture<SimulatedTime.Busy> woken = new CompletableFuture<>();
        time.at(time.now().plus(duration), () -> woken.complete(time.busy()));
        passUntil(woken);
    }

    /** Lets time pass until somebody holds it still, and goes on holding it for them. */
    void passUntil(Future<SimulatedTime.Busy> held) throws Exception {
        busy.close();
        busy = held.get();
    }

    /** Seconds since the beginning. */
    static double seconds(Instant instant) {
        return Duration.between(START, instant).toMillis() / 1000.0;
    }

    @Override
    public void close() {
        busy.close();
    }

    private record Clock(SimulatedTime time) implements EngineClock {

        @Override
        public Instant instant() {
            return time.now();
        }

        @Override
        public Alarm at(Instant due, Runnable task) {
            return time.at(due, task)::cancel;
        }

        @Override
        public Alarm atTheLatest(Instant due, Runnable task) {
            return time.passing(due, task)::cancel;
        }

        @Override
        public Busy busy() {
            return time.busy()::close;
        }
    }
}
