package dev.penstock.rollout;

import dev.penstock.action.AwsScope;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.metric.Arms;
import dev.penstock.metric.Collected;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.metric.NextNews;
import dev.penstock.metric.Place;
import dev.penstock.metric.PlacedArms;
import dev.penstock.metric.Progress;
import dev.penstock.metric.Progress.Series;
import dev.penstock.metric.VerdictSources;
import dev.penstock.observe.ResourceId;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.explain.Explanation;
import dev.penstock.verdict.record.VerdictHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges bakes by what is measured of both versions. Each judged bake of a release is a verdict of its own, so that a fault which only
 * shows with more requests is found as quickly as any; together they are wrong no more often than the settings allow, as each has its
 * part of the error budget.
 */
public final class MeasuredJudge implements BakeJudge {

    private final EvidenceCollector collector;
    private final Function<String, Optional<VerdictSources>> settings;

    /**
     * A judge.
     *
     * @param settings of verdicts, by the action's name
     */
    public MeasuredJudge(EvidenceCollector collector, Function<String, Optional<VerdictSources>> settings) {
        this.collector = collector;
        this.settings = settings;
    }

    @Override
    public boolean judges(String action) {
        return settings.apply(action).isPresent();
    }

    @Override
    public List<ResourceId> toldOf(ReleaseContext release, List<Position.Place> places) {
        List<AwsScope> scopes = places.isEmpty()
                ? List.of(release.action().scope())
                : places.stream().map(Position.Place::canary).toList();
        return settings.apply(release.action().declaration().name()).stream()
                .flatMap(sources -> sources.settings().gates().stream())
                .filter(Gate.Alarms.class::isInstance)
                .map(Gate.Alarms.class::cast)
                .flatMap(gate -> scopes.stream().flatMap(scope -> AlarmSight.resources(scope, gate.alarms()).stream()))
                .distinct()
                .toList();
    }

    @Override
    public Judgement look(ReleaseContext release, Bake bake, Arms arms, Share share)
            throws IOException, InterruptedException {
        String action = release.action().declaration().name();
        VerdictSources sources = settings.apply(action)
                .orElseThrow(() -> new IOException("The settings of '" + action
                        + "' have no 'verdict' any more, by which the release was judged so far."));
        VerdictHistory history = bake.memory().lines().isEmpty()
                ? VerdictHistory.begin(settings(sources.settings(), bake))
                : VerdictHistory.from(bake.memory().lines());
        Instant now = release.action().now();
        VerdictSources measured = new VerdictSources(history.settings(), sources.metrics(), sources.gates());
        Collected collected = collector.collect(
                places(release, bake, arms, measured),
                measured,
                share.fraction(),
                progress(history),
                bake.since(),
                now);
        Look look = bake.isDivided()
                ? collected.look()
                : new Look(
                        now,
                        collected.look().batches(),
                        List.of(),
                        collected.look().gates());
        collected.troubles().forEach(trouble -> release.action().log(trouble.of() + ": " + trouble.message()));
        Duration costly = release.action().betweenLooks();
        Duration often = costly.compareTo(ReleaseRun.BETWEEN_LOOKS) < 0 ? ReleaseRun.BETWEEN_LOOKS : costly;
        Instant end = bake.since().plus(bake.step().time());
        if (isEmpty(look) && now.isBefore(end) && !bake.memory().lines().isEmpty()) {
            // Nothing new to judge: a line for it would only make the record longer.
            Instant next = NextNews.of(measured, progress(history), bake.since(), now, often);
            return new Judgement(
                    bake.memory(), new Decision.Continue(end), next.isBefore(end) ? next : end, "nothing new");
        }
        VerdictHistory.Appended appended = history.append(look);
        Standing standing = appended.standing();
        Instant next = NextNews.of(measured, progress(history), bake.since(), now, often);
        VerdictMemory memory = new VerdictMemory(kept(release, bake.memory(), appended.settled()), history.tail());
        Explanation explanation =
                Explanation.of(history.settings(), standing, Duration.between(bake.since(), standing.at()));
        return new Judgement(
                memory,
                standing.decision(),
                next.isBefore(end) || !now.isBefore(end) ? next : end,
                explanation.outcome() + " " + explanation.evidence());
    }

    private static List<PlacedArms> places(ReleaseContext release, Bake bake, Arms arms, VerdictSources sources) {
        if (bake.places().isEmpty()) {
            String only = sources.settings().scopes().getFirst();
            return List.of(new PlacedArms(Place.of(only, release.action().scope()), arms));
        }
        // Places that have come since the bake began are not in its record, and are not judged in it.
        return bake.places().stream()
                .filter(place -> sources.settings().scopes().contains(place.name()))
                .map(place -> new PlacedArms(new Place(place.name(), place.canary(), place.baseline()), place.arms()))
                .toList();
    }

    /** The release's own settings with this bake's time, and its part of what may be decided wrongly. */
    private static VerdictSettings settings(VerdictSettings all, Bake bake) {
        Duration time = bake.step().time();
        Timing timing = new Timing(
                time,
                all.timing().earliestPromotion().compareTo(time) < 0
                        ? all.timing().earliestPromotion()
                        : time,
                all.timing().futility(),
                all.timing().whenInconclusive());
        VerdictSettings ofBake = all.with(all.budget().among(bake.of())).with(timing);
        return bake.places().isEmpty()
                ? ofBake
                : ofBake.in(bake.places().stream().map(Position.Place::name).toArray(String[]::new));
    }

    private static Progress progress(VerdictHistory history) {
        Map<Series, Instant> ends = new HashMap<>();
        history.reach().forEach(reach -> ends.put(new Series(reach.metric(), reach.scope()), reach.until()));
        return new Progress(ends);
    }

    private static boolean isEmpty(Look look) {
        return look.batches().isEmpty()
                && look.gates().isEmpty()
                && look.traffic().isEmpty();
    }

    private static List<ArtifactReference> kept(ReleaseContext release, VerdictMemory memory, List<String> settled)
            throws IOException {
        if (settled.isEmpty()) {
            return memory.kept();
        }
        List<ArtifactReference> kept = new ArrayList<>(memory.kept());
        kept.add(RecordBundle.store(release.action(), settled));
        return kept;
    }
}
