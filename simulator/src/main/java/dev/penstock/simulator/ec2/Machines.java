package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The instances of all accounts and their lives. Who launches them here is told when somebody else ends them. All methods are called
 * within transactions.
 */
public final class Machines {

    private static final String TURNS = "ec2.instance";
    private static final String FORGOTTEN = "ec2.forgotten";

    /** From launch to running, and from the order to the end: EC2 documents neither; users see about this. */
    private static final Duration STARTING = Duration.ofSeconds(20);

    private static final Duration ENDING = Duration.ofSeconds(35);

    /** How long an instance is listed after its end. Source: EC2 User Guide, "Terminate your instance": about an hour. */
    private static final Duration LISTED = Duration.ofHours(1);

    private final Table<Machine> table;
    private final Index<Machine> byPlace;
    private final Calendar calendar;
    private final Tags tags;
    private final List<Consumer<Machine>> listeners = new ArrayList<>();

    public Machines(Store store, Calendar calendar, Tags tags) {
        this.table = store.table("ec2.instances", Machine.class);
        this.byPlace = table.index(machine -> List.of(machine.place().key()));
        this.calendar = calendar;
        this.tags = tags;
        calendar.on(TURNS, this::turns);
        calendar.inPassing(FORGOTTEN, this::forget);
    }

    /** Says who is told of instances that have begun to end or stopped, whoever asked for it. */
    public void whenGone(Consumer<Machine> told) {
        listeners.add(told);
    }

    /** Launches an instance. */
    public void launch(Machine.Launch launch, Map<String, String> given) {
        table.put(launch.id(), new Machine(launch, Machine.State.PENDING, launch.at(), "", false));
        tags.add(launch.place().arn("instance", launch.id()), given);
        calendar.enter(TURNS, launch.id(), launch.at().plus(STARTING));
    }

    public Optional<Machine> find(String id) {
        return table.get(id);
    }

    /** Those of an account in a region, the oldest first. */
    public List<Machine> all(Place place) {
        return byPlace.of(place.key()).stream()
                .sorted(Comparator.comparing(
                                (Machine machine) -> machine.launch().at())
                        .thenComparing(Machine::id))
                .toList();
    }

    void put(Machine machine) {
        table.put(machine.id(), machine);
    }

    /**
     * Ends an instance, if it is not ending already.
     *
     * @param reason like {@code User initiated}
     */
    public void terminate(String id, String reason) {
        find(id).filter(machine -> !machine.isEnding())
                .ifPresent(machine -> turn(machine, Machine.State.SHUTTING_DOWN, reason));
    }

    void stop(Machine machine) {
        turn(machine, Machine.State.STOPPING, "User initiated");
    }

    void start(Machine machine) {
        Machine pending = machine.in(Machine.State.PENDING, calendar.now(), "");
        put(pending);
        calendar.enter(TURNS, machine.id(), calendar.now().plus(STARTING));
    }

    private void turn(Machine machine, Machine.State next, String reason) {
        Machine turned = machine.in(next, calendar.now(), reason);
        put(turned);
        calendar.enter(TURNS, machine.id(), calendar.now().plus(ENDING));
        listeners.forEach(listener -> listener.accept(turned));
    }

    private void turns(String id) {
        find(id).ifPresent(machine -> {
            Machine.State next = switch (machine.state()) {
                case PENDING, RUNNING -> Machine.State.RUNNING;
                case SHUTTING_DOWN, TERMINATED -> Machine.State.TERMINATED;
                case STOPPING, STOPPED -> Machine.State.STOPPED;
            };
            put(machine.in(next, calendar.now(), machine.reason()));
            if (next == Machine.State.TERMINATED) {
                calendar.enter(FORGOTTEN, id, calendar.now().plus(LISTED));
            }
        });
    }

    private void forget(String id) {
        find(id).ifPresent(machine -> tags.forget(machine.place().arn("instance", id)));
        table.remove(id);
    }
}
