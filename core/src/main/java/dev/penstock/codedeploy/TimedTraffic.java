package dev.penstock.codedeploy;

import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which plans CodeDeploy can carry out for an ECS service: those whose shares one of its deployment configurations moves to, by
 * timers that do not wait for anybody.
 */
final class TimedTraffic {

    private static final int PERMILLE_OF_A_PERCENT = 10;

    private TimedTraffic() {}

    /** Why it cannot carry out a plan; absent if it can. */
    static Optional<Refusal> refusal(ReleasePlan plan) {
        if (plan.replacement().isPresent()) {
            return refused(
                    "CodeDeploy starts the new version beside the one that runs and moves requests to it; it replaces"
                            + " nothing.",
                    "Take blueGreen, canary or linear.");
        }
        boolean moving = false;
        for (ReleaseStep step : plan.steps()) {
            Optional<Refusal> refusal = refusal(step, moving);
            if (refusal.isPresent()) {
                return refusal;
            }
            if (step instanceof ReleaseStep.Shift(Share share)) {
                moving = !share.equals(Share.ALL);
            }
        }
        return routing(plan).isPresent()
                ? Optional.empty()
                : refused(
                        "No deployment configuration of CodeDeploy moves requests in these steps: " + words(plan) + ".",
                        "It moves them in one step, in one step and the rest (canary), or in equal steps (linear); by whole"
                                + " per cents, and within two days.");
    }

    /**
     * Why it cannot carry out a step.
     *
     * @param moving whether some requests have moved, and not all
     */
    private static Optional<Refusal> refusal(ReleaseStep step, boolean moving) {
        return switch (step) {
            case ReleaseStep.ScaleUp(Share capacity) ->
                capacity.equals(Share.ALL)
                        ? Optional.empty()
                        : refused(
                                "CodeDeploy starts as many new tasks as there are old ones, not " + capacity
                                        + " of them.",
                                "Leave 'capacity' out.");
            case ReleaseStep.Test() ->
                refused(
                        "CodeDeploy tries a new version by a function, and not by a request.",
                        "Leave 'test' out, and name a function at AfterAllowTestTraffic in the AppSpec file.");
            case ReleaseStep.Approve approve ->
                moving
                        ? refused(
                                "Between its steps of traffic CodeDeploy waits for its timer, and for nobody's approval.",
                                "It can wait before the first step: 'approve: [traffic]'.")
                        : Optional.empty();
            case ReleaseStep.Hold hold ->
                refused(
                        "CodeDeploy keeps what ran before for a time that is said when it begins, and waits for no other"
                                + " release.",
                        "Leave the action out of the release graph, or let ECS make the deployments of the service.");
            case ReleaseStep.Shift shift -> Optional.empty();
            case ReleaseStep.Bake bake -> Optional.empty();
            case ReleaseStep.Prepare() -> Optional.empty();
            case ReleaseStep.Finish() -> Optional.empty();
            case ReleaseStep.Replace replace -> Optional.empty();
        };
    }

    private static Optional<Refusal> refused(String message, String hint) {
        return Optional.of(new Refusal(message, hint));
    }

    private static String words(ReleasePlan plan) {
        return plan.steps().stream()
                .filter(step -> step instanceof ReleaseStep.Shift || step instanceof ReleaseStep.Bake)
                .map(ReleaseStep::toString)
                .reduce((one, next) -> one + ", " + next)
                .orElse("none");
    }

    /**
     * How CodeDeploy moves requests by a plan; absent if its timers cannot. Between two steps it waits as long as the longest
     * bake there, in whole minutes.
     */
    static Optional<TrafficRouting> routing(ReleasePlan plan) {
        List<Share> shares = plan.shares();
        if (shares.size() == 1) {
            return Optional.of(new TrafficRouting.AllAtOnce());
        }
        int percent = shares.getFirst().permille() / PERMILLE_OF_A_PERCENT;
        Duration interval = Duration.ofMinutes(Math.max(1, minutes(longestBake(plan))));
        try {
            TrafficRouting routing = shares.size() == 2
                    ? new TrafficRouting.TimeBasedCanary(percent, interval)
                    : new TrafficRouting.TimeBasedLinear(percent, interval);
            return Optional.of(routing).filter(found -> shares(found).equals(shares));
        } catch (IllegalArgumentException outOfItsRange) {
            return Optional.empty();
        }
    }

    /** Begun minutes count. */
    private static long minutes(Duration time) {
        return time.plusSeconds(59).toMinutes();
    }

    /** The name of a configuration that moves requests so: AWS's own, or one that is made for it. */
    static String name(TrafficRouting routing) {
        for (String name : DeploymentConfiguration.names(ComputePlatform.ECS)) {
            if (DeploymentConfiguration.read(name)
                            instanceof
                            NameReading.Known<DeploymentConfiguration>(DeploymentConfiguration.Traffic traffic)
                    && traffic.routing().equals(routing)) {
                return name;
            }
        }
        return switch (routing) {
            case TrafficRouting.AllAtOnce() -> "CodeDeployDefault.ECSAllAtOnce";
            case TrafficRouting.TimeBasedCanary(int percent, Duration interval) ->
                "Penstock.ECSCanary" + percent + "Percent" + interval.toMinutes() + "Minutes";
            case TrafficRouting.TimeBasedLinear(int percent, Duration interval) ->
                "Penstock.ECSLinear" + percent + "PercentEvery" + interval.toMinutes() + "Minutes";
        };
    }

    /** Whether AWS has made a configuration of that name. */
    static boolean isPredefined(String name) {
        return name.startsWith(DeploymentConfiguration.PREFIX);
    }

    private static List<Share> shares(TrafficRouting routing) {
        return routing.shifts().stream()
                .map(shift -> Share.percent(shift.percent()))
                .toList();
    }

    /** The longest bake between two shares. */
    private static Duration longestBake(ReleasePlan plan) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Shift(Share share)
                    && !share.equals(Share.ALL)
                    && plan.bakeAfter(i).compareTo(longest) > 0) {
                longest = plan.bakeAfter(i);
            }
        }
        return longest;
    }

    /** How long the old version is kept after all requests have moved. */
    static Duration keep(ReleasePlan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Shift(Share share) && share.equals(Share.ALL)) {
                return plan.bakeAfter(i);
            }
        }
        return Duration.ZERO;
    }

    /** Whether somebody is asked when the new version is there and before requests come. */
    static boolean holdsBeforeTraffic(ReleasePlan plan) {
        boolean started = false;
        for (ReleaseStep step : plan.steps()) {
            if (step instanceof ReleaseStep.ScaleUp) {
                started = true;
            } else if (step instanceof ReleaseStep.Shift) {
                return false;
            } else if (started && step instanceof ReleaseStep.Approve) {
                return true;
            }
        }
        return false;
    }
}
