package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import java.time.Duration;
import java.util.Optional;

/** How long resources of stacks take: asked while one is under way, told when one is done. */
public interface StackExperience {

    /** Nothing is known, and nothing is learned. */
    StackExperience NONE = new StackExperience() {
        @Override
        public Optional<Duration> usual(AwsScope scope, String type, Deed deed) {
            return Optional.empty();
        }

        @Override
        public void took(AwsScope scope, String type, Deed deed, Duration duration) {}
    };

    /** What is done to a resource. */
    enum Deed {
        CREATE,
        UPDATE,
        DELETE
    }

    /**
     * How long that usually takes; absent if it takes next to no time, or nothing is known.
     *
     * @param type such as {@code AWS::RDS::DBInstance}
     */
    Optional<Duration> usual(AwsScope scope, String type, Deed deed);

    /** One took so long. */
    void took(AwsScope scope, String type, Deed deed, Duration duration);
}
