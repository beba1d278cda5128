package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.util.Collection;
import java.util.List;

/** Who makes a verdict of the counts. */
public sealed interface JudgeSettings permits JudgeSettings.Sequential, KayentaSettings, ArgoSettings {

    /** The sequential judge, which has no settings but those of all verdicts. */
    record Sequential() implements JudgeSettings {}

    /**
     * Makes sure that this judge can judge these metrics.
     *
     * @throws VerdictSettingsException when it cannot
     */
    default void check(List<String> metrics, Guards guards, Timing timing) {
        // The sequential judge takes everything.
    }

    /** Refuses what only the sequential judge can do, so that nobody counts on it. */
    static void checkPlain(Guards guards, Timing timing) {
        refuse("futility", timing.futility().isPresent());
        refuse("earliestPromotion", !timing.earliestPromotion().isZero());
        refuse("whenInconclusive", timing.whenInconclusive().extensions() > 0);
        refuse("warmUp", !guards.warmUp().isZero());
        refuse("warmUpRequests", guards.warmUpRequests() > 0);
        refuse("minimumBaselineEvents", guards.minimumBaselineEvents() > 0);
    }

    private static void refuse(String field, boolean there) {
        if (there) {
            throw new VerdictSettingsException(
                    ProblemType.VERDICT_JUDGE,
                    field,
                    field.equals("whenInconclusive")
                            ? "Extensions of the bake time are for the sequential judge. Leave out 'extensions'."
                            : "'" + field + "' is for the sequential judge. Leave it out.");
        }
    }

    /** Refuses settings for metrics that there are not. */
    static void checkNames(String field, Collection<String> named, List<String> metrics) {
        for (String name : named) {
            if (!metrics.contains(name)) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_JUDGE,
                        field,
                        "'" + name + "' is no metric of this verdict. It has '" + String.join("', '", metrics) + "'.");
            }
        }
    }
}
