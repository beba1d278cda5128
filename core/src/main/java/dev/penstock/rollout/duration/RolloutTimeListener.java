package dev.penstock.rollout.duration;

/** Is told how long the rollouts of actions take. Safe for use by several threads. */
@FunctionalInterface
public interface RolloutTimeListener {

    /**
     * An action has looked.
     *
     * @param action its name
     */
    void told(String action, RolloutTime time);
}
