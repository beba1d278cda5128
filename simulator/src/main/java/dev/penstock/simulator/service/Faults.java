package dev.penstock.simulator.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults in force. Plans are asked in the order in which they were added; the first that strikes counts. */
public final class Faults {

    private static final int MOST_STRIKES = 1000;

    /**
     * A fault that struck a call.
     *
     * @param number counts from 1
     * @param at the simulated time
     * @param account twelve digits
     * @param region the caller's region
     * @param service the service's signing name
     * @param operation like {@code UpdateService}
     * @param fault what went wrong
     */
    public record Strike(
            long number, Instant at, String account, String region, String service, String operation, Fault fault) {}

    /**
     * A rule in force.
     *
     * @param number counts from 1 in the order in which rules were ordered
     * @param rule what was ordered
     * @param struck how often it has struck
     */
    public record Ordered(long number, FaultRule rule, long struck) {}

    /**
     * Something that goes wrong within a service.
     *
     * @param incident what
     * @param after how long after its occasion
     */
    public record Due(Incident incident, Duration after) {}

    /**
     * An incident that was drawn.
     *
     * @param number counts from 1
     * @param place when it was drawn, and for what
     * @param word as JSON has it
     * @param due what happens, and when
     */
    public record Drawn(long number, Occasion.Place place, String word, Due due) {}

    /** A rule that was ordered. */
    sealed interface InForce permits SeededFaults, SeededIncidents {

        FaultRule rule();

        long struck();
    }

    private final List<FaultPlan> plans = new CopyOnWriteArrayList<>();
    private final List<InForce> inForce = new CopyOnWriteArrayList<>();
    private final Deque<Strike> strikes = new ArrayDeque<>();
    private final Deque<Drawn> incidents = new ArrayDeque<>();
    private final long seed;
    private volatile Runnable onClear = () -> {};
    private long struck;
    private long drawn;

    /** @param seed of the chance of rules that name none */
    public Faults(long seed) {
        this.seed = seed;
    }

    /** The seed of the chance of rules that name none. */
    public long seed() {
        return seed;
    }

    /** Adds a plan. */
    public void add(FaultPlan plan) {
        plans.add(plan);
    }

    /**
     * Adds rules.
     *
     * @param now the simulated time, from which on their own times count
     */
    public void order(FaultRules rules, Instant now) {
        SplittableRandom seeds = new SplittableRandom(rules.seed());
        for (FaultRule rule : rules.rules()) {
            long own = seeds.nextLong();
            switch (rule) {
                case FaultRule.OfCalls ofCalls -> {
                    SeededFaults seeded = new SeededFaults(ofCalls, own, now);
                    inForce.add(seeded);
                    plans.add(seeded);
                }
                case FaultRule.Within within -> inForce.add(new SeededIncidents(within, own, now));
            }
        }
    }

    /** The rules that were ordered. */
    public List<Ordered> ordered() {
        List<Ordered> all = new ArrayList<>();
        for (InForce each : inForce) {
            all.add(new Ordered(all.size() + 1L, each.rule(), each.struck()));
        }
        return all;
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

    /** Ends all faults, and forgets those that struck. What was drawn and is still to come does not happen. */
    public void clear() {
        synchronized (this) {
            plans.clear();
            inForce.clear();
            strikes.clear();
            incidents.clear();
            struck = 0;
            drawn = 0;
        }
        onClear.run();
    }

    /** Ends what goes wrong within services; faults of calls stay. */
    public void clearIncidents() {
        inForce.removeIf(SeededIncidents.class::isInstance);
        onClear.run();
    }

    /** Who takes back what was drawn and is still to come, when faults are ended. */
    public void onClear(Runnable takesBack) {
        onClear = takesBack;
    }

    /** What goes wrong within a service on an occasion. The first rule that strikes counts. */
    public Optional<Due> strike(Occasion occasion) {
        for (InForce each : inForce) {
            if (each instanceof SeededIncidents seeded) {
                Optional<Due> due = seeded.strike(occasion);
                if (due.isPresent()) {
                    note(occasion, seeded.rule().word(), due.get());
                    return due;
                }
            }
        }
        return Optional.empty();
    }

    /** The incidents that were drawn, oldest first; of very many the last thousand. */
    public synchronized List<Drawn> incidents() {
        return List.copyOf(incidents);
    }

    /** Whether changes by somebody else are among what was ordered. */
    public boolean anyForeignChange() {
        for (InForce each : inForce) {
            if (each.rule() instanceof FaultRule.Within(var word, Incident.ForeignChange change, var recurrence)) {
                return true;
            }
        }
        return false;
    }

    /** What goes wrong with a call at a moment. */
    public Optional<Fault> strike(FaultPlan.Moment moment, FaultPlan.Struck call) {
        for (FaultPlan plan : plans) {
            Optional<Fault> fault = plan.strike(moment, call);
            if (fault.isPresent()) {
                note(call, fault.get());
                return fault;
            }
        }
        return Optional.empty();
    }

    /** The faults that struck, oldest first; of very many the last thousand. */
    public synchronized List<Strike> strikes() {
        return List.copyOf(strikes);
    }

    /** Whether any plan is in force. */
    public boolean any() {
        return !plans.isEmpty();
    }

    /** How far back reads may have to look for what was true then. */
    public Duration memory() {
        Duration longest = Duration.ZERO;
        for (FaultPlan plan : plans) {
            Duration age = plan.memory();
            longest = age.compareTo(longest) > 0 ? age : longest;
        }
        return longest;
    }

    private synchronized void note(Occasion occasion, String word, Due due) {
        if (incidents.size() == MOST_STRIKES) {
            incidents.removeFirst();
        }
        incidents.addLast(new Drawn(++drawn, occasion.place(), word, due));
    }

    private synchronized void note(FaultPlan.Struck call, Fault fault) {
        if (strikes.size() == MOST_STRIKES) {
            strikes.removeFirst();
        }
        Caller caller = call.caller();
        strikes.addLast(new Strike(
                ++struck, call.at(), caller.account(), caller.region(), call.service(), call.operation(), fault));
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
