package dev.penstock.rollout;

import dev.penstock.execution.GraphPoint;
import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a release does, step by step. It is made once, when the release begins, and made durable: settings that change later
 * do not change a release that is under way.
 *
 * @param strategy the name of the strategy that made it
 * @param steps begins with {@link ReleaseStep.Prepare} and ends with {@link ReleaseStep.Finish}; in between the old version is
 *     replaced once, or shares rise to all requests
 * @param baseline what the new version is compared with; absent for what runs already
 */
public record ReleasePlan(String strategy, List<ReleaseStep> steps, Optional<ReleaseSettings.Baseline> baseline) {

    public ReleasePlan {
        steps = List.copyOf(steps);
        fault(steps).ifPresent(fault -> {
            throw new IllegalArgumentException("the strategy '" + strategy + "' made no plan: " + fault);
        });
    }

    /** A plan whose new version is compared with what runs already. */
    public ReleasePlan(String strategy, List<ReleaseStep> steps) {
        this(strategy, steps, Optional.empty());
    }

    /** The same, compared with a part of the old version that is started together with the new one. */
    ReleasePlan withTwin() {
        return new ReleasePlan(strategy, steps, Optional.of(ReleaseSettings.Baseline.EQUAL_AGE));
    }

    /** Whether a part of the old version is started together with the new one, to be compared with it. */
    public boolean hasTwin() {
        return baseline.filter(what -> what == ReleaseSettings.Baseline.EQUAL_AGE)
                .isPresent();
    }

    /**
     * Of the requests that both sides of the comparison get, the new version's share when it has a share of all.
     *
     * @param share of all requests
     */
    public Share compared(Share share) {
        boolean isSplit = !share.equals(Share.NONE) && !share.equals(Share.ALL);
        return hasTwin() && isSplit ? Share.percent(50) : share;
    }

    /**
     * The same in a release graph: what ran before is kept until all others have moved.
     *
     * @param shared whether all wait for each other with their last share below all requests, before that is judged and after
     */
    ReleasePlan inGraph(boolean shared) {
        List<ReleaseStep> all = new ArrayList<>(steps);
        all.add(all.size() - 1, new ReleaseStep.Hold(GraphPoint.READY));
        int last = shared ? lastPart() : -1;
        if (last >= 0) {
            int judged = last + 1;
            while (all.get(judged) instanceof ReleaseStep.Bake) {
                judged++;
            }
            all.add(judged, new ReleaseStep.Hold(GraphPoint.PROVEN));
            all.add(last + 1, new ReleaseStep.Hold(GraphPoint.SHARE));
        }
        return new ReleasePlan(strategy, all, baseline);
    }

    /** The last step that shifts a part of the requests; less than 0 if none does. */
    private int lastPart() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof ReleaseStep.Shift(Share share) && !share.equals(Share.ALL)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it waits for others of a release graph. */
    boolean isOfGraph() {
        return steps.stream().anyMatch(ReleaseStep.Hold.class::isInstance);
    }

    /** Whether those that come after it in a release graph may begin when so many steps are done. */
    boolean hasMoved(int done) {
        if (!shareAfter(done - 1).equals(Share.ALL)) {
            return false;
        }
        // A bake that judges, or by which a replacement is seen to be well, is part of the move; what is kept
        // afterwards is not.
        return !(steps.get(done) instanceof ReleaseStep.Bake bake)
                || (replacement().isEmpty() && !bake.judged());
    }

    private static Optional<String> fault(List<ReleaseStep> steps) {
        if (steps.size() < 2
                || !(steps.getFirst() instanceof ReleaseStep.Prepare)
                || !(steps.getLast() instanceof ReleaseStep.Finish)) {
            return Optional.of("it begins with prepare and ends with finish");
        }
        Share share = Share.NONE;
        int replacements = 0;
        for (ReleaseStep step : steps.subList(1, steps.size() - 1)) {
            switch (step) {
                case ReleaseStep.Prepare() -> {
                    return Optional.of("it prepares twice");
                }
                case ReleaseStep.Finish() -> {
                    return Optional.of("it finishes twice");
                }
                case ReleaseStep.ScaleUp(Share capacity) -> {
                    if (capacity.equals(Share.NONE)) {
                        return Optional.of("it scales up to nothing");
                    }
                }
                case ReleaseStep.Test() -> {}
                case ReleaseStep.Replace(Replacement how) -> replacements++;
                case ReleaseStep.Shift(Share to) -> {
                    if (to.compareTo(share) <= 0) {
                        return Optional.of("the share " + to + " does not rise above " + share);
                    }
                    share = to;
                }
                case ReleaseStep.Bake bake -> {}
                case ReleaseStep.Approve approve -> {}
                case ReleaseStep.Hold hold -> {}
            }
        }
        if (replacements + (share.equals(Share.ALL) ? 1 : 0) != 1 || (replacements == 1 && !share.equals(Share.NONE))) {
            return Optional.of("the old version is replaced once, or requests are shifted until all go to the new one");
        }
        return Optional.empty();
    }

    /** The shares that it shifts to, rising; empty if it replaces. */
    public List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        for (ReleaseStep step : steps) {
            if (step instanceof ReleaseStep.Shift(Share share)) {
                shares.add(share);
            }
        }
        return shares;
    }

    /** How it replaces; absent if it shifts requests. */
    public Optional<Replacement> replacement() {
        return steps.stream()
                .filter(ReleaseStep.Replace.class::isInstance)
                .map(step -> ((ReleaseStep.Replace) step).how())
                .findFirst();
    }

    /** How long it bakes in all, unless verdicts come earlier. */
    public Duration baking() {
        Duration all = Duration.ZERO;
        for (ReleaseStep step : steps) {
            if (step instanceof ReleaseStep.Bake bake) {
                all = all.plus(bake.time());
            }
        }
        return all;
    }

    /** How long it bakes right after a step, unless verdicts come earlier; zero if it does not. */
    public Duration bakeAfter(int step) {
        return step + 1 < steps.size() && steps.get(step + 1) instanceof ReleaseStep.Bake bake
                ? bake.time()
                : Duration.ZERO;
    }

    /** How many of its bakes are judged. */
    public int judgedBakes() {
        return (int) steps.stream()
                .filter(step -> step instanceof ReleaseStep.Bake bake && bake.judged())
                .count();
    }

    /** The share of requests that goes to the new version once a step, and all before it, are done. */
    public Share shareAfter(int step) {
        Share share = Share.NONE;
        for (ReleaseStep each : steps.subList(0, step + 1)) {
            switch (each) {
                case ReleaseStep.Shift(Share to) -> share = to;
                case ReleaseStep.Replace(Replacement how) -> share = Share.ALL;
                case ReleaseStep.Prepare() -> {}
                case ReleaseStep.ScaleUp(Share capacity) -> {}
                case ReleaseStep.Test() -> {}
                case ReleaseStep.Finish() -> {}
                case ReleaseStep.Bake bake -> {}
                case ReleaseStep.Approve approve -> {}
                case ReleaseStep.Hold hold -> {}
            }
        }
        return share;
    }

    /** Why its strategy is none for a platform: AWS's name of a deployment configuration that is for another one. */
    public Optional<Refusal> otherPlatform(ComputePlatform platform) {
        return strategy.startsWith(DeploymentConfiguration.PREFIX)
                        && DeploymentConfiguration.read(strategy, platform)
                                instanceof NameReading.Refused<DeploymentConfiguration>(String message, String hint)
                ? Optional.of(new Refusal(message, hint))
                : Optional.empty();
    }
}
