package dev.penstock.verdict;

import dev.penstock.verdict.ErrorBudget.Sharing;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a canary, one look after the other. Its state is nothing but the looks so far: who keeps those can make it again. Not
 * thread-safe.
 */
public final class VerdictJudge {

    /** Before this share of the bake time, what is foretold from the counts so far is worth little. */
    private static final int FUTILITY_FROM = 4;

    private final VerdictSettings settings;
    private final Map<String, MetricTrack> metrics = new LinkedHashMap<>();
    private final Map<String, GateTrack> gates = new LinkedHashMap<>();
    private final Optional<TrafficTruth> traffic;
    private final double[] logWeights;
    private int extensionsLeft;
    private @Nullable Instant start;
    private Instant until = Instant.EPOCH;
    private Instant now = Instant.MIN;
    private boolean ended;

    /** A judge that has seen nothing. */
    public VerdictJudge(VerdictSettings settings) {
        this.settings = settings;
        settings.metrics().forEach(metric -> metrics.put(metric.name(), new MetricTrack(metric, settings)));
        settings.gates().forEach(gate -> gates.put(gate.name(), new GateTrack(gate)));
        traffic = settings.guards().traffic().map(each -> new TrafficTruth(each, settings.scopes()));
        logWeights = settings.metrics().stream()
                .mapToDouble(metric -> StrictMath.log(metric.weight() / settings.weights()))
                .toArray();
        extensionsLeft = settings.timing().whenInconclusive().extensions();
    }

    /** What it judges by. */
    public VerdictSettings settings() {
        return settings;
    }

    /** The state of a gate; empty when there is none of that name. */
    public Optional<GateStatus> gate(String name) {
        return Optional.ofNullable(gates.get(name)).map(GateTrack::status);
    }

    /**
     * Takes in what is new and decides.
     *
     * @throws IllegalArgumentException when the look names a metric, scope or gate that the settings do not, or has a reading of
     *     the wrong kind for a gate
     * @throws IllegalStateException when it has decided for good already
     */
    public Standing look(Look look) {
        if (ended) {
            throw new IllegalStateException("this verdict was given already");
        }
        check(look);
        // A clock that jumps back must not make anything young again.
        now = look.at().isAfter(now) ? look.at() : now;
        if (start == null) {
            start = now;
            until = now.plus(settings.timing().bake());
        }
        look.gates()
                .forEach(reading ->
                        Objects.requireNonNull(gates.get(reading.gate())).read(reading));
        look.batches()
                .forEach(batch ->
                        Objects.requireNonNull(metrics.get(batch.metric())).take(batch));
        traffic.ifPresent(truth -> look.traffic().forEach(truth::take));
        List<MetricStanding> standings =
                metrics.values().stream().map(MetricTrack::standing).toList();
        double worse = worse(standings);
        Decision decision = decide(start, standings, worse);
        ended = decision.isFinal();
        return new Standing(
                now,
                decision,
                worse,
                standings,
                traffic.map(TrafficTruth::mismatch).orElse(0.0));
    }

    private void check(Look look) {
        for (MetricBatch batch : look.batches()) {
            known(metrics.containsKey(batch.metric()), "metric", batch.metric());
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

    private double worse(List<MetricStanding> standings) {
        double all = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logWeights.length; i++) {
            double part = standings.get(i).worse() + logWeights[i];
            all = settings.budget().sharing() == Sharing.MEAN ? Logs.sum(all, part) : Math.max(all, part);
        }
        return all;
    }

    private Decision decide(Instant begun, List<MetricStanding> standings, double worse) {
        for (GateTrack gate : gates.values()) {
            if (gate.status() instanceof GateStatus.Closed closed) {
                return new Decision.RollBack(
                        new Decision.Cause.ClosedGate(gate.gate().name(), closed.reason()));
            }
        }
        if (worse >= -StrictMath.log(settings.budget().falseRollback())) {
            return new Decision.RollBack(new Decision.Cause.Evidence(strongest(standings)));
        }
        if (traffic.map(TrafficTruth::found).orElse(false)) {
            return inconclusive(Decision.Reason.TRAFFIC);
        }
        boolean mayPromote = !now.isBefore(begun.plus(settings.timing().earliestPromotion()));
        if (mayPromote && gatesKnown() && metrics.values().stream().allMatch(metric -> metric.proven(now))) {
            return new Decision.Promote();
        }
        while (extensionsLeft > 0 && !now.isBefore(until)) {
            until = until.plus(settings.timing().whenInconclusive().by());
            extensionsLeft--;
        }
        if (!now.isBefore(until)) {
            return inconclusive(reason());
        }
        return futile(begun) ? inconclusive(Decision.Reason.FUTILE) : new Decision.Continue(until);
    }

    private Decision inconclusive(Decision.Reason reason) {
        return new Decision.Inconclusive(
                reason, settings.timing().whenInconclusive().action());
    }

    private String strongest(List<MetricStanding> standings) {
        int strongest = 0;
        for (int i = 1; i < logWeights.length; i++) {
            if (standings.get(i).worse() + logWeights[i]
                    > standings.get(strongest).worse() + logWeights[strongest]) {
                strongest = i;
            }
        }
        return standings.get(strongest).metric();
    }

    private boolean gatesKnown() {
        return gates.values().stream().noneMatch(gate -> gate.status() instanceof GateStatus.Unknown);
    }

    private Decision.Reason reason() {
        if (!metrics.values().stream().allMatch(metric -> metric.fresh(now))) {
            return Decision.Reason.NO_DATA;
        }
        return gatesKnown() ? Decision.Reason.TIME_OVER : Decision.Reason.GATE_UNKNOWN;
    }

    private boolean futile(Instant begun) {
        Duration gone = Duration.between(begun, now);
        Duration left = Duration.between(now, until)
                .plus(settings.timing().whenInconclusive().by().multipliedBy(extensionsLeft));
        return settings.timing().futility().isPresent()
                && gone.multipliedBy(FUTILITY_FROM).compareTo(settings.timing().bake()) >= 0
                && metrics.values().stream()
                        .anyMatch(metric -> metric.hopeless(
                                now, left, settings.timing().futility().getAsDouble()));
    }
}
