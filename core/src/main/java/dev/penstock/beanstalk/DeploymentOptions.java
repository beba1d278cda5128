package dev.penstock.beanstalk;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.bundle.BundleChoice;
import dev.penstock.traffic.WarmCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an action deploys to an environment.
 *
 * @param bundle what of the artifact becomes the version
 * @param place where bundles are put
 * @param labelPrefix what labels of versions begin with; absent for the pipeline's name
 * @param creation how application and environment are made where they are missing; absent if that is a failure
 * @param options options that the environment shall have; those that are not named stay as they are
 * @param acceptance when an environment is well
 * @param patience how long to wait for an environment that is busy with something else
 * @param whenItFails what is done when a deployment fails
 * @param whenStopped what becomes of a deployment when the action is abandoned
 * @param blueGreen a second environment that is brought to the version, to change places with the first; absent to change the
 *     environment itself
 * @param keptVersions which versions of this label prefix are kept
 */
public record DeploymentOptions(
        BundleChoice bundle,
        BundlePlace place,
        Optional<String> labelPrefix,
        Optional<Creation> creation,
        Map<OptionName, OptionValue> options,
        Acceptance acceptance,
        Duration patience,
        WhenItFails whenItFails,
        WhenStopped whenStopped,
        Optional<BlueGreen> blueGreen,
        VersionRetention keptVersions) {

    /** What holds where nothing is set: what CodePipeline does, and what it leaves broken is restored. */
    public static final DeploymentOptions DEFAULT = new DeploymentOptions(
            BundleChoice.WHOLE,
            BundlePlace.USUAL,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Acceptance.DEFAULT,
            Duration.ofMinutes(30),
            WhenItFails.RESTORE,
            WhenStopped.ABORT,
            Optional.empty(),
            VersionRetention.ALL);

    public DeploymentOptions {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** Whether a rule of a load balancer divides requests among two environments. */
    boolean isWeighted() {
        return blueGreen.filter(BlueGreen::isWeighted).isPresent();
    }

    /**
     * How an environment is made.
     *
     * @param platform a pattern for the name of its solution stack, in which {@code *} stands for anything; the newest that fits
     *     is taken
     * @param worker whether it takes its work from a queue
     * @param cnamePrefix the first part of its host name; absent to let the platform choose
     * @param tags of application and environment
     */
    public record Creation(String platform, boolean worker, Optional<String> cnamePrefix, Map<String, String> tags) {

        public Creation {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * When an environment is well after a deployment.
     *
     * @param health at least so well
     * @param refreshes in so many refreshes of its health one after the other, at least 1
     * @param patience for how long it may be less well before it has failed
     */
    public record Acceptance(HealthStatus health, int refreshes, Duration patience) {

        static final Acceptance DEFAULT = new Acceptance(HealthStatus.OK, 1, Duration.ofMinutes(5));
    }

    /** What is done when a deployment fails and the environment does not run all of its previous version. */
    public enum WhenItFails {
        /** The previous version and the previous options are deployed again. */
        RESTORE,
        LEAVE
    }

    /** What becomes of a deployment that is under way when the action is abandoned. */
    public enum WhenStopped {
        ABORT,
        LEAVE
    }

    /**
     * A pair of environments, the second of which takes the place of the first.
     *
     * @param route how users are brought from one to the other
     * @param keep how long the environment that was live is kept afterwards, to change back
     * @param warm what the new environment must answer before; absent to ask nothing
     */
    public record BlueGreen(Route route, Duration keep, Optional<WarmCheck> warm) {

        /** For how long the environment that was live is kept unless said otherwise. */
        public static final Duration USUAL_KEEP = Duration.ofMinutes(10);

        /** A pair that changes host names. */
        public BlueGreen(String cnamePrefix, Duration keep, Optional<WarmCheck> warm) {
            this(new HostName(cnamePrefix), keep, warm);
        }

        /** A pair that changes host names, without a check of its pages. */
        public BlueGreen(String cnamePrefix, Duration keep) {
            this(cnamePrefix, keep, Optional.empty());
        }

        /** Whether a rule of a load balancer divides requests among the two. */
        public boolean isWeighted() {
            return route instanceof Weights;
        }

        /** For how long it goes on after the new environment is well, waits for healthy targets aside. */
        Duration longest() {
            return switch (route) {
                case HostName ignored -> keep;
                case Weights(OptionValue ignored, List<RampStep> steps) ->
                    steps.stream().map(RampStep::bake).reduce(keep, Duration::plus);
            };
        }

        /** How users are brought from one environment to the other. */
        public sealed interface Route {}

        /**
         * Both change their host names.
         *
         * @param cnamePrefix the first part of the host name that users have: who has it is live
         */
        public record HostName(String cnamePrefix) implements Route {}

        /**
         * A rule at the load balancer that both share divides requests among them: who gets them is live.
         *
         * @param listenerRule the ARN of the rule
         * @param steps shares below 100 per cent on the way, rising; none for all requests at once
         */
        public record Weights(OptionValue listenerRule, List<RampStep> steps) implements Route {

            public Weights {
                steps = List.copyOf(steps);
            }
        }
    }
}
