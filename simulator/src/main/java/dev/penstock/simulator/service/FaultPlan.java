package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides which calls go wrong and how: by script, by chance from a seed, or by a test's own rule. */
@FunctionalInterface
public interface FaultPlan {

    /** When a fault strikes. */
    enum Moment {
        /** Before the call has any effect. */
        BEFORE,
        /**
         * After its effect was kept and before the answer is sent. Only {@link Fault.Disconnect}, {@link Fault.Delivery}
         * and {@link Fault.Disorder} are possible.
         */
        AFTER
    }

    /**
     * A call as plans see it.
     *
     * @param caller who calls
     * @param service the service's signing name; {@code registry} for the image registry
     * @param operation like {@code UpdateService}
     * @param request the request's text form, which has its members' names and values
     * @param at the simulated time
     */
    record Struck(Caller caller, String service, String operation, String request, Instant at) {}

    /** What goes wrong with this call at this moment, if anything. Asked once for each call and moment. */
    Optional<Fault> strike(Moment moment, Struck call);

    /** How far back its {@link Fault.Stale} and {@link Fault.Unseen} reach; zero when it has none. */
    default Duration memory() {
        return Duration.ZERO;
    }
}
