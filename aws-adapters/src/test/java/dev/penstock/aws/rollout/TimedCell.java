package dev.penstock.aws.rollout;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.duration.TimedTarget;

/** A release of which is told beforehand how long it takes. */
interface TimedCell extends ReleaseCell {

    /** Says it. */
    TimedTarget<?> times();

    /** The pipeline as it is looked at beforehand: before what its artifacts hold is known. */
    default Pipeline planned() {
        return pipeline();
    }
}
