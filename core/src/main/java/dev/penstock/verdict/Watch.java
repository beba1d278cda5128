package dev.penstock.verdict;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all judges do with a look, whatever they make of its counts: the clock, the gates, and where traffic goes. */
final class Watch {

    private final VerdictSettings settings;
    private final List<String> metrics;
    private final Map<String, GateTrack> gates = new LinkedHashMap<>();
    private final Optional<TrafficTruth> traffic;
    private @Nullable Instant start;
    private Instant now = Instant.EPOCH;
    private boolean ended;

    Watch(VerdictSettings settings) {
        this.settings = settings;
        metrics = settings.metrics().stream().map(MetricSettings::name).toList();
        settings.gates().forEach(gate -> gates.put(gate.name(), new GateTrack(gate)));
        traffic = settings.guards().traffic().map(each -> new TrafficTruth(each, settings.scopes()));
    }

    /** Takes in what is for all judges. */
    void take(Look look) {
        if (ended) {
            throw new IllegalStateException("this verdict was given already");
        }
        check(look);
        // A clock that jumps back must not make anything young again.
        now = start == null || look.at().isAfter(now) ? look.at() : now;
        if (start == null) {
            start = now;
        }
        look.gates()
                .forEach(reading ->
                        Objects.requireNonNull(gates.get(reading.gate())).read(reading));
        traffic.ifPresent(truth -> look.traffic().forEach(truth::take));
    }

    private void check(Look look) {
        for (MetricBatch batch : look.batches()) {
            known(metrics.contains(batch.metric()), "metric", batch.metric());
            known(settings.scopes().contains(batch.scope()), "scope", batch.scope());
        }
        look.traffic().forEach(reading -> known(settings.scopes().contains(reading.scope()), "scope", reading.scope()));
        look.gates().forEach(reading -> known(gates.containsKey(reading.gate()), "gate", reading.gate()));
    }

    private static void known(boolean known, String kind, String name) {
        if (!known) {
            throw new IllegalArgumentException("the settings have no " + kind + " '" + name + "'");
        }
    }

    /** When the first look was. */
    Instant start() {
        return Objects.requireNonNull(start, "there was no look yet");
    }

    /** When the last one was. */
    Instant now() {
        return now;
    }

    /** Keeps in mind whether this decision is the last one. */
    Decision decided(Decision decision) {
        ended = decision.isFinal();
        return decision;
    }

    /** The rollback because of a gate; empty while none is closed. */
    Optional<Decision> closedGate() {
        for (GateTrack gate : gates.values()) {
            if (gate.status() instanceof GateStatus.Closed closed) {
                return Optional.of(new Decision.RollBack(
                        new Decision.Cause.ClosedGate(gate.gate().name(), closed.reason())));
            }
        }
        return Optional.empty();
    }

    /** Whether each gate has a reading. */
    boolean gatesKnown() {
        return gates.values().stream().noneMatch(gate -> gate.status() instanceof GateStatus.Unknown);
    }

    Optional<GateStatus> gate(String name) {
        return Optional.ofNullable(gates.get(name)).map(GateTrack::status);
    }

    /** Whether traffic is found not to go where it was sent. */
    boolean trafficIsWrong() {
        return traffic.map(TrafficTruth::found).orElse(false);
    }

    double trafficMismatch() {
        return traffic.map(TrafficTruth::mismatch).orElse(0.0);
    }

    Decision inconclusive(Decision.Reason reason) {
        return new Decision.Inconclusive(
                reason, settings.timing().whenInconclusive().action());
    }

    void exchange(JudgeState state) {
        start = state.instant(start);
        now = Objects.requireNonNull(state.instant(now));
        ended = state.flag(ended);
        gates.values().forEach(gate -> gate.exchange(state));
        traffic.ifPresent(truth -> truth.exchange(state));
    }
}
