package dev.penstock.verdict;

import dev.penstock.verdict.BatchTally.Use;
import dev.penstock.verdict.kayenta.KayentaJudge;
import dev.penstock.verdict.kayenta.KayentaResult;
import dev.penstock.verdict.kayenta.KayentaResult.MetricResult;
import dev.penstock.verdict.kayenta.KayentaSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a release as Spinnaker does with Kayenta: a score after each interval; one that is not above the marginal score ends it,
 * and the last one must reach the passing score. It has no bound on false alarms, and a metric without data does not count against a
 * release unless it is critical. Not thread-safe.
 */
public final class KayentaVerdictJudge implements Judge {

    private final VerdictSettings settings;
    private final KayentaSettings kayenta;
    private final Watch watch;
    private final Map<String, PlainTrack> metrics = new LinkedHashMap<>();
    private final Map<String, StepCounts> series = new LinkedHashMap<>();
    private final List<Assessment.Scored> last = new ArrayList<>(1);
    private int judged;

    /** A judge that has seen nothing. */
    KayentaVerdictJudge(VerdictSettings settings, KayentaSettings kayenta) {
        this.settings = settings;
        this.kayenta = kayenta;
        watch = new Watch(settings);
        for (MetricSettings metric : settings.metrics()) {
            metrics.put(metric.name(), new PlainTrack(metric.name(), settings));
            settings.scopes().forEach(scope -> series.put(key(metric.name(), scope), new StepCounts(kayenta.step())));
        }
    }

    private static String key(String metric, String scope) {
        return metric + "\n" + scope;
    }

    @Override
    public VerdictSettings settings() {
        return settings;
    }

    @Override
    public Standing look(Look look) {
        watch.take(look);
        for (MetricBatch batch : look.batches()) {
            Use use = Objects.requireNonNull(metrics.get(batch.metric())).take(batch);
            if (use == Use.COUNTED && batch instanceof MetricBatch.Counted counted) {
                Objects.requireNonNull(series.get(key(batch.metric(), batch.scope())))
                        .add(counted);
            }
        }
        Decision decision = watch.decided(decide());
        List<MetricStanding> standings =
                metrics.values().stream().map(PlainTrack::standing).toList();
        Optional<Assessment> assessment = last.isEmpty() ? Optional.empty() : Optional.of(last.getFirst());
        return new Standing(watch.now(), decision, 0, standings, watch.trafficMismatch(), assessment);
    }

    private Decision decide() {
        Optional<Decision> closed = watch.closedGate();
        if (closed.isPresent()) {
            return closed.get();
        }
        Duration bake = settings.timing().bake();
        int all = kayenta.judgements(bake);
        while (judged < all && !watch.now().isBefore(end(judged + 1))) {
            judged++;
            Assessment.Scored scored = judge(all);
            last.clear();
            last.add(scored);
            if (scored.score() <= kayenta.marginal()) {
                return new Decision.RollBack(
                        new Decision.Cause.Score(scored.score(), kayenta.marginal(), judged == all));
            }
        }
        if (watch.trafficIsWrong()) {
            return watch.inconclusive(Decision.Reason.TRAFFIC);
        }
        if (judged < all) {
            return new Decision.Continue(end(all));
        }
        double score = last.getFirst().score();
        if (score < kayenta.pass()) {
            return new Decision.RollBack(new Decision.Cause.Score(score, kayenta.pass(), true));
        }
        return watch.gatesKnown() ? new Decision.Promote() : watch.inconclusive(Decision.Reason.GATE_UNKNOWN);
    }

    private Instant begin() {
        return watch.start().plus(kayenta.beginAfter());
    }

    /** When the judgement of that number is made, counted from 1. */
    private Instant end(int judgement) {
        return begin().plus(kayenta.interval(settings.timing().bake()).multipliedBy(judgement));
    }

    private Assessment.Scored judge(int all) {
        Instant to = end(judged);
        Instant from = kayenta.lookback().isZero() ? begin() : to.minus(kayenta.lookback());
        List<KayentaSeries> compared = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (MetricSettings metric : settings.metrics()) {
            for (String scope : settings.scopes()) {
                StepCounts counts = Objects.requireNonNull(series.get(key(metric.name(), scope)));
                compared.add(counts.series(kayenta.metric(metric.name()), from, to));
                places.add(scope);
                if (!kayenta.lookback().isZero()) {
                    counts.forget(from);
                }
            }
        }
        KayentaResult result = new KayentaJudge(kayenta.groupWeights(), kayenta.pass(), kayenta.marginal())
                .judge(compared, new StrictNoise(judged));
        List<Assessment.Labelled> labels = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            MetricResult metric = result.metrics().get(i);
            labels.add(new Assessment.Labelled(metric.metric(), places.get(i), metric.label(), metric.critical()));
        }
        return new Assessment.Scored(judged, all, result.score(), result.reason(), labels);
    }

    @Override
    public String state() {
        return JudgeState.of(this::exchange);
    }

    void exchange(JudgeState state) {
        watch.exchange(state);
        judged = state.count(judged);
        metrics.values().forEach(metric -> metric.exchange(state));
        series.values().forEach(counts -> counts.exchange(state));
        boolean scored = state.flag(!last.isEmpty());
        if (scored) {
            Assessment.Scored before = last.isEmpty() ? blank() : last.getFirst();
            last.clear();
            last.add(exchanged(state, before));
        }
    }

    private Assessment.Scored blank() {
        List<Assessment.Labelled> labels = new ArrayList<>();
        for (MetricSettings metric : settings.metrics()) {
            boolean critical = kayenta.metric(metric.name()).critical();
            settings.scopes()
                    .forEach(scope -> labels.add(
                            new Assessment.Labelled(metric.name(), scope, KayentaResult.Label.NO_DATA, critical)));
        }
        return new Assessment.Scored(0, kayenta.judgements(settings.timing().bake()), 0, "", labels);
    }

    private static Assessment.Scored exchanged(JudgeState state, Assessment.Scored scored) {
        int judgement = state.count(scored.judgement());
        double score = state.number(scored.score());
        String reason = state.text(scored.reason());
        List<Assessment.Labelled> labels = scored.metrics().stream()
                .map(metric -> new Assessment.Labelled(
                        metric.metric(),
                        metric.scope(),
                        KayentaResult.Label.valueOf(state.text(metric.label().name())),
                        metric.critical()))
                .toList();
        return new Assessment.Scored(judgement, scored.of(), score, reason, labels);
    }
}
