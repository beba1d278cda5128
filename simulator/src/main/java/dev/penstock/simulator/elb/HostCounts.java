package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.RequestMetrics.Place;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * {@code HealthyHostCount} and {@code UnHealthyHostCount}: what they were is remembered, and handed to CloudWatch minute
 * by minute when somebody reads metrics. All methods are called inside transactions.
 */
final class HostCounts {

    /** Minutes that nobody asked for are handed over at most this far back. */
    private static final Duration REMEMBERED = Duration.ofHours(3);

    private record Hosts(int healthy, int unhealthy) {}

    private static final class History {
        private final TreeMap<Instant, Hosts> changes = new TreeMap<>();
        private Instant next;

        History(Instant next) {
            this.next = next;
        }
    }

    private final ElbStore rows;
    private final SimulatedTime time;
    private final RequestMetrics.Sink sink;
    private final Map<String, History> histories = new HashMap<>();

    HostCounts(ElbStore rows, SimulatedTime time, RequestMetrics.Sink sink) {
        this.rows = rows;
        this.time = time;
        this.sink = sink;
    }

    /** Notes that the health of a group's targets changed. */
    void changed(String group) {
        history(group).changes.put(time.now(), count(group));
    }

    /** Hands over every minute that is over. */
    void flush() {
        for (GroupRow group : rows.groups("")) {
            String arn = group.model().targetGroupArn();
            List<String> balancers = rows.balancersOf(arn);
            if (!balancers.isEmpty()) {
                flush(arn, new Place(balancers.getFirst(), ""), AttributeRules.isApplication(group.model()));
            }
        }
    }

    private void flush(String group, Place place, boolean application) {
        History history = history(group);
        Instant now = time.now().truncatedTo(ChronoUnit.MINUTES);
        Instant earliest = now.minus(REMEMBERED);
        Instant minute = history.next.isBefore(earliest) ? earliest : history.next;
        String namespace = application ? RequestMetrics.APPLICATION : RequestMetrics.NETWORK;
        for (; minute.isBefore(now); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            var last = history.changes.lowerEntry(minute.plus(1, ChronoUnit.MINUTES));
            if (last != null || history.changes.isEmpty()) {
                Hosts hosts = last == null ? count(group) : last.getValue();
                record(place, group, "HealthyHostCount", namespace, minute, hosts.healthy());
                record(place, group, "UnHealthyHostCount", namespace, minute, hosts.unhealthy());
            }
        }
        history.next = minute;
        Instant kept = history.changes.lowerKey(minute);
        if (kept != null) {
            history.changes.headMap(kept, false).clear();
        }
    }

    private void record(Place place, String group, String metric, String namespace, Instant minute, int hosts) {
        RequestMetrics.hosts(sink, minute, place, group, metric, namespace, Statistics.of(hosts));
    }

    private History history(String group) {
        return histories.computeIfAbsent(group, arn -> new History(time.now().truncatedTo(ChronoUnit.MINUTES)));
    }

    private Hosts count(String group) {
        int healthy = 0;
        int unhealthy = 0;
        for (ElbStore.TargetRow row : rows.targets(group)) {
            healthy += row.health().state() == TargetHealthStateEnum.HEALTHY ? 1 : 0;
            unhealthy += row.health().state() == TargetHealthStateEnum.UNHEALTHY ? 1 : 0;
        }
        return new Hosts(healthy, unhealthy);
    }
}
