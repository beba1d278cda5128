package dev.penstock.rollout;

/**
 * Makes plans. Pure: the same facts and settings make the same plan.
 */
public interface ReleaseStrategy {

    /** What settings call it, such as {@code blueGreen}; unique among all strategies. */
    String name();

    /**
     * The plan for a target.
     *
     * @param facts what is known of the target
     * @param settings what the user says
     * @throws ReleaseSettingsException when the settings do not fit the strategy
     */
    ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException;
}
