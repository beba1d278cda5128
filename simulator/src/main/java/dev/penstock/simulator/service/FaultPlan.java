package dev.penstock.simulator.service;

import java.util.Optional;

/** Decides which calls go wrong and how: by script, by chance from a seed, or by a test's own rule. */
@FunctionalInterface
public interface FaultPlan {

    /** When a fault strikes. */
    enum Moment {
        /** Before the call has any effect. */
        BEFORE,
        /** After its effect was kept and before the answer is sent. Only {@link Fault.Disconnect} is possible. */
        AFTER
    }

    /**
     * A call as plans see it.
     *
     * @param caller who calls
     * @param service the service's signing name; {@code registry} for the image registry
     * @param operation like {@code UpdateService}
     * @param request the request's text form, which has its members' names and values
     */
    record Struck(Caller caller, String service, String operation, String request) {}

    /** What goes wrong with this call at this moment, if anything. Asked once for each call and moment. */
    Optional<Fault> strike(Moment moment, Struck call);
}
