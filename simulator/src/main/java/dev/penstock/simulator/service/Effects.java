package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.util.List;

/** Every change that calls made, in order: what a test asks that must show that no effect was doubled. */
public final class Effects {

    private final Store store;
    private final SimulatedTime time;
    private final Table<Effect> table;

    public Effects(Store store, SimulatedTime time) {
        this.store = store;
        this.time = time;
        this.table = store.table("effects", Effect.class);
    }

    /** All effects since the account was first opened. */
    public List<Effect> all() {
        return store.transact(() -> List.copyOf(table.all()));
    }

    /** The effects of one operation. */
    public List<Effect> of(String service, String operation) {
        return all().stream()
                .filter(e -> e.service().equals(service) && e.operation().equals(operation))
                .toList();
    }

    void record(Caller caller, String service, String operation, String resource, String token) {
        long number = table.all().size() + 1L;
        table.put(
                String.format("%012d", number),
                new Effect(number, time.now(), caller.account(), caller.region(), service, operation, resource, token));
    }
}
