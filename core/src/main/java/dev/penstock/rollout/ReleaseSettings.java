package dev.penstock.rollout;

import dev.penstock.rollout.configuration.TrafficRouting;
import dev.penstock.rollout.weight.MinimumHealthy;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.traffic.WarmCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a user says of a release. Which members a strategy takes, it says itself; members that it does not take are refused.
 *
 * @param strategy the strategy's name, or one of AWS's names of deployment configurations
 * @param steps of a ramp; empty unless the strategy takes them
 * @param weight the share of a canary, or of each step of a linear release
 * @param bake after each step but the last
 * @param keep how long the old version is kept after all requests have gone to the new one, so that they can go back at once
 * @param batch how many are replaced at a time
 * @param additionalBatch whether a part more runs while parts are replaced
 * @param capacity how much of the old version's capacity the new one gets while it is a canary; all of it unless said otherwise
 * @param test what the new version must answer before users have it
 * @param approvals where a person is asked
 * @param judged whether bakes are judged by a verdict
 * @param whenProven what follows when the verdict is that the new version is well
 * @param whenItFails what becomes of it then
 * @param minimumHealthy the share of the targets that the requests need which must be healthy before they come; all of them unless
 *     said otherwise
 * @param timeout after what time the release has failed; absent to let it take as long as its steps allow
 * @param options members for strategies from plugins
 * @param goOn when what comes after the action in the pipeline may begin
 * @param baseline what the new version is compared with while both have requests
 */
public record ReleaseSettings(
        String strategy,
        List<Step> steps,
        Optional<Share> weight,
        Optional<Duration> bake,
        Optional<Duration> keep,
        Optional<BatchSize> batch,
        boolean additionalBatch,
        Optional<Share> capacity,
        Optional<WarmCheck> test,
        Set<ApprovalPoint> approvals,
        boolean judged,
        WhenProven whenProven,
        WhenItFails whenItFails,
        Optional<Share> minimumHealthy,
        Optional<Duration> timeout,
        Map<String, String> options,
        GoOn goOn,
        Baseline baseline) {

    /** A release that the pipeline waits for to its end. */
    public ReleaseSettings(
            String strategy,
            List<Step> steps,
            Optional<Share> weight,
            Optional<Duration> bake,
            Optional<Duration> keep,
            Optional<BatchSize> batch,
            boolean additionalBatch,
            Optional<Share> capacity,
            Optional<WarmCheck> test,
            Set<ApprovalPoint> approvals,
            boolean judged,
            WhenProven whenProven,
            WhenItFails whenItFails,
            Optional<Share> minimumHealthy,
            Optional<Duration> timeout,
            Map<String, String> options) {
        this(
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
                options,
                GoOn.END,
                Baseline.RUNNING);
    }

    public ReleaseSettings {
        steps = List.copyOf(steps);
        EnumSet<ApprovalPoint> points = EnumSet.noneOf(ApprovalPoint.class);
        points.addAll(approvals);
        approvals = Collections.unmodifiableSet(points);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** A strategy with nothing said. */
    public static ReleaseSettings of(String strategy) {
        return new ReleaseSettings(
                strategy,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                WhenProven.NEXT_STEP,
                WhenItFails.ROLL_BACK,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** As AWS moves traffic by itself: nothing is kept waiting once all of it has moved. */
    public static ReleaseSettings of(TrafficRouting routing) {
        Optional<Duration> none = Optional.of(Duration.ZERO);
        return switch (routing) {
            case TrafficRouting.AllAtOnce() -> of("allAtOnce");
            case TrafficRouting.TimeBasedCanary(int percent, Duration interval) ->
                of("").meaning("canary", Optional.of(Share.percent(percent)), Optional.of(interval), none);
            case TrafficRouting.TimeBasedLinear(int percent, Duration interval) ->
                of("").meaning("linear", Optional.of(Share.percent(percent)), Optional.of(interval), none);
        };
    }

    /** The same by the strategy that a name of AWS's stands for. */
    ReleaseSettings meaning(
            String meant, Optional<Share> itsWeight, Optional<Duration> itsBake, Optional<Duration> itsKeep) {
        return with(meant, itsWeight, itsBake, itsKeep, judged);
    }

    /** The same, and its bakes are judged. */
    public ReleaseSettings judgedByVerdict() {
        return with(strategy, weight, bake, keep, true);
    }

    private ReleaseSettings with(
            String meant,
            Optional<Share> itsWeight,
            Optional<Duration> itsBake,
            Optional<Duration> itsKeep,
            boolean isJudged) {
        return new ReleaseSettings(
                meant,
                steps,
                itsWeight,
                itsBake,
                itsKeep,
                batch,
                additionalBatch,
                capacity,
                test,
                approvals,
                isJudged,
                whenProven,
                whenItFails,
                minimumHealthy,
                timeout,
                options,
                goOn,
                baseline);
    }

    /** Says how many healthy targets a share of the requests needs. */
    public TrafficGuard guard() {
        return minimumHealthy
                .filter(part -> !part.equals(Share.NONE))
                .map(part -> new TrafficGuard(new MinimumHealthy.OfLive(part)))
                .orElse(TrafficGuard.STANDARD);
    }

    /** The same for another strategy, as far as that takes it: to look for one that a target can do. */
    ReleaseSettings forStrategy(String other) {
        ReleaseSettings plain = of(other);
        return new ReleaseSettings(
                other,
                plain.steps,
                plain.weight,
                plain.bake,
                keep,
                plain.batch,
                false,
                plain.capacity,
                test,
                approvals,
                judged,
                whenProven,
                whenItFails,
                minimumHealthy,
                timeout,
                plain.options,
                goOn,
                baseline);
    }

    /**
     * A step of a ramp.
     *
     * @param weight the share of requests
     * @param bake how long it stays so
     * @param approve whether a person is asked before the next
     */
    public record Step(Share weight, Duration bake, boolean approve) {}

    /** Where a person is asked. */
    public enum ApprovalPoint {
        /** Before anything is changed. */
        START,
        /** Before users get the new version. */
        TRAFFIC,
        /** Before all users get it. */
        ALL_TRAFFIC,
        /** Before the old version is given up. */
        FINISH
    }

    /** What follows when a verdict is that the new version is well, before its bake time is over. */
    public enum WhenProven {
        /** The next step is done at once. */
        NEXT_STEP,
        /** All requests go to it at once. */
        ALL_TRAFFIC,
        /** The bake time is waited for. */
        WAIT
    }

    /** What the new version is compared with while both have requests. */
    public enum Baseline {
        /** What runs already, with all the requests that the new version does not get. */
        RUNNING,
        /**
         * As much of the old version as there is of the new one, started together with it, with the same share of the requests: caches
         * are equally cold and connections equally few on both sides.
         */
        EQUAL_AGE
    }

    /** When what comes after the action in the pipeline may begin. */
    public enum GoOn {
        /** When the release has ended. */
        END,
        /** When all requests go to the new version; what is left of the release goes on meanwhile. */
        TRAFFIC
    }

    /** What becomes of a release that fails. */
    public enum WhenItFails {
        /** What ran before is brought back. */
        ROLL_BACK,
        /** It is left as it is. */
        LEAVE
    }
}
