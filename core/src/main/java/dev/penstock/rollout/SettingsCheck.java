package dev.penstock.rollout;

import dev.penstock.rollout.ReleaseSettings.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What of the settings a strategy takes, and whether it makes sense. */
final class SettingsCheck {

    /** Every strategy can have these. */
    private static final Set<String> COMMON = Set.of("bake");

    private SettingsCheck() {}

    /** Refuses what the strategy would pass over: whoever wrote it expects something of it. */
    static void only(String strategy, Set<String> members, ReleaseSettings settings) throws ReleaseSettingsException {
        Map<String, Boolean> said = new LinkedHashMap<>();
        said.put("steps", !settings.steps().isEmpty());
        said.put("weight", settings.weight().isPresent());
        said.put("bake", settings.bake().isPresent());
        said.put("keep", settings.keep().isPresent());
        said.put("batch", settings.batch().isPresent());
        said.put("additionalBatch", settings.additionalBatch());
        said.put("capacity", settings.capacity().isPresent());
        said.put("options", !settings.options().isEmpty());
        boolean replaces = !members.contains("keep");
        for (Map.Entry<String, Boolean> each : said.entrySet()) {
            boolean taken = members.contains(each.getKey()) || (replaces && COMMON.contains(each.getKey()));
            if (each.getValue() && !taken) {
                Set<String> takes = new TreeSet<>(members);
                if (replaces) {
                    takes.addAll(COMMON);
                }
                throw new ReleaseSettingsException(
                        each.getKey(),
                        "The strategy '" + strategy + "' takes no '" + each.getKey() + "'.",
                        "It takes " + String.join(", ", takes) + ".");
            }
        }
    }

    /** A share with which there are two steps at least. */
    static void part(String field, Share share) throws ReleaseSettingsException {
        if (share.equals(Share.NONE) || share.equals(Share.ALL)) {
            throw new ReleaseSettingsException(
                    field,
                    "With " + share + " of requests there is nothing to compare.",
                    "It is above 0 and below 100 %.");
        }
    }

    static void rising(List<Step> steps) throws ReleaseSettingsException {
        if (steps.isEmpty()) {
            throw new ReleaseSettingsException(
                    "steps",
                    "A ramp needs steps.",
                    "Write a list of 'weight' and 'bake', such as {weight: 10 %, bake: 5m}.");
        }
        Share before = Share.NONE;
        for (Step step : steps) {
            if (step.weight().compareTo(before) <= 0) {
                throw new ReleaseSettingsException(
                        "steps",
                        "The step to " + step.weight() + " does not rise above " + before + ".",
                        "Weights are shares of all requests, and each is above the one before.");
            }
            before = step.weight();
        }
    }

    /** Whether a bake is judged while each version has a part of the requests. */
    private static boolean comparesBoth(ReleasePlan plan) {
        return IntStream.range(0, plan.steps().size())
                .filter(i -> plan.steps().get(i) instanceof ReleaseStep.Bake bake && bake.judged())
                .mapToObj(plan::shareAfter)
                .anyMatch(share -> !share.equals(Share.NONE) && !share.equals(Share.ALL));
    }

    /**
     * Whether a part of the old version that is started together with the new one can get the same share of the requests as that, and
     * somebody compares them.
     */
    static void comparable(ReleaseSettings settings, ReleasePlan plan) throws ReleaseSettingsException {
        if (!settings.judged() || !comparesBoth(plan)) {
            throw new ReleaseSettingsException(
                    "baseline",
                    "The baseline 'equalAge' is for a verdict that compares both versions while each has a part of the"
                            + " requests, and "
                            + (settings.judged() ? "this release has no such step." : "nothing judges this release."),
                    settings.judged()
                            ? "Take 'canary', 'linear' or 'ramp', or leave 'baseline' away."
                            : "Say what is judged under 'verdict', or leave 'baseline' away.");
        }
        Optional<Share> large = plan.shares().stream()
                .filter(share -> !share.equals(Share.ALL) && share.compareTo(Share.percent(50)) > 0)
                .findFirst();
        if (large.isPresent()) {
            throw new ReleaseSettingsException(
                    "baseline",
                    "With " + large.get() + " of requests for the new version, not as many are left for the baseline"
                            + " 'equalAge'.",
                    "Let no step before all requests be above 50 %, or leave 'baseline' away.");
        }
    }
}
