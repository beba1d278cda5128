package dev.penstock.rollout;

import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.Baseline;
import dev.penstock.rollout.ReleaseSettings.GoOn;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseSettings.WhenProven;
import dev.penstock.traffic.WarmCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes settings of a release of which only this and that is said; what each means, and what holds if it is not said, stands with {@link
 * ReleaseSettings}.
 */
public final class ReleaseSettingsBuilder {

    private final String strategy;
    private List<Step> steps = List.of();
    private Optional<Share> weight = Optional.empty();
    private Optional<Duration> bake = Optional.empty();
    private Optional<Duration> keep = Optional.empty();
    private Optional<BatchSize> batch = Optional.empty();
    private boolean additionalBatch;
    private Optional<Share> capacity = Optional.empty();
    private Optional<WarmCheck> test = Optional.empty();
    private Set<ApprovalPoint> approvals = Set.of();
    private boolean judged;
    private WhenProven whenProven = WhenProven.NEXT_STEP;
    private WhenItFails whenItFails = WhenItFails.ROLL_BACK;
    private Optional<Share> minimumHealthy = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private GoOn goOn = GoOn.END;
    private Baseline baseline = Baseline.RUNNING;

    private ReleaseSettingsBuilder(String strategy) {
        this.strategy = strategy;
    }

    /** For a strategy, with nothing said. */
    public static ReleaseSettingsBuilder of(String strategy) {
        return new ReleaseSettingsBuilder(strategy);
    }

    /** The steps of a {@code ramp}, before all requests come. */
    public ReleaseSettingsBuilder steps(List<Step> all) {
        steps = all;
        return this;
    }

    /** The share of requests that a {@code canary} gets, or each step of a {@code linear} release. */
    public ReleaseSettingsBuilder weight(Share share) {
        weight = Optional.of(share);
        return this;
    }

    /** How long each step stays as it is. */
    public ReleaseSettingsBuilder bake(Duration time) {
        bake = Optional.of(time);
        return this;
    }

    /** How long the old version is kept after all requests have gone to the new one. */
    public ReleaseSettingsBuilder keep(Duration time) {
        keep = Optional.of(time);
        return this;
    }

    /** How many a {@code rolling} release replaces at a time. */
    public ReleaseSettingsBuilder batch(BatchSize size) {
        batch = Optional.of(size);
        return this;
    }

    /** One part more than before runs while a {@code rolling} release replaces the others. */
    public ReleaseSettingsBuilder additionalBatch() {
        additionalBatch = true;
        return this;
    }

    /** How much of the old version's capacity the new one has until all requests come. */
    public ReleaseSettingsBuilder capacity(Share share) {
        capacity = Optional.of(share);
        return this;
    }

    /** What the new version must answer before users have it. */
    public ReleaseSettingsBuilder test(WarmCheck check) {
        test = Optional.of(check);
        return this;
    }

    /** At which points a person is asked. */
    public ReleaseSettingsBuilder approvals(ApprovalPoint... points) {
        approvals = Set.of(points);
        return this;
    }

    /** Its bakes are judged by a verdict. */
    public ReleaseSettingsBuilder judged() {
        judged = true;
        return this;
    }

    /** What follows when a verdict is that the new version is well. */
    public ReleaseSettingsBuilder whenProven(WhenProven what) {
        whenProven = what;
        return this;
    }

    /** What becomes of the target when the release fails. */
    public ReleaseSettingsBuilder whenItFails(WhenItFails what) {
        whenItFails = what;
        return this;
    }

    /** How much of what the share of requests needs must be healthy before they come. */
    public ReleaseSettingsBuilder minimumHealthy(Share share) {
        minimumHealthy = Optional.of(share);
        return this;
    }

    /** After what time the release goes back by itself. */
    public ReleaseSettingsBuilder timeout(Duration time) {
        timeout = Optional.of(time);
        return this;
    }

    /** The pipeline goes on once traffic has moved. */
    public ReleaseSettingsBuilder goOnAtTraffic() {
        goOn = GoOn.TRAFFIC;
        return this;
    }

    /** What the new version is compared with while both have requests. */
    public ReleaseSettingsBuilder baseline(Baseline what) {
        baseline = what;
        return this;
    }

    /** The settings. */
    public ReleaseSettings build() {
        return new ReleaseSettings(
                strategy,
                steps,
                weight,
                bake,
                keep,
                batch,
                additionalBatch,
                capacity,
                test,
                approvals,
                judged,
                whenProven,
                whenItFails,
                minimumHealthy,
                timeout,
                Map.of(),
                goOn,
                baseline);
    }
}
