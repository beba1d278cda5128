package dev.penstock.engine;

import dev.penstock.journal.JournalException;
import dev.penstock.journal.Wakeup;
import dev.penstock.observe.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When an engine gives executions back to the journal, and how. */
final class Handover {

    /** When an execution that could not be driven on is tried again, by whoever takes it. */
    private static final Duration AFTER_A_LOSS = Duration.ofMinutes(1);

    private final EngineParts parts;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile Optional<Parking> parking;
    private volatile boolean draining;

    Handover(EngineParts parts, @Nullable Parking parking) {
        this.parts = parts;
        this.parking = Optional.ofNullable(parking);
    }

    void parking(Parking when) {
        parking = Optional.of(when);
    }

    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Whether anything is ever given back. */
    boolean isOn() {
        return draining || parking.isPresent();
    }

    /** After what time a resource is to be looked at by whoever comes next. */
    Function<ResourceId, Duration> looks() {
        return parking.map(Parking::looks).orElse(resource -> Duration.ZERO);
    }

    boolean isWorthIt(Wakeup wakeup) {
        Instant now = parts.clock().instant();
        Instant soonest = now.plus(parking.map(Parking::least).orElse(Duration.ZERO));
        return draining
                || wakeup.at()
                        .filter(at -> !at.isAfter(now) || at.isBefore(soonest))
                        .isEmpty();
    }

    /**
     * Releases an execution in one write, after which others may have it.
     *
     * @return whether it is due again, and a look at what is due may pass over it
     * @throws JournalException.Unavailable if the journal takes nothing at the moment; then the driver has it still
     */
    boolean release(Driver driver, Wakeup wakeup) {
        // Before others may have it: what is in the folder can be made again, and would be left here for ever.
        parts.workFolders().ended(driver.id());
        return parts.journal().release(driver.id(), driver.fence(), wakeup);
    }

    /** Releases an execution that its driver was closed upon. */
    void releaseQuietly(Driver driver) {
        quietly(() -> parts.journal().release(driver.id(), driver.fence()));
    }

    /**
     * Releases an execution that could not be driven on: nobody else would look at it while this runner is alive. Does
     * nothing if another has taken it.
     */
    void putOff(Driver driver) {
        if (parking.isPresent()) {
            Instant later = parts.clock().instant().plus(AFTER_A_LOSS);
            quietly(() -> parts.journal().release(driver.id(), driver.fence(), Wakeup.at(later)));
        }
    }

    private static void quietly(Runnable release) {
        try {
            release.run();
        } catch (JournalException e) {
            // It is free once its runner is closed.
        }
    }
}
