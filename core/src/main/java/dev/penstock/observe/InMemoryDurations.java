package dev.penstock.observe;

import dev.penstock.action.AwsScope;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

final class InMemoryDurations implements Durations {

    private final ConcurrentMap<Key, DurationEstimate> known = new ConcurrentHashMap<>();

    @Override
    public DurationEstimate of(String kind, AwsScope scope) {
        return known.getOrDefault(new Key(kind, scope), DurationEstimate.PRIOR);
    }

    @Override
    public void took(String kind, AwsScope scope, Duration duration) {
        known.compute(
                new Key(kind, scope),
                (key, before) -> (before == null ? DurationEstimate.PRIOR : before).with(duration));
    }

    private record Key(String kind, AwsScope scope) {}
}
