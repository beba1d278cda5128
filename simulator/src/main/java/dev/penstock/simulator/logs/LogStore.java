package dev.penstock.simulator.logs;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Log groups, streams and events, as other services write them. */
public final class LogStore {

    record Group(String account, String region, String name, Instant created) {
        String arn() {
            return "arn:aws:logs:" + region + ":" + account + ":log-group:" + name;
        }
    }

    record Stream(String group, String name, Instant created, Optional<Instant> first, Optional<Instant> last) {}

    /**
     * An event.
     *
     * @param stream its stream's name
     * @param number counts the events of the stream
     * @param at when it happened
     * @param message one line
     */
    record Event(String stream, long number, Instant at, String message) {}

    private final Table<Group> groups;
    private final Table<Stream> streams;
    private final Table<Event> events;

    public LogStore(Store store) {
        groups = store.table("logs.groups", Group.class);
        streams = store.table("logs.streams", Stream.class);
        events = store.table("logs.events", Event.class);
    }

    /** Whether a group is there. */
    public boolean hasGroup(String account, String region, String group) {
        return groups.has(key(account, region, group));
    }

    /** Makes a group if it is not there. */
    public void makeGroup(String account, String region, String group, Instant now) {
        if (!hasGroup(account, region, group)) {
            groups.put(key(account, region, group), new Group(account, region, group, now));
        }
    }

    /** Writes a line to a stream, which is made when it is not there; the group must be. */
    public void write(String account, String region, String group, String stream, Instant at, String message) {
        String key = streamKey(account, region, group, stream);
        Stream known = streams.get(key).orElse(new Stream(group, stream, at, Optional.empty(), Optional.empty()));
        streams.put(
                key,
                new Stream(group, stream, known.created(), known.first().or(() -> Optional.of(at)), Optional.of(at)));
        long number = events.under(key + "\u0000").size();
        events.put(key + "\u0000" + String.format("%012d", number), new Event(stream, number, at, message));
    }

    void makeStream(String account, String region, String group, String stream, Instant now) {
        streams.put(
                streamKey(account, region, group, stream),
                new Stream(group, stream, now, Optional.empty(), Optional.empty()));
    }

    Optional<Group> group(String account, String region, String name) {
        return groups.get(key(account, region, name));
    }

    List<Group> groups(String account, String region, String prefix) {
        return List.copyOf(groups.under(key(account, region, prefix)).values());
    }

    void deleteGroup(String account, String region, String name) {
        String within = key(account, region, name) + "\u0000";
        List.copyOf(events.under(within).keySet()).forEach(events::remove);
        List.copyOf(streams.under(within).keySet()).forEach(streams::remove);
        groups.remove(key(account, region, name));
    }

    Optional<Stream> stream(String account, String region, String group, String name) {
        return streams.get(streamKey(account, region, group, name));
    }

    List<Stream> streams(String account, String region, String group, String prefix) {
        return List.copyOf(
                streams.under(streamKey(account, region, group, prefix)).values());
    }

    /** The events of a stream, or of all streams of the group when the name is empty, in order. */
    List<Event> events(String account, String region, String group, String stream) {
        String within = stream.isEmpty()
                ? key(account, region, group) + "\u0000"
                : streamKey(account, region, group, stream) + "\u0000";
        return List.copyOf(events.under(within).values());
    }

    private static String key(String account, String region, String group) {
        return account + "/" + region + "/" + group;
    }

    private static String streamKey(String account, String region, String group, String stream) {
        return key(account, region, group) + "\u0000" + stream;
    }
}
