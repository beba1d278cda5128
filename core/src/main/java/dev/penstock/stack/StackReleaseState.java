package dev.penstock.stack;

import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.stack.CloudFormationState.Begun;
import dev.penstock.traffic.TrafficShares;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a release to stacks is. */
sealed interface StackReleaseState {

    /**
     * To one stack, or to several one after the other.
     *
     * @param plan the stacks, in order, {@linkplain WavePlan without values of parameters}
     * @param targets how far each is, in that order
     * @param touched the names of those to which something was done, or may have been
     * @param left how those that are done were left
     */
    record Several(StackWaves plan, List<WaveTarget> targets, List<String> touched, List<Left> left)
            implements StackReleaseState {

        public Several {
            targets = List.copyOf(targets);
            touched = List.copyOf(touched);
            left = List.copyOf(left);
        }

        Several with(List<WaveTarget> now) {
            return new Several(plan, now, touching(touched, now), left);
        }

        Several left(List<Left> all) {
            return new Several(plan, targets, touched, all);
        }
    }

    /**
     * From one of two stacks to the other.
     *
     * @param sides which is which; absent before that was looked at
     * @param targets both
     * @param touched the names of those to which something was done, or may have been
     * @param admitted whether the rule names both target groups
     * @param given the shares that the new one was given, or was about to be
     * @param ending whether the old one is being given up
     */
    record Twins(
            Optional<Sides> sides,
            List<WaveTarget> targets,
            List<String> touched,
            boolean admitted,
            List<Share> given,
            boolean ending)
            implements StackReleaseState {

        public Twins {
            targets = List.copyOf(targets);
            touched = List.copyOf(touched);
            given = List.copyOf(given);
        }

        Twins with(Sides known) {
            return new Twins(Optional.of(known), targets, touched, admitted, given, ending);
        }

        Twins with(WaveTarget target) {
            List<WaveTarget> now = targets.stream()
                    .map(each -> each.name().equals(target.name()) ? target : each)
                    .toList();
            return new Twins(sides, now, touching(touched, now), admitted, given, ending);
        }

        Twins isAdmitted() {
            return new Twins(sides, targets, touched, true, given, ending);
        }

        Twins giving(Share share) {
            List<Share> all = new ArrayList<>(given);
            all.add(share);
            return new Twins(sides, targets, touched, admitted, all, ending);
        }

        Twins isEnding() {
            return new Twins(sides, targets, touched, admitted, given, true);
        }

        WaveTarget target(String name) {
            return targets.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** The share that the new one has, or was about to get. */
        Share share() {
            return given.isEmpty() ? Share.NONE : given.getLast();
        }
    }

    /**
     * Which of two stacks is which.
     *
     * @param fresh the one that is made: {@code blue} or {@code green}
     * @param live the one that has the requests; absent if neither has
     * @param liveGroup the target group of that
     * @param freshGroup the target group of the new one, once it is known
     * @param before how the rule divided requests before
     */
    record Sides(
            String fresh,
            Optional<String> live,
            Optional<String> liveGroup,
            Optional<String> freshGroup,
            TrafficShares before) {

        Sides withFreshGroup(String group) {
            return new Sides(fresh, live, liveGroup, Optional.of(group), before);
        }

        WeightedRoute route(TwinStacks twins) {
            return new WeightedRoute(twins.listenerRule(), liveGroup, freshGroup.orElseThrow(), before);
        }
    }

    /**
     * How a stack was left.
     *
     * @param target its name in the plan
     * @param changedAt when it was last asked to change, by its own word
     */
    record Left(String target, String stackId, Instant changedAt) {}

    private static List<String> touching(List<String> touched, List<WaveTarget> now) {
        List<String> all = new ArrayList<>(touched);
        now.stream()
                .filter(target -> target.isUnderWay() && !all.contains(target.name()))
                .forEach(target -> all.add(target.name()));
        return all;
    }

    /** About to bring a target back to what it was before. */
    static WaveTarget back(WaveTarget target) {
        return target.begun(WaveTarget.Status.GOING_BACK, new Begun(), target.before());
    }
}
