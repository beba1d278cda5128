package dev.penstock.simulator.service;

/** A fault that was ordered, and what it strikes. */
public sealed interface FaultRule {

    /** What the fault is called in JSON, like {@code throttle}. */
    String word();

    /** How often and when. */
    Recurrence recurrence();

    /**
     * A fault of calls.
     *
     * @param effect what goes wrong
     * @param moment when
     * @param service the signing name of the service; empty for every one
     * @param operation its name; one that ends in {@code *} stands for all that begin so; empty for every one
     * @param resource text that the request must have; empty for any request
     */
    record OfCalls(
            String word,
            Effect effect,
            FaultPlan.Moment moment,
            String service,
            String operation,
            String resource,
            Recurrence recurrence)
            implements FaultRule {

        /** Whether it is about such a call, chance and time aside. */
        boolean fits(FaultPlan.Moment when, FaultPlan.Struck call) {
            return moment == when
                    && (service.isEmpty() || service.equals(call.service()))
                    && fitsOperation(call.operation())
                    && call.request().contains(resource);
        }

        private boolean fitsOperation(String name) {
            return operation.isEmpty()
                    || operation.equals(name)
                    || (operation.endsWith("*") && name.startsWith(operation.substring(0, operation.length() - 1)));
        }
    }

    /**
     * A fault within a service.
     *
     * @param incident what goes wrong, and with what
     */
    record Within(String word, Incident incident, Recurrence recurrence) implements FaultRule {}

    /** What goes wrong with a call, which may depend on the service: each has its own word for "too fast". */
    @FunctionalInterface
    interface Effect {
        Fault on(String service);
    }
}
