package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.List;

/** How far a resource has come with what was asked of it. */
public sealed interface Progress {

    /** It is as it was asked for; after a deletion, gone. */
    record Done(String physicalId, JsonValue.Structure attributes) implements Progress {}

    /**
     * It is on its way.
     *
     * @param lookAgain in how much simulated time to ask {@link ResourceHandler#check}; more than zero
     * @param told what the stack's events say of it now, in order
     */
    record Working(String physicalId, JsonValue.Structure attributes, Duration lookAgain, List<String> told)
            implements Progress {

        public Working {
            told = List.copyOf(told);
        }

        public Working(String physicalId, JsonValue.Structure attributes, Duration lookAgain) {
            this(physicalId, attributes, lookAgain, List.of());
        }
    }

    /**
     * It failed.
     *
     * @param code CloudFormation's handler error code, like {@code NotStabilized}
     * @param message what AWS says, without the frame that CloudFormation puts around it
     * @param physicalId of what was made all the same and has to be deleted; empty when nothing was
     */
    record Failed(String code, String message, String physicalId) implements Progress {}
}
