package dev.penstock.simulator.beanstalk.instance;

import java.time.Instant;
import java.util.Map;

/** Knows what requests targets of load balancers got lately. Asked within a transaction. */
@FunctionalInterface
public interface RecentRequests {

    /** Nobody asks for anything. */
    RecentRequests NONE = (account, target, from) -> new Sample(Map.of());

    /**
     * Requests of a stretch of time.
     *
     * @param byStatus seconds that answers took, with how many took that long, by status
     */
    record Sample(Map<Integer, Map<Double, Long>> byStatus) {
        public Sample {
            byStatus = Map.copyOf(byStatus);
        }
    }

    /** What a target got from an instant until now. */
    Sample of(String account, String target, Instant from);
}
