package dev.penstock.verdict.argo;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A metric of an analysis template.
 *
 * @param name unique in the run
 * @param successCondition when a measurement succeeds; empty when there is no condition
 * @param failureCondition when it fails
 * @param repeats whether there is an {@code interval}: without one and without a count it is measured once
 * @param count how often it is measured; absent or 0 for ever, if it repeats
 * @param failureLimit how many measurements may fail (0); -1 for any number
 * @param inconclusiveLimit how many may be inconclusive (0)
 * @param consecutiveErrorLimit how many may end in an error one after the other (4)
 * @param consecutiveSuccessLimit how many successes one after the other are enough; 0 when that does not count
 * @param dryRun it is measured, and counts for nothing
 */
public record AnalysisMetric(
        String name,
        Optional<Condition> successCondition,
        Optional<Condition> failureCondition,
        boolean repeats,
        OptionalInt count,
        int failureLimit,
        int inconclusiveLimit,
        int consecutiveErrorLimit,
        int consecutiveSuccessLimit,
        boolean dryRun) {

    private static final int ERRORS = 4;

    public AnalysisMetric {
        require(consecutiveSuccessLimit >= 0, "consecutiveSuccessLimit is 0 or more");
        require(failureLimit >= -1, "failureLimit is 0 or more, or -1 to be disabled");
        require(
                consecutiveSuccessLimit > 0 || failureLimit >= 0,
                "failureLimit and consecutiveSuccessLimit cannot both be disabled");
        require(inconclusiveLimit >= 0, "inconclusiveLimit is 0 or more");
        require(consecutiveErrorLimit >= 0, "consecutiveErrorLimit is 0 or more");
        int measured = count.orElse(0);
        require(
                measured <= 0 || measured >= Math.max(0, failureLimit) + consecutiveSuccessLimit,
                "count is at least failureLimit and consecutiveSuccessLimit together");
        require(measured <= 0 || measured >= inconclusiveLimit, "count is at least inconclusiveLimit");
        require(measured <= 1 || repeats, "more than one measurement needs an interval");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** A metric with Argo's defaults that is measured once. */
    public static AnalysisMetric of(String name) {
        return new AnalysisMetric(
                name, Optional.empty(), Optional.empty(), false, OptionalInt.empty(), 0, 0, ERRORS, 0, false);
    }

    /** The same, measured again and again; so many times if the count is above 0. */
    public AnalysisMetric repeated(int times) {
        return new AnalysisMetric(
                name,
                successCondition,
                failureCondition,
                true,
                times > 0 ? OptionalInt.of(times) : OptionalInt.empty(),
                failureLimit,
                inconclusiveLimit,
                consecutiveErrorLimit,
                consecutiveSuccessLimit,
                dryRun);
    }

    /** The same with limits. */
    public AnalysisMetric withLimits(int failures, int inconclusive, int successes) {
        return new AnalysisMetric(
                name,
                successCondition,
                failureCondition,
                repeats,
                count,
                failures,
                inconclusive,
                consecutiveErrorLimit,
                successes,
                dryRun);
    }

    /** The same with conditions; an empty text is none. */
    public AnalysisMetric withConditions(String success, String failure) {
        return new AnalysisMetric(
                name,
                success.isEmpty() ? Optional.empty() : Optional.of(Condition.parse(success)),
                failure.isEmpty() ? Optional.empty() : Optional.of(Condition.parse(failure)),
                repeats,
                count,
                failureLimit,
                inconclusiveLimit,
                consecutiveErrorLimit,
                consecutiveSuccessLimit,
                dryRun);
    }

    /** The same, counting for nothing. */
    public AnalysisMetric asDryRun() {
        return new AnalysisMetric(
                name,
                successCondition,
                failureCondition,
                repeats,
                count,
                failureLimit,
                inconclusiveLimit,
                consecutiveErrorLimit,
                consecutiveSuccessLimit,
                true);
    }

    /** How often it is measured; empty for as long as the run goes on. */
    OptionalInt effectiveCount() {
        if (count.orElse(0) > 0) {
            return count;
        }
        return repeats ? OptionalInt.empty() : OptionalInt.of(1);
    }

    /** What a measured value is by the conditions. */
    public AnalysisPhase measure(Value value) {
        try {
            boolean success =
                    successCondition.isPresent() && successCondition.get().holds(value);
            boolean failure =
                    failureCondition.isPresent() && failureCondition.get().holds(value);
            if (successCondition.isEmpty() && failureCondition.isEmpty()) {
                return AnalysisPhase.SUCCESSFUL;
            }
            boolean failed = failureCondition.isPresent() ? failure : !success;
            boolean succeeded = successCondition.isPresent() ? success : !failure;
            return failed ? AnalysisPhase.FAILED : succeeded ? AnalysisPhase.SUCCESSFUL : AnalysisPhase.INCONCLUSIVE;
        } catch (ConditionException wrong) {
            return AnalysisPhase.ERROR;
        }
    }
}
