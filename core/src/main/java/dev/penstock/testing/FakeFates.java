package dev.penstock.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What becomes of the resources of {@link FakeStacks}, and its time. */
final class FakeFates {

    private final Map<String, String> failing = new HashMap<>();
    private final Map<String, String> inside = new HashMap<>();
    private final Map<String, String> failingBack = new HashMap<>();
    private final Map<String, String> failingDelete = new HashMap<>();
    private Instant now = Instant.parse("2026-01-02T12:00:00Z");

    Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    void fail(String logicalId, String reason) {
        failing.put(logicalId, reason);
    }

    void failInside(String logicalId, String nestedLogicalId, String reason) {
        failing.put(logicalId, reason);
        inside.put(logicalId, nestedLogicalId);
    }

    void failBack(String logicalId, String reason) {
        failingBack.put(logicalId, reason);
    }

    void failDelete(String logicalId, String reason) {
        failingDelete.put(logicalId, reason);
    }

    void mend(String logicalId) {
        failing.remove(logicalId);
        inside.remove(logicalId);
        failingBack.remove(logicalId);
        failingDelete.remove(logicalId);
    }

    Optional<String> failing(String logicalId) {
        return Optional.ofNullable(failing.get(logicalId));
    }

    Optional<String> failingInside(String logicalId) {
        return Optional.ofNullable(inside.get(logicalId));
    }

    Optional<String> failingBack(String logicalId) {
        return Optional.ofNullable(failingBack.get(logicalId));
    }

    Optional<String> failingDelete(String logicalId) {
        return Optional.ofNullable(failingDelete.get(logicalId));
    }
}
