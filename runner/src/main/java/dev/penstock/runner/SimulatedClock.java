package dev.penstock.runner;

import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.time.Instant;

/** The clock of the simulated AWS as the engine's clock: both live in one time. */
public final class SimulatedClock implements EngineClock {

    private final SimulatedTime time;

    /** The engine's side of a simulated time. */
    public SimulatedClock(SimulatedTime time) {
        this.time = time;
    }

    @Override
    public Instant instant() {
        return time.now();
    }

    @Override
    public Alarm at(Instant due, Runnable task) {
        SimulatedTime.Scheduled scheduled = time.at(due, task);
        return scheduled::cancel;
    }

    @Override
    public Alarm atTheLatest(Instant due, Runnable task) {
        SimulatedTime.Scheduled scheduled = time.passing(due, task);
        return scheduled::cancel;
    }

    @Override
    public Busy busy() {
        SimulatedTime.Busy token = time.busy();
        return token::close;
    }
}
