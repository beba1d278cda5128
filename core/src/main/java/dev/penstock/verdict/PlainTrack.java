package dev.penstock.verdict;

import dev.penstock.verdict.BatchTally.Use;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts one metric in all its scopes, for judges that weigh no evidence: each window once, in order. */
final class PlainTrack {

    private final String metric;
    private final Map<String, @Nullable Instant> seenUntil = new TreeMap<>();
    private ArmCounts canary = ArmCounts.NONE;
    private ArmCounts baseline = ArmCounts.NONE;
    private BatchTally tally = BatchTally.NONE;

    PlainTrack(String metric, VerdictSettings settings) {
        this.metric = metric;
        settings.scopes().forEach(scope -> seenUntil.put(scope, null));
    }

    /** Says what becomes of a batch; one in which the canary got no request counts as well. */
    Use take(MetricBatch batch) {
        Use use = use(batch);
        tally = tally.plus(use);
        if (batch instanceof MetricBatch.Counted counted && (use == Use.COUNTED || use == Use.IDLE)) {
            canary = canary.plus(counted.canary());
            baseline = baseline.plus(counted.baseline());
        }
        return use;
    }

    private Use use(MetricBatch batch) {
        return switch (batch) {
            case MetricBatch.Missing missing -> Use.MISSING;
            case MetricBatch.Counted counted -> {
                Instant seen = seenUntil.get(counted.scope());
                if (seen != null && counted.window().start().isBefore(seen)) {
                    yield Use.LATE;
                }
                seenUntil.put(counted.scope(), counted.window().end());
                yield counted.canary().requests() == 0 ? Use.IDLE : Use.COUNTED;
            }
        };
    }

    /** How it stands, without evidence. */
    MetricStanding standing() {
        return new MetricStanding(metric, canary, baseline, 0, 0, tally);
    }

    void exchange(JudgeState state) {
        canary = state.counts(canary);
        baseline = state.counts(baseline);
        tally = state.tally(tally);
        seenUntil.replaceAll((scope, seen) -> state.instant(seen));
    }
}
