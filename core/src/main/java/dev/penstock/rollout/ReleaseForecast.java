package dev.penstock.rollout;

import dev.penstock.execution.ReleaseGraph;
import dev.penstock.metric.VerdictSources;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.plan.RolloutPower;
import dev.penstock.verdict.plan.RolloutStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a release will do, before it begins.
 *
 * @param stage of the action
 * @param action that releases
 * @param plan its steps, for a target that has a version already
 * @param baking how long it bakes in all, unless verdicts come earlier
 * @param remarks what costs most of that time, and what its verdicts can find: full sentences
 */
public record ReleaseForecast(String stage, String action, ReleasePlan plan, Duration baking, List<String> remarks) {

    public ReleaseForecast {
        remarks = List.copyOf(remarks);
    }

    /**
     * Foretells a release.
     *
     * @param judgedBy what it is judged by; absent if it is not
     */
    public static ReleaseForecast of(String stage, String action, ReleasePlan plan, Optional<VerdictSources> judgedBy) {
        return of(stage, action, plan, judgedBy, Optional.empty());
    }

    /**
     * Foretells a release that may be one of several together.
     *
     * @param judgedBy what it is judged by; absent if it is not
     * @param graph what it is released together with; absent if it is released by itself
     */
    public static ReleaseForecast of(
            String stage,
            String action,
            ReleasePlan alone,
            Optional<VerdictSources> judgedBy,
            Optional<ReleaseGraph> graph) {
        ReleasePlan plan = graph.map(known -> alone.inGraph(known.shared())).orElse(alone);
        int verdicts = graph.map(ReleaseGraph::verdicts).orElse(1);
        List<String> remarks = new ArrayList<>();
        longest(plan).ifPresent(remarks::add);
        judgedBy.ifPresent(sources -> remarks.addAll(findings(plan, sources, verdicts)));
        return new ReleaseForecast(stage, action, plan, plan.baking(), remarks);
    }

    /** The same where the time of the whole rollout is told as well: what costs most of it is told there. */
    public ReleaseForecast timedElsewhere() {
        Optional<String> said = longest(plan);
        return new ReleaseForecast(
                stage,
                action,
                plan,
                baking,
                remarks.stream()
                        .filter(remark -> !remark.equals(said.orElse("")))
                        .toList());
    }

    /** The bake that costs most of the time, and the setting that it comes from. */
    private static Optional<String> longest(ReleasePlan plan) {
        int longest = -1;
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Bake bake
                    && (longest < 0 || bake.time().compareTo(time(plan, longest)) > 0)) {
                longest = i;
            }
        }
        if (longest < 0) {
            return Optional.empty();
        }
        boolean isKept = !plan.shares().isEmpty() && plan.shareAfter(longest).equals(Share.ALL);
        return Optional.of("Most of the " + Words.of(plan.baking()) + " that it bakes is step " + (longest + 1) + ", "
                + Words.of(time(plan, longest)) + " with " + plan.shareAfter(longest) + " of requests: "
                + (isKept ? "'keep' says so." : "'bake' says so."));
    }

    private static Duration time(ReleasePlan plan, int step) {
        return ((ReleaseStep.Bake) plan.steps().get(step)).time();
    }

    private static VerdictSettings part(VerdictSettings settings, int verdicts) {
        return settings.with(settings.budget().among(verdicts));
    }

    private static List<String> findings(ReleasePlan plan, VerdictSources sources, int verdicts) {
        List<RolloutStep> judged = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Bake bake && bake.judged()) {
                double share = plan.shareAfter(i).fraction();
                judged.add(
                        plan.hasTwin()
                                ? new RolloutStep(share, bake.time(), share)
                                : new RolloutStep(share, bake.time()));
            }
        }
        if (plan.replacement().isPresent() && !judged.isEmpty()) {
            // Before and after would not be told apart from what else has changed with the time of day.
            return List.of("Once the old version is replaced nobody has it any more, so that metrics have nothing to be"
                    + " compared with: the verdict is inconclusive, and 'whenInconclusive' says what follows;"
                    + " gates count. The nearest strategy that compares both is 'canary'.");
        }
        if (judged.isEmpty()) {
            return List.of("Nothing of it is judged: no step leaves a part of the requests with the old version.");
        }
        return sources.expected()
                .map(traffic -> RolloutPower.of(judged, traffic, part(sources.settings(), verdicts))
                        .sentences())
                .orElseGet(() -> List.of("What its verdicts can find depends on the traffic: say what to expect by"
                        + " 'expect: {requestsPerMinute: 600, bad: 0.5 %}' under 'verdict'."));
    }
}
