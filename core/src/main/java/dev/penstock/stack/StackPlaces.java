package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.execution.ActionFailure;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.stack.StackReleaseState.Left;
import dev.penstock.stack.StackReleaseState.Several;
import dev.penstock.stack.WaveTarget.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the stacks of a release are, and where their requests can be counted. */
final class StackPlaces {

    private final CloudFormationAction action;

    StackPlaces(CloudFormationAction action) {
        this.action = action;
    }

    /** A target's stack as it is now. */
    Optional<Stack> stack(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves.Target declared,
            WaveTarget target) {
        var there = new TargetContext(context, declared, target, "there");
        return action.stacks().find(there.scope(), declared.stackName().orElse(configuration.stack()));
    }

    /** Whether those that are done are as they were left, and what alarms say against them. */
    Condition condition(ActionContext context, CloudFormationConfiguration configuration, Several state)
            throws InterruptedException {
        List<Boolean> asLeft = SideBySide.of(
                state.left(),
                left -> stack(context, configuration, state.plan().target(left.target()), target(state, left.target()))
                        .filter(stack -> isAsLeft(left, stack))
                        .isPresent());
        if (asLeft.contains(false)) {
            return new Condition.Overtaken(new ActionFailure(
                    ActionFailure.Kind.SUPERSEDED,
                    "PEN-STACK-016",
                    "Somebody else changed the stack of '"
                            + state.left().get(asLeft.indexOf(false)).target() + "' after this release had.",
                    List.of()));
        }
        List<String> against = new ArrayList<>();
        for (StackWaves.Wave wave : state.plan().waves()) {
            List<WaveTarget> ofWave = state.targets().stream()
                    .filter(target -> wave.has(target.name()))
                    .toList();
            against.addAll(action.targetAlarms().against(context, state.plan(), wave, ofWave));
        }
        return against.isEmpty()
                ? new Condition.Well()
                : new Condition.Broken(ActionFailure.failed("PEN-STACK-030", String.join(", ", against) + "."));
    }

    /** Whether nobody has asked a stack to change since the release had. */
    static boolean isAsLeft(Left left, Stack now) {
        return now.id().equals(left.stackId())
                && !now.lastUpdatedAt().orElse(now.createdAt()).isAfter(left.changedAt());
    }

    private static WaveTarget target(Several state, String name) {
        return state.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Pairs stacks that have the new version with stacks that have the old one still, each of them in one pair only: requests that
     * were counted twice would be evidence twice. Where none has the old version any more, there is nothing to compare with, and a
     * verdict is given to understand that.
     */
    List<Position.Place> of(ActionContext context, CloudFormationConfiguration configuration, Several state) {
        List<WaveTarget> fresh = those(state, Status.SUCCEEDED);
        List<WaveTarget> old = those(state, Status.TO_DO);
        List<Position.Place> places = new ArrayList<>();
        if (!fresh.isEmpty() && old.isEmpty()) {
            WaveTarget canary = fresh.getFirst();
            StackWaves.Target here = state.plan().target(canary.name());
            AwsScope scope = new TargetContext(context, here, canary, "there").scope();
            Arm nothing = new Arm("no stack, as none has the old version any more", Map.of());
            return List.of(new Position.Place(
                    canary.name(),
                    scope,
                    scope,
                    new Arms(
                            arm(canary.name(), here.stackName().orElse(configuration.stack()), canary.outputs()),
                            nothing)));
        }
        for (int i = 0; i < Math.min(fresh.size(), old.size()); i++) {
            WaveTarget canary = fresh.get(i);
            WaveTarget baseline = old.get(i);
            StackWaves.Target here = state.plan().target(canary.name());
            StackWaves.Target there = state.plan().target(baseline.name());
            Map<String, String> outputs = stack(context, configuration, there, baseline)
                    .map(Stack::outputValues)
                    .orElse(Map.of());
            places.add(new Position.Place(
                    canary.name(),
                    new TargetContext(context, here, canary, "there").scope(),
                    new TargetContext(context, there, baseline, "there").scope(),
                    new Arms(
                            arm(canary.name(), here.stackName().orElse(configuration.stack()), canary.outputs()),
                            arm(baseline.name(), there.stackName().orElse(configuration.stack()), outputs))));
        }
        return places;
    }

    private static List<WaveTarget> those(Several state, Status status) {
        return state.targets().stream()
                .filter(target -> target.status() == status)
                .toList();
    }

    /** A stack's requests are counted by its name, its outputs, and the target group that one of them usually is. */
    static Arm arm(String name, String stack, Map<String, String> outputs) {
        Map<String, String> labels = new TreeMap<>();
        outputs.forEach((key, value) -> labels.put("output." + key, value));
        Optional.ofNullable(outputs.get(TwinStacks.USUAL_OUTPUT))
                .ifPresent(group -> labels.put(Arm.TARGET_GROUP, group));
        labels.put(Arm.STACK, stack);
        return new Arm("stack " + stack + " of " + name, labels);
    }
}
