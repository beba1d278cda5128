package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a {@link RollingUpdate} is.
 *
 * @param old ids of the instances that are yet to be replaced
 * @param leaving those that are being ended
 * @param seen new ones of which all is known
 * @param total how many were to be replaced
 * @param good how many new ones have signalled that they are well
 * @param bad how many have not
 * @param awaited how many new ones are waited for
 * @param since when they were asked for, or when they had arrived
 * @param arrived whether they have arrived
 * @param least the group's smallest size when all is done
 * @param desired its size when all is done
 */
record RollingState(
        List<String> old,
        List<String> leaving,
        List<String> seen,
        int total,
        int good,
        int bad,
        int awaited,
        Optional<Instant> since,
        boolean arrived,
        int least,
        int desired) {

    RollingState {
        old = List.copyOf(old);
        leaving = List.copyOf(leaving);
        seen = List.copyOf(seen);
    }

    static RollingState read(Properties from) {
        return new RollingState(
                from.texts("old"),
                from.texts("leaving"),
                from.texts("seen"),
                number(from, "total"),
                number(from, "good"),
                number(from, "bad"),
                number(from, "awaited"),
                from.text("since").map(Instant::parse),
                from.truth("arrived"),
                number(from, "least"),
                number(from, "desired"));
    }

    private static int number(Properties from, String name) {
        return from.number(name).map(Number::intValue).orElse(0);
    }

    JsonValue.Structure written() {
        Properties written = Properties.none()
                .with("old", ServiceHandler.array(old))
                .with("leaving", ServiceHandler.array(leaving))
                .with("seen", ServiceHandler.array(seen))
                .with("total", Integer.toString(total))
                .with("good", Integer.toString(good))
                .with("bad", Integer.toString(bad))
                .with("awaited", Integer.toString(awaited))
                .with("arrived", Boolean.toString(arrived))
                .with("least", Integer.toString(least))
                .with("desired", Integer.toString(desired));
        return since.map(at -> written.with("since", at.toString()))
                .orElse(written)
                .structure();
    }

    /** The new ones are there. */
    RollingState arrived(Instant now) {
        return new RollingState(old, leaving, seen, total, good, bad, awaited, Optional.of(now), true, least, desired);
    }

    /** The new ones have been heard, or there was time enough. */
    RollingState counted(List<String> added, int well, int unwell) {
        List<String> known = new ArrayList<>(seen);
        known.addAll(added);
        return new RollingState(
                old, leaving, known, total, good + well, bad + unwell, 0, Optional.empty(), false, least, desired);
    }

    /** A batch is being ended, and as many as are told take its place. */
    RollingState leaving(List<String> batch, int replaced, Instant now) {
        return new RollingState(
                old.subList(batch.size(), old.size()),
                batch,
                seen,
                total,
                good,
                bad,
                replaced,
                replaced == 0 ? Optional.empty() : Optional.of(now),
                false,
                least,
                desired);
    }

    /** What was being ended is gone. */
    RollingState left() {
        return new RollingState(old, List.of(), seen, total, good, bad, awaited, since, arrived, least, desired);
    }
}
