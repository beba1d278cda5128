package dev.penstock.simulator.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults in force. Plans are asked in the order in which they were added; the first that strikes counts. */
public final class Faults {

    private final List<FaultPlan> plans = new CopyOnWriteArrayList<>();

    /** Adds a plan. */
    public void add(FaultPlan plan) {
        plans.add(plan);
    }

    /** Lets the next {@code times} calls of an operation fail before they have an effect. */
    public void before(String service, String operation, int times, Fault fault) {
        add(scripted(FaultPlan.Moment.BEFORE, service, operation, "", times, fault));
    }

    /**
     * Lets the next {@code times} calls of an operation on one resource fail before they have an effect.
     *
     * @param about text that the request must contain, like a service's name
     */
    public void before(String service, String operation, String about, int times, Fault fault) {
        add(scripted(FaultPlan.Moment.BEFORE, service, operation, about, times, fault));
    }

    /** Loses the answers to the next {@code times} calls of an operation, after they had their effect. */
    public void loseAnswers(String service, String operation, int times) {
        add(scripted(FaultPlan.Moment.AFTER, service, operation, "", times, Fault.disconnected()));
    }

    /** Ends all faults. */
    public void clear() {
        plans.clear();
    }

    /** What goes wrong with a call at a moment. */
    public Optional<Fault> strike(FaultPlan.Moment moment, FaultPlan.Struck call) {
        for (FaultPlan plan : plans) {
            Optional<Fault> fault = plan.strike(moment, call);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** Whether any plan is in force. */
    public boolean any() {
        return !plans.isEmpty();
    }

    private static FaultPlan scripted(
            FaultPlan.Moment when, String service, String operation, String about, int times, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return (moment, call) -> {
            boolean meant = moment == when
                    && call.service().equals(service)
                    && call.operation().equals(operation)
                    && call.request().contains(about);
            return meant && left.getAndDecrement() > 0 ? Optional.of(fault) : Optional.empty();
        };
    }
}
