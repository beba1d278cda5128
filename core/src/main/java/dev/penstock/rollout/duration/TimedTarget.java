package dev.penstock.rollout.duration;

import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionFailure;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlan;
import java.util.Optional;

/**
 * Says how long rollouts to targets of a kind take. Only looks.
 *
 * @param <C> the typed configuration of the action
 */
public interface TimedTarget<C> {

    /** The type of action that rolls out to it. */
    ActionTypeId type();

    /** Reads the configuration of an action: see {@link dev.penstock.action.ActionProvider#configure}. */
    C configure(ConfigurationReader configuration);

    /**
     * How long a rollout takes.
     *
     * @param action its name
     * @param plan by which it is released; absent where settings say nothing of a release
     * @throws dev.penstock.action.RemoteCallException if the target cannot be looked at
     */
    Answer time(AwsScope scope, String action, C configuration, Optional<ReleasePlan> plan);

    /** What comes of asking. */
    sealed interface Answer {

        /** It takes so long. */
        record Told(RolloutTime time) implements Answer {}

        /** A rollout would fail before it begins. */
        record Failing(ActionFailure failure) implements Answer {}
    }
}
