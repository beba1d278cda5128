package dev.penstock.simulator.logs;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Log groups, streams and events, as other services write them. */
public final class LogStore {

    /**
     * A log group.
     *
     * @param retentionDays how long events are kept; empty for always
     */
    record Group(
            String account,
            String region,
            String name,
            Instant created,
            Optional<Integer> retentionDays,
            Optional<String> kmsKeyId,
            Optional<String> logGroupClass) {

        String arn() {
            return "arn:aws:logs:" + region + ":" + account + ":log-group:" + name;
        }

        /** Whether an event of that time is kept no longer. */
        boolean hasOutlived(Instant event, Instant now) {
            return retentionDays
                    .filter(days -> event.isBefore(now.minus(Duration.ofDays(days))))
                    .isPresent();
        }
    }

    /**
     * A log stream.
     *
     * @param events how many were ever written, which numbers the next one
     */
    record Stream(
            String group,
            String name,
            Instant created,
            Optional<Instant> first,
            Optional<Instant> last,
            Optional<Instant> ingested,
            long events) {}

    /**
     * An event.
     *
     * @param stream its stream's name
     * @param number counts the events of the stream
     * @param at when it happened
     * @param message one line
     * @param ingested when it was written; empty when that is when it happened
     */
    record Event(String stream, long number, Instant at, String message, Optional<Instant> ingested) {

        /** The order in which events are read. */
        static final Comparator<Event> IN_TIME =
                Comparator.comparing(Event::at).thenComparing(Event::stream).thenComparingLong(Event::number);

        long ingestedMillis() {
            return ingested.orElse(at).toEpochMilli();
        }
    }

    /** Hears of events when they are written. */
    interface Listener {

        /** Some events of one stream were written, within the current transaction. */
        void wrote(Group group, List<Event> events);
    }

    private final Table<Group> groups;
    private final Table<Stream> streams;
    private final Table<Event> events;
    private final List<Listener> listeners = new ArrayList<>();

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
            put(new Group(account, region, group, now, Optional.empty(), Optional.empty(), Optional.empty()));
        }
    }

    /** Writes a line to a stream, which is made when it is not there; the group must be. */
    public void write(String account, String region, String group, String stream, Instant at, String message) {
        write(account, region, group, stream, List.of(new Event(stream, 0, at, message, Optional.empty())));
    }

    /** Writes events to a stream, which is made when it is not there; their numbers are given here. */
    void write(String account, String region, String group, String stream, List<Event> written) {
        if (written.isEmpty()) {
            return;
        }
        String key = streamKey(account, region, group, stream);
        Stream known = streams.get(key)
                .orElse(new Stream(
                        group,
                        stream,
                        written.getFirst().at(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0));
        List<Event> numbered = new ArrayList<>();
        Instant first = known.first().orElse(written.getFirst().at());
        Instant last = known.last().orElse(written.getFirst().at());
        for (Event event : written) {
            long number = known.events() + numbered.size();
            Event own = new Event(stream, number, event.at(), event.message(), event.ingested());
            events.put(key + "\u0000" + String.format(Locale.ROOT, "%012d", number), own);
            numbered.add(own);
            first = event.at().isBefore(first) ? event.at() : first;
            last = event.at().isAfter(last) ? event.at() : last;
        }
        Event latest = numbered.getLast();
        streams.put(
                key,
                new Stream(
                        group,
                        stream,
                        known.created(),
                        Optional.of(first),
                        Optional.of(last),
                        Optional.of(latest.ingested().orElse(latest.at())),
                        known.events() + numbered.size()));
        groups.get(key(account, region, group)).ifPresent(g -> {
            forgetOld(g, key, latest.ingested().orElse(latest.at()));
            listeners.forEach(l -> l.wrote(g, numbered));
        });
    }

    void onWrite(Listener listener) {
        listeners.add(listener);
    }

    void put(Group group) {
        groups.put(key(group.account(), group.region(), group.name()), group);
    }

    void makeStream(String account, String region, String group, String stream, Instant now) {
        streams.put(
                streamKey(account, region, group, stream),
                new Stream(group, stream, now, Optional.empty(), Optional.empty(), Optional.empty(), 0));
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

    void deleteStream(String account, String region, String group, String name) {
        String key = streamKey(account, region, group, name);
        List.copyOf(events.under(key + "\u0000").keySet()).forEach(events::remove);
        streams.remove(key);
    }

    Optional<Stream> stream(String account, String region, String group, String name) {
        return streams.get(streamKey(account, region, group, name));
    }

    List<Stream> streams(String account, String region, String group, String prefix) {
        return List.copyOf(
                streams.under(streamKey(account, region, group, prefix)).values());
    }

    /** The events of a stream, or of all streams of the group when the name is empty, in order of time. */
    List<Event> events(Group group, String stream, Instant now) {
        String within = stream.isEmpty()
                ? key(group.account(), group.region(), group.name()) + "\u0000"
                : streamKey(group.account(), group.region(), group.name(), stream) + "\u0000";
        return events.under(within).values().stream()
                .filter(e -> !group.hasOutlived(e.at(), now))
                .sorted(Event.IN_TIME)
                .toList();
    }

    /** Drops the oldest events of a stream that are kept no longer. */
    private void forgetOld(Group group, String streamKey, Instant now) {
        if (group.retentionDays().isEmpty()) {
            return;
        }
        List<String> old = new ArrayList<>();
        for (Map.Entry<String, Event> entry : events.under(streamKey + "\u0000").entrySet()) {
            if (!group.hasOutlived(entry.getValue().at(), now)) {
                break;
            }
            old.add(entry.getKey());
        }
        old.forEach(events::remove);
    }

    private static String key(String account, String region, String group) {
        return account + "/" + region + "/" + group;
    }

    private static String streamKey(String account, String region, String group, String stream) {
        return key(account, region, group) + "\u0000" + stream;
    }
}
