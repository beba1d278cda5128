package dev.penstock.rollout;

import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
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

/** Settings of which a test says only what it is about. */
public final class ReleaseSettingsBuilder {

    private final String strategy;
    private List<Step> steps = List.of();
    private Optional<Share> weight = Optional.empty();
    private Optional<Duration> bake = Optional.empty();
    private Optional<Duration> keep = Optional.empty();
    private Optional<BatchSize> batch = Optional.empty();
    private Optional<Share> capacity = Optional.empty();
    private Optional<WarmCheck> test = Optional.empty();
    private Set<ApprovalPoint> approvals = Set.of();
    private boolean judged;
    private WhenProven whenProven = WhenProven.NEXT_STEP;
    private WhenItFails whenItFails = WhenItFails.ROLL_BACK;
    private Optional<Duration> timeout = Optional.empty();
    private GoOn goOn = GoOn.END;

    private ReleaseSettingsBuilder(String strategy) {
        this.strategy = strategy;
    }

    /** For a strategy, with nothing said. */
    public static ReleaseSettingsBuilder of(String strategy) {
        return new ReleaseSettingsBuilder(strategy);
    }

    public ReleaseSettingsBuilder steps(List<Step> all) {
        steps = all;
        return this;
    }

    public ReleaseSettingsBuilder weight(Share share) {
        weight = Optional.of(share);
        return this;
    }

    public ReleaseSettingsBuilder bake(Duration time) {
        bake = Optional.of(time);
        return this;
    }

    public ReleaseSettingsBuilder keep(Duration time) {
        keep = Optional.of(time);
        return this;
    }

    public ReleaseSettingsBuilder batch(BatchSize size) {
        batch = Optional.of(size);
        return this;
    }

    public ReleaseSettingsBuilder capacity(Share share) {
        capacity = Optional.of(share);
        return this;
    }

    public ReleaseSettingsBuilder test(WarmCheck check) {
        test = Optional.of(check);
        return this;
    }

    public ReleaseSettingsBuilder approvals(ApprovalPoint... points) {
        approvals = Set.of(points);
        return this;
    }

    public ReleaseSettingsBuilder judged() {
        judged = true;
        return this;
    }

    public ReleaseSettingsBuilder whenProven(WhenProven what) {
        whenProven = what;
        return this;
    }

    public ReleaseSettingsBuilder whenItFails(WhenItFails what) {
        whenItFails = what;
        return this;
    }

    public ReleaseSettingsBuilder timeout(Duration time) {
        timeout = Optional.of(time);
        return this;
    }

    /** The pipeline goes on once traffic has moved. */
    public ReleaseSettingsBuilder goOnAtTraffic() {
        goOn = GoOn.TRAFFIC;
        return this;
    }

    public ReleaseSettings build() {
        return new ReleaseSettings(
                strategy,
                steps,
                weight,
                bake,
                keep,
                batch,
                false,
                capacity,
                test,
                approvals,
                judged,
                whenProven,
                whenItFails,
                Optional.empty(),
                timeout,
                Map.of(),
                goOn);
    }
}
