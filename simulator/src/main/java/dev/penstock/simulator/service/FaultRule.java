package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault and which calls it strikes.
 *
 * @param word what the fault is called in JSON, like {@code throttle}
 * @param effect what goes wrong
 * @param moment when
 * @param service the signing name of the service; empty for every one
 * @param operation its name; one that ends in {@code *} stands for all that begin so; empty for every one
 * @param resource text that the request must have; empty for any request
 * @param probability with which it strikes a call that fits, from 0 to 1
 * @param skip how many calls that fit it lets pass first
 * @param times how often it strikes at most; empty for no limit
 * @param after from when on, in simulated time from when it was ordered
 * @param until until when; empty for ever
 */
public record FaultRule(
        String word,
        Effect effect,
        FaultPlan.Moment moment,
        String service,
        String operation,
        String resource,
        double probability,
        long skip,
        Optional<Long> times,
        Duration after,
        Optional<Duration> until) {

    /** What goes wrong, which may depend on the service: each has its own word for "too fast". */
    @FunctionalInterface
    public interface Effect {
        Fault on(String service);
    }

    /** Whether it is about such a call, chance and time aside. */
    boolean fits(FaultPlan.Moment when, FaultPlan.Struck call) {
        return moment == when
                && (service.isEmpty() || service.equals(call.service()))
                && fitsOperation(call.operation())
                && call.request().contains(resource);
    }

    /** Whether it is in force that long after it was ordered. */
    boolean inForce(Duration since) {
        return since.compareTo(after) >= 0
                && until.map(end -> since.compareTo(end) < 0).orElse(true);
    }

    private boolean fitsOperation(String name) {
        return operation.isEmpty()
                || operation.equals(name)
                || (operation.endsWith("*") && name.startsWith(operation.substring(0, operation.length() - 1)));
    }
}
