package dev.penstock.engine;

import dev.penstock.observe.ResourceId;
import java.time.Duration;
import java.util.function.Function;

/**
 * When an engine gives an execution back that only waits, so that it costs nothing here and whoever is free goes on with it.
 * It is released with a {@link dev.penstock.journal.Wakeup} of the earliest time that it waits for, the names of the
 * resources that it waits for, and the signals that were left for later.
 *
 * @param least executions that have nothing to do for at least so long are given back; the others are kept
 * @param looks how long after that a resource is looked at if nothing tells of it before; longer where events come, shorter
 *     where none do. Below {@code least}, what waits for such a resource is kept
 */
public record Parking(Duration least, Function<ResourceId, Duration> looks) {

    public Parking {
        if (least.isNegative()) {
            throw new IllegalArgumentException("the least time must not be negative, got " + least);
        }
    }

    /** Gives everything back, with a look at resources after the same time for all kinds. */
    public static Parking of(Duration least, Duration look) {
        return new Parking(least, resource -> look);
    }
}
