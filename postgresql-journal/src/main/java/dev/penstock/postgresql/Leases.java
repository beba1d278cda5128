package dev.penstock.postgresql;

import dev.penstock.journal.RunnerId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runners of this process, whose leases are kept fresh by the server's clock; this process's only says when. */
final class Leases {

    private static final String BEAT =
            "INSERT INTO runner (id, lease_until) SELECT r, clock_timestamp() + ? * interval '1 millisecond'"
                    + " FROM unnest(?) r ORDER BY r"
                    + " ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until";

    private final Duration lease;
    private final Set<RunnerId> ours = ConcurrentHashMap.newKeySet();
    private volatile long lastBeat = System.nanoTime();

    Leases(Duration lease) {
        this.lease = lease;
    }

    boolean isOurs(RunnerId runner) {
        return ours.contains(runner);
    }

    /** From now on the runner is kept alive. */
    void born(RunnerId runner) {
        ours.add(runner);
    }

    void buried(RunnerId runner) {
        ours.remove(runner);
    }

    /** In milliseconds. */
    long lease() {
        return lease.toMillis();
    }

    /** What renews the leases, if a third of them is over. */
    Optional<Job<?>> beat() {
        if (untilNextBeat() > 0) {
            return Optional.empty();
        }
        lastBeat = System.nanoTime();
        return Optional.of(new Job<>(Job.Locks.NONE, null, transaction -> {
            Sql sql = transaction.sql();
            return sql.change(
                    BEAT, lease(), sql.texts(ours.stream().map(RunnerId::value).toList()));
        }));
    }

    /** In nanoseconds; long if there is nobody. */
    long untilNextBeat() {
        long pause = ours.isEmpty() ? Duration.ofHours(1).toNanos() : lease.toNanos() / 3;
        return pause - (System.nanoTime() - lastBeat);
    }
}
