package dev.penstock.beanstalk;

/** Is told what actions would do to environments. Safe for use by several threads. */
@FunctionalInterface
public interface EnvironmentPlanListener {

    /**
     * An action has looked.
     *
     * @param action its name
     */
    void planned(String action, EnvironmentPlan plan);
}
