package dev.penstock.beanstalk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment would do to an environment, told by looking alone.
 *
 * @param application the application
 * @param environment the environment that would be changed or made
 * @param way what would be done to it
 * @param version what it would run
 * @param options the options that would change, by name; none where nothing would be done
 * @param rollout how that goes over the instances; absent where nothing would be done
 * @param recent what updates of the environment took that ended well of late, the newest first; mostly few
 * @param remarks what else there is to know before it is done, a full sentence each
 */
public record EnvironmentPlan(
        String application,
        String environment,
        Way way,
        Version version,
        List<OptionChange> options,
        Optional<Rollout> rollout,
        List<Duration> recent,
        List<String> remarks) {

    public EnvironmentPlan {
        options = List.copyOf(options);
        recent = List.copyOf(recent);
        remarks = List.copyOf(remarks);
    }

    /** The same, taking another time. */
    EnvironmentPlan with(Optional<Rollout> other) {
        return new EnvironmentPlan(application, environment, way, version, options, other, recent, remarks);
    }

    /** What would be done. */
    public sealed interface Way {

        /** It runs the version on every instance, and its options are as they shall be. */
        record Nothing() implements Way {}

        /** It is changed. */
        record Update() implements Way {}

        /**
         * It is made.
         *
         * @param platform the name of its solution stack, or the ARN of its platform
         */
        record Creation(String platform) implements Way {}

        /**
         * It is brought to the version beside another one, whose place it then takes.
         *
         * @param live the environment that is live
         * @param isMade whether it is made, by the options of the one that is live
         * @param isWeighted whether a rule of a load balancer moves the requests; otherwise both change host names
         * @param keep for how long the other one is kept afterwards
         */
        record BlueGreen(String live, boolean isMade, boolean isWeighted, Duration keep) implements Way {}
    }

    /** What an environment would run. */
    public sealed interface Version {

        /** The label of the version that it runs now; empty if there is none. */
        String before();

        /**
         * A version whose contents are known.
         *
         * @param label its label
         * @param exists whether the application has it already; else it is uploaded and made
         * @param images by the name of their container
         */
        record Known(String before, String label, boolean exists, Map<String, String> images) implements Version {

            public Known {
                images = Map.copyOf(images);
            }
        }

        /** One whose contents only a run makes. */
        record MadeByTheRun(String before) implements Version {}
    }
}
