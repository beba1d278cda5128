package dev.penstock.release;

import dev.penstock.release.NativeRamp.Translation;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans of releases as the deployment configurations by which ECS carries them out. */
final class NativePlans {

    /** For a verdict that may take longer than it was given. */
    private static final Duration FOR_A_VERDICT = Duration.ofDays(1);

    /** For people who are asked. */
    private static final Duration FOR_PEOPLE = Duration.ofDays(7);

    private static final Duration FOR_TESTS = Duration.ofHours(1);

    private NativePlans() {}

    /** Whether a replacement needs a second set of tasks with a target group of its own, which the service has. */
    static boolean needsTwoSets(ReleasePlan plan, ServiceSetup setup) {
        return plan.replacement()
                        .filter(how -> how instanceof Replacement.Immutable)
                        .isPresent()
                && setup.balancers().stream()
                        .anyMatch(balancer -> balancer.gradual().isPresent());
    }

    /**
     * The deployment configuration for a plan.
     *
     * @throws ReleaseFailure if ECS cannot do it
     */
    static String settings(ReleasePlan plan, ServiceSetup setup) throws ReleaseFailure {
        if (plan.replacement().isEmpty() || needsTwoSets(plan, setup)) {
            return ramp(plan).over(setup.settings());
        }
        return shape(plan.replacement().get(), setup.desiredCount()).over(setup.settings());
    }

    private static RollingShape shape(Replacement how, int desired) {
        return switch (how) {
            case Replacement.AllAtOnce() -> RollingShape.allAtOnce();
            case Replacement.InPlace() -> RollingShape.inPlace();
            case Replacement.Batches(var size, boolean additional) ->
                additional
                        ? RollingShape.withAdditionalBatch(desired, size.of(desired))
                        : RollingShape.withinCapacity(desired, size.of(desired));
            case Replacement.Immutable() -> RollingShape.withAdditionalBatch(desired, Math.max(1, desired));
        };
    }

    /** Why ECS cannot move traffic as a plan says; absent if it can, or if the plan moves none. */
    static Optional<Refusal> refusal(ReleasePlan plan) {
        if (plan.replacement().isPresent()) {
            return Optional.empty();
        }
        boolean partial = plan.steps().stream()
                .anyMatch(step -> step instanceof ReleaseStep.ScaleUp(Share capacity) && !capacity.equals(Share.ALL));
        if (partial) {
            return Optional.of(new Refusal(
                    "ECS starts as many new tasks as there are old ones before it moves any traffic.",
                    "Leave 'capacity' away."));
        }
        return NativeRamp.of(ramped(plan)) instanceof Translation.Impossible(String why, List<Integer> nearest)
                ? Optional.of(new Refusal(
                        why,
                        nearest.isEmpty()
                                ? ""
                                : "The nearest steps that it can do are "
                                        + nearest.stream()
                                                .map(TrafficRamp::percent)
                                                .collect(Collectors.joining(", "))
                                        + "."))
                : Optional.empty();
    }

    /** The ramp of a plan, as ECS walks it. */
    private static NativeRamp ramp(ReleasePlan plan) throws ReleaseFailure {
        Optional<Refusal> refusal = refusal(plan);
        if (refusal.isEmpty() && NativeRamp.of(ramped(plan)) instanceof Translation.Possible(NativeRamp ramp)) {
            return ramp;
        }
        Refusal told = refusal.orElseThrow();
        throw new ReleaseFailure("PEN-ECS-018", (told.message() + " " + told.hint()).strip() + " Nothing was changed.");
    }

    private static TrafficRamp ramped(ReleasePlan plan) {
        List<TrafficRamp.Stop> stops = new ArrayList<>();
        List<ReleaseStep> steps = plan.steps();
        Duration test = Duration.ZERO;
        Duration before = Duration.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case ReleaseStep.Shift(Share share) ->
                    stops.add(new TrafficRamp.Stop(share.permille(), until(steps, i + 1)));
                case ReleaseStep.Replace(Replacement how) ->
                    stops.add(new TrafficRamp.Stop(RevisionTraffic.ALL, until(steps, i + 1)));
                case ReleaseStep.Test() -> {
                    test = FOR_TESTS;
                    before = until(steps, i + 1);
                }
                case ReleaseStep.ScaleUp(Share capacity) -> before = stops.isEmpty() ? until(steps, i + 1) : before;
                case ReleaseStep.Prepare() -> {}
                case ReleaseStep.Finish() -> {}
                case ReleaseStep.Bake bake -> {}
                case ReleaseStep.Approve approve -> {}
                case ReleaseStep.Hold hold -> {}
            }
        }
        return new TrafficRamp(stops, test, before);
    }

    /** How long it may take until the next step that the platform does. */
    private static Duration until(List<ReleaseStep> steps, int from) {
        Duration all = Duration.ZERO;
        for (ReleaseStep step : steps.subList(from, steps.size())) {
            switch (step) {
                case ReleaseStep.Bake(Duration time, boolean judged) ->
                    all = all.plus(time).plus(judged ? FOR_A_VERDICT : Duration.ZERO);
                case ReleaseStep.Approve approve -> all = all.plus(FOR_PEOPLE);
                case ReleaseStep.Hold hold -> all = all.plus(FOR_PEOPLE);
                case ReleaseStep.OfTarget next -> {
                    return longest(all);
                }
            }
        }
        return longest(all);
    }

    /** Two questions one after the other do not get more time than ECS gives. */
    private static Duration longest(Duration wanted) {
        Duration most = NativeRamp.LONGEST_PAUSE.minus(NativeRamp.RESERVE);
        boolean asked = wanted.compareTo(FOR_PEOPLE) >= 0;
        return asked && wanted.compareTo(most) > 0 ? most : wanted;
    }
}
