package dev.penstock.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * The three instants at which a release can be called done.
 *
 * @param trafficMoved when all requests went to the new version
 * @param bakeOver when the last bake was over
 * @param oldGone when the old version had drained and was given up
 */
public record Milestones(Optional<Instant> trafficMoved, Optional<Instant> bakeOver, Optional<Instant> oldGone) {

    /** None is reached. */
    static final Milestones NONE = new Milestones(Optional.empty(), Optional.empty(), Optional.empty());

    /** With what follows from a step that is done. */
    Milestones after(ReleasePlan plan, int step, Instant at) {
        return switch (plan.steps().get(step)) {
            case ReleaseStep.Shift(Share share) -> share.equals(Share.ALL) ? moved(at) : this;
            case ReleaseStep.Replace(Replacement how) -> moved(at);
            case ReleaseStep.Bake bake -> new Milestones(trafficMoved, Optional.of(at), oldGone);
            case ReleaseStep.Finish() -> new Milestones(trafficMoved, bakeOver, Optional.of(at));
            case ReleaseStep.Prepare() -> this;
            case ReleaseStep.ScaleUp(Share capacity) -> this;
            case ReleaseStep.Test() -> this;
            case ReleaseStep.Approve approve -> this;
            case ReleaseStep.Hold hold -> this;
        };
    }

    private Milestones moved(Instant at) {
        return new Milestones(Optional.of(at), bakeOver, oldGone);
    }
}
