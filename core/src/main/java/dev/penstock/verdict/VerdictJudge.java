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

/** The sequential judge: valid at every look, however often one looks. Not thread-safe. */
public final class VerdictJudge implements Judge {

    /** Before this share of the bake time, what is foretold from the counts so far is worth little. */
    private static final int FUTILITY_FROM = 4;

    private final VerdictSettings settings;
    private final Watch watch;
    private final Map<String, MetricTrack> metrics = new LinkedHashMap<>();
    private final double[] logWeights;
    private int extensionsLeft;
    private @Nullable Instant until;

    /**
     * A judge that has seen nothing.
     *
     * @param settings of which the choice of another judge is not looked at; {@link Judge#of} follows it
     */
    public VerdictJudge(VerdictSettings settings) {
        this.settings = settings;
        watch = new Watch(settings);
        settings.metrics().forEach(metric -> metrics.put(metric.name(), new MetricTrack(metric, settings)));
        logWeights = settings.metrics().stream()
                .mapToDouble(metric -> StrictMath.log(metric.weight() / settings.weights()))
                .toArray();
        extensionsLeft = settings.timing().whenInconclusive().extensions();
    }

    @Override
    public VerdictSettings settings() {
        return settings;
    }

    /** The state of a gate; empty when there is none of that name. */
    public Optional<GateStatus> gate(String name) {
        return watch.gate(name);
    }

    @Override
    public Standing look(Look look) {
        watch.take(look);
        if (until == null) {
            until = watch.start().plus(settings.timing().bake());
        }
        look.batches()
                .forEach(batch ->
                        Objects.requireNonNull(metrics.get(batch.metric())).take(batch));
        List<MetricStanding> standings =
                metrics.values().stream().map(MetricTrack::standing).toList();
        double worse = worse(standings);
        Decision decision = watch.decided(decide(standings, worse));
        return new Standing(watch.now(), decision, worse, standings, watch.trafficMismatch());
    }

    private double worse(List<MetricStanding> standings) {
        double all = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logWeights.length; i++) {
            double part = standings.get(i).worse() + logWeights[i];
            all = settings.budget().sharing() == Sharing.MEAN ? Logs.sum(all, part) : Math.max(all, part);
        }
        return all;
    }

    private Decision decide(List<MetricStanding> standings, double worse) {
        Optional<Decision> closed = watch.closedGate();
        if (closed.isPresent()) {
            return closed.get();
        }
        if (worse >= -StrictMath.log(settings.budget().falseRollback())) {
            return new Decision.RollBack(new Decision.Cause.Evidence(strongest(standings)));
        }
        if (watch.trafficIsWrong()) {
            return watch.inconclusive(Decision.Reason.TRAFFIC);
        }
        Instant now = watch.now();
        boolean mayPromote = !now.isBefore(watch.start().plus(settings.timing().earliestPromotion()));
        if (mayPromote && watch.gatesKnown() && metrics.values().stream().allMatch(metric -> metric.proven(now))) {
            return new Decision.Promote();
        }
        Instant end = extended(now);
        if (!now.isBefore(end)) {
            return watch.inconclusive(reason());
        }
        return futile(end) ? watch.inconclusive(Decision.Reason.FUTILE) : new Decision.Continue(end);
    }

    /** When the bake time is over, with the extensions that it takes by now. */
    private Instant extended(Instant now) {
        Instant end = Objects.requireNonNull(until);
        while (extensionsLeft > 0 && !now.isBefore(end)) {
            end = end.plus(settings.timing().whenInconclusive().by());
            extensionsLeft--;
        }
        until = end;
        return end;
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

    private Decision.Reason reason() {
        if (!metrics.values().stream().allMatch(metric -> metric.fresh(watch.now()))) {
            return Decision.Reason.NO_DATA;
        }
        return watch.gatesKnown() ? Decision.Reason.TIME_OVER : Decision.Reason.GATE_UNKNOWN;
    }

    private boolean futile(Instant end) {
        Instant now = watch.now();
        Duration gone = Duration.between(watch.start(), now);
        Duration left = Duration.between(now, end)
                .plus(settings.timing().whenInconclusive().by().multipliedBy(extensionsLeft));
        return settings.timing().futility().isPresent()
                && gone.multipliedBy(FUTILITY_FROM).compareTo(settings.timing().bake()) >= 0
                && metrics.values().stream()
                        .anyMatch(metric -> metric.hopeless(
                                now, left, settings.timing().futility().getAsDouble()));
    }

    @Override
    public String state() {
        return JudgeState.of(this::exchange);
    }

    void exchange(JudgeState state) {
        watch.exchange(state);
        extensionsLeft = state.count(extensionsLeft);
        until = state.instant(until);
        metrics.values().forEach(metric -> metric.exchange(state));
    }
}
