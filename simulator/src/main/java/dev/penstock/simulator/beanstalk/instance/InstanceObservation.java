package dev.penstock.simulator.beanstalk.instance;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How an instance is at a moment, as its health agent reports it.
 *
 * @param status its health
 * @param causes why it is not better, in AWS's sentences; none when it is well
 * @param requests how many requests it got in the {@code duration}
 * @param statusCodes how many of them were answered with 2xx, 3xx, 4xx and 5xx, by the hundred: 2 to 5
 * @param latencies in seconds by percentile: 10, 50, 75, 85, 90, 95, 99 and 100; none without requests
 * @param duration what the counts are about: ten seconds
 * @param load averages of one and five minutes; none when nothing is known
 * @param idle per cent of the CPU's time that was idle, 0 to 100
 */
public record InstanceObservation(
        InstanceStatus status,
        List<String> causes,
        long requests,
        Map<Integer, Long> statusCodes,
        Map<Integer, Double> latencies,
        Duration duration,
        List<Double> load,
        double idle) {

    public InstanceObservation {
        causes = List.copyOf(causes);
        statusCodes = Map.copyOf(statusCodes);
        latencies = Map.copyOf(latencies);
        load = List.copyOf(load);
    }

    /** An instance without requests. */
    public static InstanceObservation quiet(InstanceStatus status, List<String> causes) {
        return new InstanceObservation(
                status, causes, 0, Map.of(), Map.of(), Duration.ofSeconds(10), List.of(0.0, 0.0), 99.5);
    }
}
