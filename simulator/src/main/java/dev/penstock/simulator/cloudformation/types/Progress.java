package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;

/** How far a resource has come with what was asked of it. */
public sealed interface Progress {

    /** It is as it was asked for; after a deletion, gone. */
    record Done(String physicalId, JsonValue.Structure attributes) implements Progress {}

    /**
     * It is on its way.
     *
     * @param lookAgain in how much simulated time to ask {@link ResourceHandler#check}; more than zero
     */
    record Working(String physicalId, JsonValue.Structure attributes, Duration lookAgain) implements Progress {}

    /**
     * It failed.
     *
     * @param code CloudFormation's handler error code, like {@code NotStabilized}
     * @param message what AWS says, without the frame that CloudFormation puts around it
     * @param physicalId of what was made all the same and has to be deleted; empty when nothing was
     */
    record Failed(String code, String message, String physicalId) implements Progress {}
}
