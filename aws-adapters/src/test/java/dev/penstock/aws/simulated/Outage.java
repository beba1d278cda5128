package dev.penstock.aws.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.service.FaultPlan.Struck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** A time in which calls to a simulated account go wrong. It comes once, when it is told to. */
public final class Outage {

    private final InstantSource time;
    private Instant until = Instant.MIN;

    private Outage(SimulatedAccount account, Predicate<Struck> which, Fault fault) {
        this.time = account.clock();
        account.aws
                .faults()
                .add((moment, call) ->
                        moment == Moment.BEFORE && isOn() && which.test(call) ? Optional.of(fault) : Optional.empty());
    }

    /** Reads are throttled. */
    public static Outage throttledReads(SimulatedAccount account) {
        return new Outage(
                account,
                call -> call.operation().startsWith("Describe")
                        || call.operation().startsWith("BatchGet")
                        || call.operation().startsWith("List"),
                Fault.throttled());
    }

    /** All calls are refused, as the session's credentials have expired. */
    public static Outage expiredCredentials(SimulatedAccount account) {
        return new Outage(
                account,
                call -> true,
                new Fault.Refuse(
                        400, "ExpiredTokenException", "The security token included in the request is expired"));
    }

    private synchronized boolean isOn() {
        return time.instant().isBefore(until);
    }

    /** Begins, unless it did before. */
    public synchronized void begin(Duration length) {
        if (until.equals(Instant.MIN)) {
            until = time.instant().plus(length);
        }
    }

    /** It has been, and is over. */
    public synchronized void assertOver() {
        assertThat(until).isAfter(Instant.MIN).isBefore(time.instant());
    }
}
