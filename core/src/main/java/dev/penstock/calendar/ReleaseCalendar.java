package dev.penstock.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * When a release may change what users have. Going back is never held up by it.
 *
 * @param windows in one of which it must be; empty if any time will do
 * @param freezes in none of which it may be
 * @param jitter over which releases that wait for the same opening are spread; zero for none
 * @param override why freezes do not count for this run; absent if they do
 */
public record ReleaseCalendar(List<Window> windows, List<Freeze> freezes, Duration jitter, Optional<String> override) {

    /** Any time will do. */
    public static final ReleaseCalendar ALWAYS =
            new ReleaseCalendar(List.of(), List.of(), Duration.ZERO, Optional.empty());

    public ReleaseCalendar {
        windows = List.copyOf(windows);
        freezes = List.copyOf(freezes);
        if (jitter.isNegative()) {
            throw new IllegalArgumentException("a jitter is not negative: " + jitter);
        }
    }

    /** Whether any time will do. */
    public boolean isAlways() {
        return windows.isEmpty() && freezes.isEmpty();
    }

    /** The same, in which freezes do not count. */
    public ReleaseCalendar overriding(String reason) {
        return new ReleaseCalendar(windows, freezes, jitter, Optional.of(reason));
    }

    /** Whether something may be changed at a time. */
    public boolean allows(Instant at) {
        return freeze(at).isEmpty() && isOpen(at);
    }

    /** What stands in the way at a time, in words; absent if nothing does. */
    public Optional<String> obstacle(Instant at) {
        return freeze(at)
                .map(Freeze::words)
                .or(() -> isOpen(at) ? Optional.empty() : Optional.of("outside its windows (" + inWords() + ")"));
    }

    /** The freeze that holds at a time though it was overridden. */
    public Optional<Freeze> overridden(Instant at) {
        return override.flatMap(reason -> holding(at));
    }

    /**
     * When something may be changed that has waited since a time: that time itself if it is allowed, else a moment after the next
     * opening that the seed chooses within the jitter, as long as it stays open.
     *
     * @param since a time
     * @param seed tells those apart that wait for the same opening
     */
    public Instant nextAllowed(Instant since, long seed) {
        if (allows(since)) {
            return since;
        }
        Instant opening = opening(since);
        Duration open = Duration.between(opening, shutting(opening));
        long spread = Math.min(jitter.toMillis(), open.toMillis());
        return spread <= 0 ? opening : opening.plusMillis(new Random(seed).nextLong(spread));
    }

    /** The first time from a time on at which something may be changed. */
    public Instant nextAllowed(Instant from) {
        return allows(from) ? from : opening(from);
    }

    private Instant opening(Instant after) {
        Instant at = after;
        while (true) {
            Optional<Freeze> freeze = freeze(at);
            if (freeze.isPresent()) {
                at = freeze.get().to();
            } else if (isOpen(at)) {
                return at;
            } else {
                Instant from = at;
                at = windows.stream()
                        .flatMap(window -> window.opensAfter(from).stream())
                        .min(Comparator.naturalOrder())
                        // Each window opens every week; clocks that pass over one do so once.
                        .orElseThrow(() -> new IllegalStateException("no window opens after " + from));
            }
        }
    }

    /** When something may not be changed any more, from a time on at which it may, as far as the jitter asks. */
    private Instant shutting(Instant open) {
        Instant at = open;
        Instant last = open.plus(jitter).plus(Duration.ofDays(1));
        while (at.isBefore(last)) {
            Instant from = at;
            // Where windows meet or overlap, it stays open until the last of them shuts.
            Optional<Instant> shuts = windows.stream()
                    .filter(window -> window.isOpen(from))
                    .map(window -> window.shutsAfter(from).orElse(last))
                    .max(Comparator.naturalOrder());
            Optional<Instant> frozen = override.isPresent()
                    ? Optional.empty()
                    : freezes.stream()
                            .map(Freeze::from)
                            .filter(begin -> begin.isAfter(from))
                            .min(Comparator.naturalOrder());
            Instant next = shuts.orElse(last);
            if (frozen.isPresent() && !frozen.get().isAfter(next)) {
                return frozen.get();
            }
            if (!allows(next)) {
                return next;
            }
            at = next;
        }
        return last;
    }

    private Optional<Freeze> freeze(Instant at) {
        return override.isPresent() ? Optional.empty() : holding(at);
    }

    private Optional<Freeze> holding(Instant at) {
        return freezes.stream().filter(freeze -> freeze.holds(at)).max(Comparator.comparing(Freeze::to));
    }

    private boolean isOpen(Instant at) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> window.isOpen(at));
    }

    private String inWords() {
        return String.join("; ", windows.stream().map(Window::toString).toList());
    }
}
