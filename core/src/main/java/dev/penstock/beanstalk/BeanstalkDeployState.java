package dev.penstock.beanstalk;

import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where a Beanstalk action is. Each state says what the step asked with it is about to do. */
sealed interface BeanstalkDeployState {

    /** What is deployed; absent as long as that is not known. */
    default Optional<Release> released() {
        return switch (this) {
            case Begun ignored -> Optional.empty();
            case Looking looking -> Optional.of(looking.release());
            case Versioning versioning -> Optional.of(versioning.release());
            case Creating creating -> Optional.of(creating.release());
            case Updating updating -> Optional.of(updating.release());
            case Following following -> Optional.of(following.release());
            case Diagnosing diagnosing -> Optional.of(diagnosing.release());
            case Restoring restoring -> Optional.of(restoring.release());
            case Warming warming -> Optional.of(warming.release());
            case Routing routing -> Optional.of(routing.release());
            case Shifting shifting -> Optional.of(shifting.release());
            case Baking baking -> Optional.of(baking.release());
            case Retiring retiring -> Optional.of(retiring.release());
            case Swapping swapping -> Optional.of(swapping.release());
            case Keeping keeping -> Optional.of(keeping.release());
        };
    }

    /** What is to be done; absent as long as that is not known. */
    default Optional<Plan> planned() {
        return switch (this) {
            case Begun ignored -> Optional.empty();
            case Looking ignored -> Optional.empty();
            case Versioning versioning -> Optional.of(versioning.plan());
            case Creating creating -> Optional.of(creating.plan());
            case Updating updating -> Optional.of(updating.plan());
            case Following following -> Optional.of(following.plan());
            case Diagnosing diagnosing -> Optional.of(diagnosing.plan());
            case Restoring restoring -> Optional.of(restoring.plan());
            case Warming warming -> Optional.of(warming.plan());
            case Routing routing -> Optional.of(routing.plan());
            case Shifting shifting -> Optional.of(shifting.plan());
            case Baking baking -> Optional.of(baking.plan());
            case Retiring retiring -> Optional.of(retiring.plan());
            case Swapping swapping -> Optional.of(swapping.plan());
            case Keeping keeping -> Optional.of(keeping.plan());
        };
    }

    /** About to see what becomes the version. */
    record Begun() implements BeanstalkDeployState {}

    /**
     * About to look how the environment is, and what is missing.
     *
     * @param waitingSince since when the environment has been busy with something else; absent if it was not
     */
    record Looking(Release release, Optional<Instant> waitingSince) implements BeanstalkDeployState {}

    /**
     * About to see to it that the version is there and can be deployed.
     *
     * @param asked whether this action made it
     */
    record Versioning(Release release, Plan plan, boolean asked) implements BeanstalkDeployState {}

    /**
     * About to ask for the environment to be made.
     *
     * @param since when it was missing
     */
    record Creating(Release release, Plan plan, Instant since) implements BeanstalkDeployState {}

    /**
     * About to ask for the environment to be changed.
     *
     * @param apart whether options and version are brought one after the other, because the platform wants it so
     * @param since when the environment was changed last before, by the platform's clock
     */
    record Updating(Release release, Plan plan, boolean apart, Instant since) implements BeanstalkDeployState {}

    /**
     * Follows a change of the environment to its end.
     *
     * @param told the time of the event that was told last; absent if none was
     * @param progress how far it is, in words
     * @param settling how it comes to rest, once nothing is under way
     */
    record Following(
            Release release, Plan plan, Change change, Optional<Instant> told, String progress, Settling settling)
            implements BeanstalkDeployState {}

    /**
     * About to look into an instance that failed.
     *
     * @param askedAt when its logs were asked for; absent if they were not yet
     */
    record Diagnosing(Release release, Plan plan, Change change, Cause cause, Optional<Instant> askedAt)
            implements BeanstalkDeployState {}

    /**
     * About to bring back what was there before.
     *
     * @param since when the environment was changed last before, by the platform's clock; absent until it was looked at
     * @param optionsDone whether its options are back
     */
    record Restoring(Release release, Plan plan, Cause cause, Optional<Instant> since, boolean optionsDone)
            implements BeanstalkDeployState {}

    /**
     * About to ask the environment for a page before users do.
     *
     * @param attempts how often it was asked
     */
    record Warming(Release release, Plan plan, int attempts) implements BeanstalkDeployState {}

    /**
     * About to find out between which target groups requests are moved.
     *
     * @param changed whether the environment was changed before
     */
    record Routing(Release release, Plan plan, boolean changed) implements BeanstalkDeployState {}

    /**
     * About to give a rule the weights of a step, or those from before when there is a cause.
     *
     * @param step from 0
     * @param since since when too few targets are healthy; absent while nothing is lacking
     */
    record Shifting(Release release, Plan plan, Ramp ramp, int step, Optional<Instant> since, Optional<Cause> cause)
            implements BeanstalkDeployState {}

    /**
     * Requests are divided as a step wants it.
     *
     * @param step from 0; during the last one the environment that was live is kept
     * @param until how long at least
     * @param badLooks in how many looks, one after the other, something was not well
     * @param lookedAt which refresh of its health was looked at last
     */
    record Baking(
            Release release, Plan plan, Ramp ramp, int step, Instant until, int badLooks, Optional<Instant> lookedAt)
            implements BeanstalkDeployState {}

    /** About to end the environment that was live. */
    record Retiring(Release release, Plan plan, Ramp ramp) implements BeanstalkDeployState {}

    /**
     * How requests are moved.
     *
     * @param rule the ARN of the rule that divides them
     * @param liveGroup the target group that had them; empty if none had
     * @param freshGroup the target group that gets them
     * @param steps at least one; the last one has all requests
     */
    record Ramp(String rule, String liveGroup, String freshGroup, List<RampStep> steps) {

        public Ramp {
            steps = List.copyOf(steps);
        }

        /** How they are divided before the first step. */
        TrafficShares before() {
            return liveGroup.isEmpty() ? TrafficShares.NONE : TrafficShares.all(liveGroup);
        }

        /** The same as what a rule is moved by. */
        WeightedRoute route() {
            return new WeightedRoute(
                    ListenerRuleArn.of(rule).orElseThrow(),
                    Optional.of(liveGroup).filter(group -> !group.isEmpty()),
                    freshGroup,
                    before());
        }

        /**
         * The share of the new group at a step.
         *
         * @param step from 0; before that it has none
         */
        Share share(int step) {
            return step < 0 ? Share.NONE : Share.percent(steps.get(step).weight());
        }

        /** The shares of all steps. */
        List<Share> shares() {
            return IntStream.range(0, steps.size()).mapToObj(this::share).toList();
        }
    }

    /** About to let the two environments change places, or back when there is a cause. */
    record Swapping(Release release, Plan plan, Optional<Cause> cause) implements BeanstalkDeployState {}

    /**
     * The environment that was live is kept.
     *
     * @param until how long
     * @param badRefreshes how many refreshes of its health the new one has not been well in
     * @param refreshedAt when its health was last refreshed
     */
    record Keeping(Release release, Plan plan, Instant until, int badRefreshes, Optional<Instant> refreshedAt)
            implements BeanstalkDeployState {}

    /**
     * What is deployed.
     *
     * @param label of the version
     * @param digest of the bundle's contents
     * @param images by container
     */
    record Release(String label, String digest, Map<String, String> images) {

        public Release {
            images = Map.copyOf(images);
        }
    }

    /**
     * What is to be done.
     *
     * @param environmentId the environment that is changed; empty if it is to be made
     * @param environment its name
     * @param previousLabel the version that it runs
     * @param options how many options are changed
     * @param template keeps the options that it had; empty if none are changed, or they are not to be restored
     * @param pair the environment that is live, if another is changed
     */
    record Plan(
            String environmentId,
            String environment,
            String previousLabel,
            int options,
            String template,
            Optional<Pair> pair) {

        Plan with(String environmentId) {
            return new Plan(environmentId, environment, previousLabel, options, template, pair);
        }
    }

    /**
     * The environment that is live.
     *
     * @param liveId its id
     * @param liveName its name
     * @param made whether the other one is made by this action
     */
    record Pair(String liveId, String liveName, boolean made) {}

    /**
     * A change that is under way.
     *
     * @param kind what it does
     * @param requestId its id; empty if it is not known
     * @param since events since then may be its own, by the platform's clock
     * @param cause why something is brought back; absent if nothing is
     */
    record Change(Kind kind, String requestId, Instant since, Optional<Cause> cause) {

        /** What a change does. */
        enum Kind {
            /** Makes the environment. */
            CREATE,
            /** Brings the version, and the options with it. */
            DEPLOY,
            /** Brings options, for the version to come after them. */
            OPTIONS,
            /** Was there before: the environment runs the version already. */
            NOTHING,
            /** Brings back the options. */
            RESTORE_OPTIONS,
            /** Brings back the version. */
            RESTORE
        }
    }

    /**
     * How an environment comes to rest.
     *
     * @param since when nothing was under way any more; absent if something is
     * @param goodRefreshes in how many refreshes of its health it was well, one after the other
     * @param refreshedAt when its health was last refreshed
     */
    record Settling(Optional<Instant> since, int goodRefreshes, Optional<Instant> refreshedAt) {

        static final Settling NOT_YET = new Settling(Optional.empty(), 0, Optional.empty());
    }

    /**
     * Why a deployment failed.
     *
     * @param message in words
     * @param instance the instance that failed first; empty if none is known
     * @param details further lines
     * @param wentBack whether the platform brought back the previous version itself
     */
    record Cause(String message, String instance, List<String> details, boolean wentBack) {

        public Cause {
            details = List.copyOf(details);
        }
    }
}
