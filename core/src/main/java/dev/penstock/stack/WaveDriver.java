package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.CloudFormationState.Begun;
import dev.penstock.stack.CloudFormationState.InWaves;
import dev.penstock.stack.CloudFormationState.InWaves.Phase;
import dev.penstock.stack.WaveTarget.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deploys to several stacks: wave by wave, in each wave so many at once as it allows. One step of this asks each target that can go
 * on for one step of its own, so that what every target has done is durable before it does the next thing.
 */
final class WaveDriver {

    private static final Duration BETWEEN_LOOKS_AT_ALARMS = Duration.ofSeconds(30);

    private final TargetSteps steps;
    private final TargetAlarms alarms;

    WaveDriver(TargetSteps steps, TargetAlarms alarms) {
        this.steps = steps;
        this.alarms = alarms;
    }

    static InWaves begin(StackWaves waves) {
        List<WaveTarget> targets = waves.waves().stream()
                .flatMap(wave -> wave.targets().stream())
                .map(target -> WaveTarget.toDo(target.name()))
                .toList();
        return new InWaves(
                0, Phase.DEPLOYING, targets, Optional.empty(), "", Optional.of(WavePlan.withoutValues(waves)));
    }

    StepResult<CloudFormationState> step(
            ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, InWaves state)
            throws IOException, InterruptedException {
        return switch (state.phase()) {
            case DEPLOYING -> deploy(context, configuration, waves, state);
            case BAKING -> bake(context, waves, state);
            case GOING_BACK -> goBack(context, configuration, waves, state);
        };
    }

    private StepResult<CloudFormationState> deploy(
            ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, InWaves state)
            throws IOException {
        StackWaves.Wave wave = waves.waves().get(state.wave());
        List<WaveTarget> targets = new ArrayList<>(state.targets());
        begin(context, configuration, wave, targets);
        boolean moved = steps.advance(context, configuration, waves, targets);
        List<WaveTarget> ofWave = of(wave, targets);
        if (ofWave.stream().anyMatch(WaveTarget::isUnderWay)) {
            return goOn(state, targets, moved, WaveWords.summary(state, waves, targets));
        }
        boolean tooMany = failures(ofWave) > wave.toleratedFailures();
        InWaves after = state.deploying(state.wave(), targets);
        if (!tooMany && ofWave.stream().anyMatch(target -> target.status() == Status.TO_DO)) {
            return new StepResult.Next<>(after, WaveWords.summary(after, waves, targets));
        }
        if (tooMany) {
            return failed(
                    waves,
                    after,
                    failures(ofWave) + " of " + ofWave.size() + " targets of wave " + (state.wave() + 1) + " failed.");
        }
        if (wave.bake().isZero() && wave.alarms().isEmpty()) {
            return nextWave(context, waves, after);
        }
        Instant until = context.now().plus(wave.bake());
        context.log("Wave " + (state.wave() + 1) + " is in place; looks at it until " + until + ".");
        return new StepResult.Next<>(state.baking(targets, until), "wave " + (state.wave() + 1) + " bakes");
    }

    /** Begins as many targets as the wave allows; none more once more have failed than it tolerates. */
    private void begin(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves.Wave wave,
            List<WaveTarget> targets)
            throws IOException {
        List<WaveTarget> ofWave = of(wave, targets);
        long free =
                wave.atOnce() - ofWave.stream().filter(WaveTarget::isUnderWay).count();
        if (failures(ofWave) > wave.toleratedFailures()) {
            return;
        }
        for (int i = 0; i < targets.size() && free > 0; i++) {
            WaveTarget target = targets.get(i);
            Optional<StackWaves.Target> declared = wave.targets().stream()
                    .filter(each -> each.name().equals(target.name()))
                    .findFirst();
            if (declared.isPresent() && target.status() == Status.TO_DO) {
                targets.set(i, steps.begun(context, configuration, declared.get(), target));
                free--;
            }
        }
    }

    private static StepResult<CloudFormationState> goOn(
            InWaves state, List<WaveTarget> targets, boolean moved, String summary) {
        InWaves next = state.with(targets);
        if (moved) {
            return new StepResult.Next<>(next, summary);
        }
        Wait wait = TargetSteps.wait(targets);
        return new StepResult.Await<>(
                next, wait, WaveWords.waiting(targets, wait).orElse(summary));
    }

    private StepResult<CloudFormationState> bake(ActionContext context, StackWaves waves, InWaves state)
            throws InterruptedException {
        StackWaves.Wave wave = waves.waves().get(state.wave());
        List<String> against = alarms.against(context, waves, wave, of(wave, state.targets()));
        if (!against.isEmpty()) {
            return failed(waves, state, "After wave " + (state.wave() + 1) + ", " + String.join(", ", against) + ".");
        }
        Instant until = state.bakeUntil().orElseThrow();
        if (!context.now().isBefore(until)) {
            return nextWave(context, waves, state);
        }
        Instant look = context.now().plus(BETWEEN_LOOKS_AT_ALARMS);
        List<ResourceId> toldOf = TargetAlarms.resources(context, waves, wave, state.targets());
        return new StepResult.Await<>(
                state,
                new Wait.ForAnyResource(
                        List.of(),
                        Optional.of(wave.alarms().isEmpty() || until.isBefore(look) ? until : look),
                        Optional.empty(),
                        toldOf),
                "wave " + (state.wave() + 1) + " of " + waves.waves().size() + " bakes until " + until);
    }

    private static StepResult<CloudFormationState> nextWave(ActionContext context, StackWaves waves, InWaves state) {
        int next = state.wave() + 1;
        if (next < waves.waves().size()) {
            context.log("Wave " + next + " of " + waves.waves().size() + " is done.");
            return new StepResult.Next<>(
                    state.deploying(next, state.targets()),
                    "wave " + (next + 1) + " of " + waves.waves().size());
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (WaveTarget target : state.targets()) {
            target.outputs().forEach((key, value) -> variables.put(target.name() + "_" + key, value));
        }
        long done = state.targets().stream()
                .filter(target -> target.status() == Status.SUCCEEDED)
                .count();
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(),
                variables,
                done + " of " + state.targets().size() + " targets in " + waves.counted()
                        + WaveWords.failedOnes(state.targets()),
                Optional.empty(),
                List.of()));
    }

    private static StepResult<CloudFormationState> failed(StackWaves waves, InWaves state, String reason) {
        boolean anyBack = state.targets().stream().anyMatch(WaveDriver::canGoBack);
        if (waves.onFailure() == StackWaves.OnFailure.STOP || !anyBack) {
            return new StepResult.Fail<>(WaveWords.failure(state, reason));
        }
        return new StepResult.Next<>(state.goingBack(state.targets(), reason), "takes finished targets back");
    }

    private static boolean canGoBack(WaveTarget target) {
        return target.status() == Status.SUCCEEDED && target.before().isPresent();
    }

    /** The targets of the last wave first, each wave's together. */
    private StepResult<CloudFormationState> goBack(
            ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, InWaves state)
            throws IOException {
        List<WaveTarget> targets = new ArrayList<>(state.targets());
        if (targets.stream().noneMatch(WaveTarget::isUnderWay)) {
            for (StackWaves.Wave wave : waves.waves().reversed()) {
                if (of(wave, targets).stream().anyMatch(WaveDriver::canGoBack)) {
                    targets.replaceAll(target ->
                            canGoBack(target) && !of(wave, List.of(target)).isEmpty()
                                    ? target.begun(Status.GOING_BACK, new Begun(), target.before())
                                    : target);
                    break;
                }
            }
        }
        boolean moved = steps.advance(context, configuration, waves, targets);
        InWaves next = state.goingBack(targets, state.reason());
        boolean done = targets.stream().noneMatch(WaveTarget::isUnderWay)
                && targets.stream().noneMatch(WaveDriver::canGoBack);
        return done
                ? new StepResult.Fail<>(WaveWords.failure(next, state.reason()))
                : goOn(next, targets, moved, WaveWords.summary(next, waves, targets));
    }

    private static List<WaveTarget> of(StackWaves.Wave wave, List<WaveTarget> targets) {
        return targets.stream()
                .filter(target -> wave.targets().stream()
                        .anyMatch(declared -> declared.name().equals(target.name())))
                .toList();
    }

    private static long failures(List<WaveTarget> targets) {
        return targets.stream()
                .filter(target -> target.status() == Status.FAILED)
                .count();
    }

    /** Stops what goes on at each target. */
    void abandon(ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, InWaves state) {
        steps.abandon(context, configuration, waves, state.targets());
    }

    /** What still goes on at targets that were asked to stop. */
    Optional<String> stopping(
            ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, InWaves state) {
        return steps.stopping(context, configuration, waves, state.targets());
    }
}
