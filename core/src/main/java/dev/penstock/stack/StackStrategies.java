package dev.penstock.stack;

import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.stack.StackReleaseTarget.Reach;
import java.util.Optional;

/** Which plans stacks can be released by. */
final class StackStrategies {

    private static final String NEEDS = "Name several stacks under 'waves', or give the stack a twin by 'twins'.";

    private StackStrategies() {}

    /** Why a plan cannot be carried out; absent if it can. */
    static Optional<Refusal> refusal(CloudFormationConfiguration configuration, ReleasePlan plan) {
        boolean deploys = configuration.goal() == StackGoal.DEPLOY || configuration.goal() == StackGoal.REPLACE;
        if (!deploys) {
            return refused(
                    "The ActionMode makes no new version of a stack.", "Use CREATE_UPDATE or REPLACE_ON_FAILURE.");
        }
        if (configuration.twins().isPresent() && configuration.waves().isPresent()) {
            return refused(
                    "The settings name both 'twins' and 'waves'.",
                    "A release goes either from a stack to its twin, or" + " to several stacks one after the other.");
        }
        return refusal(reach(configuration), plan);
    }

    private static Reach reach(CloudFormationConfiguration configuration) {
        if (configuration.twins().isPresent()) {
            return Reach.TWINS;
        }
        int stacks = configuration.waves().map(waves -> waves.targets().size()).orElse(1);
        return stacks < 2 ? Reach.ONE : Reach.SEVERAL;
    }

    /** The same for an action that deploys. */
    static Optional<Refusal> refusal(Reach reach, ReleasePlan plan) {
        if (plan.steps().stream().anyMatch(ReleaseStep.Test.class::isInstance)) {
            return refused(
                    "A stack has no page that could be asked for before users have it.",
                    "Leave 'test' away, or test in an action of its own.");
        }
        boolean inPart = plan.steps().stream()
                .anyMatch(step -> step instanceof ReleaseStep.ScaleUp(Share capacity) && !capacity.equals(Share.ALL));
        if (inPart) {
            return refused("A stack is made with all of its capacity.", "Leave 'capacity' away.");
        }
        return plan.shares().isEmpty() || reach != Reach.ONE
                ? plan.replacement().flatMap(how -> replacing(reach, how))
                : refused("Requests to one stack cannot be divided.", NEEDS);
    }

    private static Optional<Refusal> replacing(Reach reach, Replacement how) {
        boolean twins = reach == Reach.TWINS;
        return switch (how) {
            case Replacement.AllAtOnce() -> Optional.empty();
            case Replacement.InPlace() ->
                twins
                        ? refused("With twins a stack is never changed in place.", "Leave 'twins' away for that.")
                        : Optional.empty();
            case Replacement.Immutable() ->
                twins ? Optional.empty() : refused("There is no second stack that could take the place.", NEEDS);
            case Replacement.Batches(var size, boolean additional) -> {
                if (additional) {
                    yield refused(
                            "There are no more stacks than those that are named.", "Leave 'additionalBatch' away.");
                }
                yield reach != Reach.SEVERAL
                        ? refused("One stack has no parts that could be replaced one after the other.", NEEDS)
                        : Optional.empty();
            }
        };
    }

    private static Optional<Refusal> refused(String message, String hint) {
        return Optional.of(new Refusal(message, hint));
    }
}
