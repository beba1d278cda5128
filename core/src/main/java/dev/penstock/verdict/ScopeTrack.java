package dev.penstock.verdict;

import dev.penstock.verdict.BatchTally.Use;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one metric in one scope: which of its batches count, and the evidence of that place. */
final class ScopeTrack {

    private final Guards guards;
    private final Evidence evidence;
    private final Optional<FaultOnsets> onsets;
    private @Nullable Instant firstRequest;
    private @Nullable Instant countedUntil;
    private @Nullable Instant seenUntil;
    private long requests;

    ScopeTrack(Guards guards, Evidence evidence, Optional<FaultOnsets> onsets) {
        this.guards = guards;
        this.evidence = evidence;
        this.onsets = onsets;
    }

    Evidence evidence() {
        return evidence;
    }

    /** The end of the newest window that counted. */
    @Nullable
    Instant countedUntil() {
        return countedUntil;
    }

    /** The start of the first window in which the canary got a request. */
    @Nullable
    Instant firstRequest() {
        return firstRequest;
    }

    /** Says what becomes of a batch, and takes it into this place's evidence if it counts. */
    Use take(MetricBatch batch) {
        return switch (batch) {
            case MetricBatch.Missing ignored -> Use.MISSING;
            case MetricBatch.Counted counted -> count(counted);
        };
    }

    private Use count(MetricBatch.Counted batch) {
        Window window = batch.window();
        if (seenUntil != null && window.start().isBefore(seenUntil)) {
            return Use.LATE;
        }
        seenUntil = window.end();
        if (batch.canary().requests() == 0) {
            return Use.IDLE;
        }
        if (firstRequest == null) {
            firstRequest = window.start();
        }
        boolean warm =
                requests >= guards.warmUpRequests() && !window.start().isBefore(firstRequest.plus(guards.warmUp()));
        requests += batch.canary().requests();
        if (!warm) {
            return Use.WARM_UP;
        }
        countedUntil = window.end();
        onsets.ifPresent(weights -> evidence.begin(weights.leftAfter(window.start())));
        evidence.add(
                batch.canary().requests(),
                batch.canary().bad(),
                batch.baseline().requests(),
                batch.baseline().bad());
        return Use.COUNTED;
    }

    void exchange(JudgeState state) {
        firstRequest = state.instant(firstRequest);
        countedUntil = state.instant(countedUntil);
        seenUntil = state.instant(seenUntil);
        requests = state.whole(requests);
        evidence.exchange(state);
    }
}
