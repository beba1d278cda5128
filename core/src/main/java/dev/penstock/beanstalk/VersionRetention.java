package dev.penstock.beanstalk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which old versions are deleted. A version stays as long as one of the two keeps it.
 *
 * @param newest so many versions are kept; absent if their number keeps none
 * @param youngerThan versions that are younger are kept; absent if their age keeps none
 */
public record VersionRetention(OptionalInt newest, Optional<Duration> youngerThan) {

    /** All versions are kept. */
    public static final VersionRetention ALL = new VersionRetention(OptionalInt.empty(), Optional.empty());

    /** Whether anything is deleted at all. */
    boolean isLimited() {
        return newest.isPresent() || youngerThan.isPresent();
    }

    /**
     * The versions that are not kept.
     *
     * @param versions newest first
     */
    List<ApplicationVersion> expired(List<ApplicationVersion> versions, Instant now) {
        if (!isLimited()) {
            return List.of();
        }
        return versions.stream()
                .skip(newest.orElse(0))
                .filter(version -> youngerThan.isEmpty() || version.createdAt().isBefore(now.minus(youngerThan.get())))
                .toList();
    }
}
