package dev.penstock.verdict;

import dev.penstock.verdict.argo.AnalysisPhase;
import java.time.Instant;

/** What a look led to. */
public sealed interface Decision {

    /**
     * Nothing is proven yet: keep traffic as it is, and look again.
     *
     * @param until when the bake time is over as it is now
     */
    record Continue(Instant until) implements Decision {}

    /** The canary is worse, or a gate closed: go back. */
    record RollBack(Cause cause) implements Decision {}

    /** Every metric is proven to be less than unacceptably worse, and no gate is closed or unknown: go on. */
    record Promote() implements Decision {}

    /**
     * It could not be told.
     *
     * @param reason why
     * @param action what the settings say is to be done. Unless it is {@link InconclusivePolicy.Action#ROLL_BACK}, looks may go on,
     *     and later evidence may still decide
     */
    record Inconclusive(Reason reason, InconclusivePolicy.Action action) implements Decision {}

    /** Why it goes back. */
    sealed interface Cause {

        /**
         * Evidence that the canary is worse.
         *
         * @param metric the metric that contributed most
         */
        record Evidence(String metric) implements Cause {}

        /**
         * A gate closed.
         *
         * @param gate its name
         * @param reason a full sentence
         */
        record ClosedGate(String gate, String reason) implements Cause {}

        /**
         * The score of Kayenta's judge.
         *
         * @param score 0 to 100
         * @param needed what it had to be: more than that while the canary was under way, at least that at its end
         * @param atEnd whether it was the last judgement
         */
        record Score(double score, double needed, boolean atEnd) implements Cause {}

        /**
         * An analysis in the manner of Argo Rollouts failed, or could not be made too often.
         *
         * @param metric the metric that ended it
         * @param phase {@link AnalysisPhase#FAILED} or {@link AnalysisPhase#ERROR}
         */
        record Analysis(String metric, AnalysisPhase phase) implements Cause {}
    }

    /** Why it could not be told. */
    enum Reason {
        /** The canary got no request, or its sources had no data. */
        NO_DATA,
        /** Traffic does not go where it was sent. */
        TRAFFIC,
        /** A gate has no reading. */
        GATE_UNKNOWN,
        /** The bake time is over. */
        TIME_OVER,
        /** The rest of the bake time would not be enough to prove that a healthy canary is healthy. */
        FUTILE,
        /** An analysis in the manner of Argo Rollouts ended as inconclusive. */
        ANALYSIS
    }

    /** Whether looks end with it. */
    default boolean isFinal() {
        return switch (this) {
            case Continue going -> false;
            case RollBack back -> true;
            case Promote on -> true;
            case Inconclusive open -> open.action() == InconclusivePolicy.Action.ROLL_BACK;
        };
    }
}
