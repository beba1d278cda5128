package dev.penstock.function;

import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.DeployStrategy;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which plans a function can be released by. */
final class FunctionPlans {

    private static final Refusal NO_PARTS = new Refusal(
            "A function has versions and no hosts: nothing of it is replaced part by part.",
            "Shares of calls can be moved, as 'canary', 'linear' and 'ramp' do.");

    private FunctionPlans() {}

    static Optional<Refusal> refusal(FunctionDeployConfiguration configuration, ReleasePlan plan) {
        return plan.otherPlatform(ComputePlatform.LAMBDA)
                .or(() -> plan.replacement().flatMap(FunctionPlans::inParts))
                .or(() -> withoutAlias(configuration, plan))
                .or(() -> partialCapacity(plan))
                .or(() -> configuration.strategy().flatMap(strategy -> saidTwice(strategy, plan)));
    }

    private static Optional<Refusal> inParts(Replacement how) {
        return switch (how) {
            case Replacement.AllAtOnce() -> Optional.empty();
            case Replacement.Immutable() -> Optional.empty();
            case Replacement.InPlace inPlace -> Optional.of(NO_PARTS);
            case Replacement.Batches batches -> Optional.of(NO_PARTS);
        };
    }

    private static Optional<Refusal> withoutAlias(FunctionDeployConfiguration configuration, ReleasePlan plan) {
        return configuration.alias().isEmpty() && !plan.shares().isEmpty()
                ? Optional.of(new Refusal(
                        "The action names no FunctionAlias, so there are no calls to divide.",
                        "Name the alias by which callers reach the function."))
                : Optional.empty();
    }

    private static Optional<Refusal> partialCapacity(ReleasePlan plan) {
        return plan.steps().stream()
                        .anyMatch(step ->
                                step instanceof ReleaseStep.ScaleUp(Share capacity) && !capacity.equals(Share.ALL))
                ? Optional.of(new Refusal(
                        "A function has no capacity of which a part could be had.", "Leave 'capacity' out."))
                : Optional.empty();
    }

    /** The definition and the settings may both say how, if they say the same. */
    private static Optional<Refusal> saidTwice(DeployStrategy strategy, ReleasePlan plan) {
        List<TrafficRouting.Shift> shifts = strategy.routing().shifts();
        List<TrafficRouting.Shift> planned = new ArrayList<>();
        for (int step = 0; step < plan.steps().size(); step++) {
            if (plan.steps().get(step) instanceof ReleaseStep.Shift(Share share) && !share.equals(Share.ALL)) {
                planned.add(new TrafficRouting.Shift(Math.ceilDiv(share.permille(), 10), plan.bakeAfter(step)));
            }
        }
        boolean isWhole = plan.shares().stream().allMatch(share -> share.permille() % 10 == 0);
        return isWhole && planned.equals(shifts.subList(0, shifts.size() - 1))
                ? Optional.empty()
                : Optional.of(new Refusal(
                        "The definition says DeployStrategy '" + strategy.name() + "', and the settings say '"
                                + plan.strategy() + "'.",
                        "Leave one of the two out."));
    }
}
