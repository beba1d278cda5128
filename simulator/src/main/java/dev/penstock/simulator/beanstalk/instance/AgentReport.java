package dev.penstock.simulator.beanstalk.instance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the health agent of an instance makes of the last ten seconds. Sources: Developer Guide, "Instance metrics",
 * "Notifications and troubleshooting"; which share of errors makes an instance how unwell is not documented, the thresholds
 * are an assumption.
 */
final class AgentReport {

    /** How long what is counted goes back. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int[] PERCENTILES = {10, 50, 75, 85, 90, 95, 99, 100};

    private AgentReport() {}

    /**
     * @param causes what is known already
     * @param count4xx whether errors of clients count
     */
    static InstanceObservation of(
            InstanceStatus status, List<String> causes, RecentRequests.Sample sample, boolean count4xx) {
        Map<Integer, Long> codes = new TreeMap<>();
        Map<Double, Long> seconds = new TreeMap<>();
        sample.byStatus()
                .forEach((code, times) -> times.forEach((time, count) -> {
                    codes.merge(code / 100, count, Long::sum);
                    seconds.merge(time, count, Long::sum);
                }));
        long all = codes.values().stream().mapToLong(Long::longValue).sum();
        List<String> why = new ArrayList<>(causes);
        InstanceStatus worst = status;
        if (all > 0) {
            double server = codes.getOrDefault(5, 0L) / (double) all;
            double client = codes.getOrDefault(4, 0L) / (double) all;
            InstanceStatus byServer = judged(server, 0.01, 0.1, 0.25);
            InstanceStatus byClient = count4xx ? judged(client, 0.1, 0.2, 0.4) : InstanceStatus.OK;
            if (byServer != InstanceStatus.OK) {
                why.add(percent(server) + " of the requests are failing with HTTP 5xx.");
            }
            if (byClient != InstanceStatus.OK) {
                why.add(percent(client) + " of the requests are erroring with HTTP 4xx.");
            }
            worst = worse(worst, worse(byServer, byClient));
        }
        double busy = Math.min(95, all * 0.05);
        return new InstanceObservation(
                worst,
                why,
                all,
                codes,
                percentiles(seconds, all),
                WINDOW,
                List.of(busy / 100, busy / 200),
                99.5 - busy);
    }

    private static InstanceStatus judged(double share, double warning, double degraded, double severe) {
        return share >= severe
                ? InstanceStatus.SEVERE
                : share >= degraded
                        ? InstanceStatus.DEGRADED
                        : share >= warning ? InstanceStatus.WARNING : InstanceStatus.OK;
    }

    private static InstanceStatus worse(InstanceStatus a, InstanceStatus b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** @param seconds in rising order */
    private static Map<Integer, Double> percentiles(Map<Double, Long> seconds, long all) {
        Map<Integer, Double> percentiles = new TreeMap<>();
        for (int percentile : PERCENTILES) {
            long wanted = Math.max(1, (long) Math.ceil(all * percentile / 100.0));
            long seen = 0;
            for (Map.Entry<Double, Long> each : seconds.entrySet()) {
                seen += each.getValue();
                if (seen >= wanted) {
                    percentiles.put(percentile, each.getKey());
                    break;
                }
            }
        }
        return percentiles;
    }
}
