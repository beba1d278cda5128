package dev.penstock.simulator.service;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every change that calls made, in order: what a test asks that must show that no effect was doubled. */
public final class Effects {

    private final Store store;
    private final SimulatedTime time;
    private final Table<Effect> table;
    private final Set<Place> places =
            new TreeSet<>(Comparator.comparing(Place::account).thenComparing(Place::region));
    private long seen;

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

    /**
     * An account and a region in which something was changed.
     *
     * @param account twelve digits
     * @param region like {@code us-east-1}
     */
    public record Place(String account, String region) {}

    /** Where something was changed, in order of account and region. */
    public List<Place> places() {
        return store.transact(() -> {
            for (Effect effect : table.from(key(seen + 1)).values()) {
                places.add(new Place(effect.account(), effect.region()));
                seen = effect.number();
            }
            return List.copyOf(places);
        });
    }

    /** The latest effects, the last one first. */
    public List<Effect> latest(int most) {
        return store.transact(() ->
                after(Math.max(0, table.all().size() - most), most).reversed());
    }

    /** How many there are. */
    public long count() {
        return store.transact(() -> (long) table.all().size());
    }

    /**
     * The effects that follow one.
     *
     * @param number of the one, 0 for the beginning
     * @param most how many
     */
    public List<Effect> after(long number, int most) {
        return store.transact(
                () -> table.from(key(number + 1)).values().stream().limit(most).toList());
    }

    private static String key(long number) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, 12 - digits.length())) + digits;
    }

    void record(Caller caller, String service, String operation, String resource, String token) {
        long number = table.all().size() + 1L;
        table.put(
                key(number),
                new Effect(number, time.now(), caller.account(), caller.region(), service, operation, resource, token));
    }
}
