package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.stack.StackReleaseState.Left;
import dev.penstock.stack.StackReleaseState.Several;
import dev.penstock.stack.WaveTarget.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A release to one stack, or to several: a share of the requests is that share of the stacks, the first ones first. Between its
 * steps the release bakes and is judged.
 */
final class SeveralStacks {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final CloudFormationAction action;
    private final TargetSteps steps;
    private final DataInStacks data;
    private final StackPlaces places;
    private final StackRecall recall;

    SeveralStacks(CloudFormationAction action, DataInStacks data) {
        this.action = action;
        this.steps = action.targetSteps();
        this.data = data;
        this.places = new StackPlaces(action);
        this.recall = new StackRecall(action, places, data);
    }

    static Several begin(CloudFormationConfiguration configuration) {
        StackWaves plan = configuration.waves().orElseGet(() -> alone(configuration));
        return new Several(
                plan,
                plan.targets().stream()
                        .map(target -> WaveTarget.toDo(target.name()))
                        .toList(),
                List.of(),
                List.of());
    }

    /** The one stack that the action names. */
    private static StackWaves alone(CloudFormationConfiguration configuration) {
        var target = new StackWaves.Target(
                configuration.stack(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        return new StackWaves(
                List.of(new StackWaves.Wave(List.of(target), 1, 0, Duration.ZERO, List.of())),
                StackWaves.OnFailure.STOP);
    }

    TargetFacts facts(ActionContext context, CloudFormationConfiguration configuration) {
        Several begun = begin(configuration);
        StackWaves.Target first = begun.plan().targets().getFirst();
        var there = new TargetContext(context, first, begun.targets().getFirst(), "there");
        boolean live = action.stacks()
                .find(there.scope(), first.stackName().orElse(configuration.stack()))
                .filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .isPresent();
        int count = begun.targets().size();
        return live
                ? TargetFacts.live(OptionalInt.of(count))
                : new TargetFacts(Optional.of(count > 1), OptionalInt.of(count));
    }

    TargetResult<StackReleaseState> carryOut(
            ReleaseContext release, CloudFormationConfiguration configuration, Several state, ReleaseStep.OfTarget step)
            throws IOException, StackFailure {
        int all = state.targets().size();
        return switch (step) {
            case ReleaseStep.Prepare() -> new TargetResult.Done<>(state, "");
            case ReleaseStep.ScaleUp up -> new TargetResult.Done<>(state, "");
            case ReleaseStep.Test() -> new TargetResult.Done<>(state, "");
            case ReleaseStep.Finish() -> new TargetResult.Done<>(state, "");
            case ReleaseStep.Shift(Share share) ->
                bring(release, configuration, state, count(share, all), Integer.MAX_VALUE);
            case ReleaseStep.Replace(Replacement.Batches(var size, boolean additional)) ->
                bring(release, configuration, state, all, size.of(all));
            case ReleaseStep.Replace replace -> bring(release, configuration, state, all, all);
        };
    }

    /** At least one, and all only with all requests. */
    static int count(Share share, int all) {
        return share.equals(Share.ALL) ? all : Math.clamp(Math.round(share.fraction() * all), 1, Math.max(1, all - 1));
    }

    /**
     * Takes so many of the targets, the first ones, to the new version.
     *
     * @param atOnce how many at a time; as their waves allow if that is without bounds
     */
    private TargetResult<StackReleaseState> bring(
            ReleaseContext release, CloudFormationConfiguration configuration, Several state, int count, int atOnce)
            throws IOException, StackFailure {
        StackWaves waves = waves(release.action(), state);
        List<WaveTarget> targets = new ArrayList<>(state.targets());
        begin(release.action(), configuration, waves, targets, count, atOnce);
        boolean moved = steps.advance(release.action(), configuration, waves, targets);
        // Each as soon as it is done: what somebody else does to it while others are under way is no work of the
        // release.
        Several next = settled(release.action(), configuration, waves, state.with(targets));
        if (targets.stream().anyMatch(WaveTarget::isUnderWay)) {
            return goOn(next, targets, moved);
        }
        if (tooMany(waves, targets)) {
            return new TargetResult.Failed<>(
                    next,
                    failure("PEN-STACK-030", Kind.FAILED, "More stacks failed than may fail.", targets),
                    next.touched().isEmpty() ? Aftermath.UNTOUCHED : Aftermath.CHANGED);
        }
        boolean done = targets.subList(0, count).stream().noneMatch(target -> target.status() == Status.TO_DO);
        return done
                ? new TargetResult.Done<>(
                        next, done(targets) + " of " + targets.size() + " stacks have the new version")
                : new TargetResult.Next<>(next, summary(targets));
    }

    /** With the values of parameters that the settings have now. */
    private StackWaves waves(ActionContext context, Several state) throws StackFailure {
        return WavePlan.of(state.plan(), action.wavesOf(context.declaration().name()), state.targets());
    }

    private void begin(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves waves,
            List<WaveTarget> targets,
            int count,
            int atOnce)
            throws IOException {
        for (int i = 0; i < count && !tooMany(waves, targets); i++) {
            WaveTarget target = targets.get(i);
            StackWaves.Wave wave = waves.waveOf(target.name());
            boolean free = atOnce == Integer.MAX_VALUE
                    ? underWay(of(wave, targets)) < wave.atOnce()
                    : underWay(targets) < atOnce;
            if (target.status() == Status.TO_DO && free) {
                targets.set(i, steps.begun(context, configuration, waves.target(target.name()), target));
            }
        }
    }

    private static long underWay(List<WaveTarget> targets) {
        return targets.stream().filter(WaveTarget::isUnderWay).count();
    }

    private static List<WaveTarget> of(StackWaves.Wave wave, List<WaveTarget> targets) {
        return targets.stream().filter(target -> wave.has(target.name())).toList();
    }

    private static boolean tooMany(StackWaves waves, List<WaveTarget> targets) {
        return waves.waves().stream()
                .anyMatch(wave -> of(wave, targets).stream()
                                .filter(target -> target.status() == Status.FAILED)
                                .count()
                        > wave.toleratedFailures());
    }

    private static TargetResult<StackReleaseState> goOn(Several next, List<WaveTarget> targets, boolean moved) {
        return moved
                ? new TargetResult.Next<>(next, summary(targets))
                : new TargetResult.Await<>(next, TargetSteps.wait(targets), summary(targets));
    }

    private static long done(List<WaveTarget> targets) {
        return targets.stream()
                .filter(target -> target.status() == Status.SUCCEEDED)
                .count();
    }

    private static String summary(List<WaveTarget> targets) {
        String under = targets.stream()
                .filter(WaveTarget::isUnderWay)
                .map(target -> target.name() + (target.summary().isEmpty() ? "" : " " + target.summary()))
                .collect(Collectors.joining("; "));
        return done(targets) + " of " + targets.size() + " stacks done" + (under.isEmpty() ? "" : "; " + under);
    }

    /** Remembers how the stacks that are done were left, to see whether somebody else changes them. */
    private Several settled(
            ActionContext context, CloudFormationConfiguration configuration, StackWaves waves, Several state) {
        List<Left> left = new ArrayList<>(state.left());
        for (WaveTarget target : state.targets()) {
            boolean known = left.stream().anyMatch(each -> each.target().equals(target.name()));
            if (target.status() == Status.SUCCEEDED && !known) {
                places.stack(context, configuration, waves.target(target.name()), target)
                        .map(stack -> new Left(
                                target.name(), stack.id(), stack.lastUpdatedAt().orElse(stack.createdAt())))
                        .ifPresent(left::add);
            }
        }
        return state.left(left);
    }

    Position position(ReleaseContext release, CloudFormationConfiguration configuration, Several state)
            throws InterruptedException {
        // Nothing is counted while stacks are brought to the new version, and each of many would be read for it at each
        // step.
        List<Position.Place> all = state.targets().stream().anyMatch(WaveTarget::isUnderWay)
                ? List.of()
                : places.of(release.action(), configuration, state);
        return new Position(
                places.condition(release.action(), configuration, state),
                Optional.empty(),
                Optional.empty(),
                all.stream().findFirst().map(Position.Place::arms),
                List.of(),
                all,
                state.plan().waves().stream()
                        .flatMap(wave ->
                                TargetAlarms.resources(release.action(), state.plan(), wave, state.targets()).stream())
                        .toList());
    }

    /** What was begun is broken off, and what was done goes back to what it was: to nothing, where there was nothing. */
    TargetResult<StackReleaseState> rollBack(
            ReleaseContext release, CloudFormationConfiguration configuration, Several state)
            throws IOException, StackFailure {
        ActionContext context = release.action();
        StackWaves names = WavePlan.ofNames(state.plan());
        List<WaveTarget> running = state.targets().stream()
                .filter(target -> target.status() == Status.RUNNING)
                .toList();
        steps.abandon(context, configuration, names, running);
        Optional<String> still = steps.stopping(context, configuration, names, running);
        if (still.isPresent()) {
            return new TargetResult.Await<>(state, new Wait.Until(context.now().plus(BETWEEN_LOOKS)), still.get());
        }
        List<WaveTarget> targets = new ArrayList<>(state.targets());
        for (int i = 0; i < targets.size(); i++) {
            WaveTarget target = targets.get(i);
            boolean goesBack = switch (target.status()) {
                case RUNNING, SUCCEEDED, FAILED -> state.touched().contains(target.name());
                case TO_DO, GOING_BACK, BACK, STUCK -> false;
            };
            if (goesBack) {
                targets.set(i, back(context, configuration, names.target(target.name()), target));
            }
        }
        boolean moved = steps.advance(context, configuration, names, targets);
        Several next = state.with(targets);
        if (targets.stream().anyMatch(WaveTarget::isUnderWay)) {
            return goOn(next, targets, moved);
        }
        return targets.stream().anyMatch(target -> target.status() == Status.STUCK)
                ? new TargetResult.Failed<>(
                        next,
                        failure("PEN-STACK-034", Kind.FAILED, "Not every stack could be brought back.", targets),
                        Aftermath.OUT_OF_HAND)
                : new TargetResult.Done<>(next, "");
    }

    private WaveTarget back(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves.Target declared,
            WaveTarget target) {
        Optional<String> data = target.before().isPresent()
                ? Optional.empty()
                : this.data.reason(
                        new TargetContext(context, declared, target, "back"),
                        declared.stackName().orElse(configuration.stack()));
        return data.map(why -> target.ended(Status.STUCK, why, Map.of()))
                .orElseGet(() -> StackReleaseState.back(target));
    }

    private static ActionFailure failure(String code, Kind kind, String message, List<WaveTarget> targets) {
        List<String> details = targets.stream()
                .map(target -> target.name() + ": " + WaveWords.words(target))
                .toList();
        String first = targets.stream()
                .filter(target -> target.status() == Status.FAILED || target.status() == Status.STUCK)
                .findFirst()
                .map(target -> " First of them is " + target.name() + ": " + target.summary())
                .orElse("");
        return new ActionFailure(kind, code, message + first, details);
    }

    /** What is under way goes back by itself, and what was done is asked for what it was. */
    void abandon(ReleaseContext release, CloudFormationConfiguration configuration, Several state) throws IOException {
        steps.abandon(release.action(), configuration, WavePlan.ofNames(state.plan()), state.targets());
        recall.begin(release.action(), configuration, state);
    }

    Optional<String> stopping(ReleaseContext release, CloudFormationConfiguration configuration, Several state) {
        return steps.stopping(release.action(), configuration, WavePlan.ofNames(state.plan()), state.targets())
                .or(() -> recall.goingOn(release.action(), configuration, state));
    }

    ActionResult result(ReleaseContext release, CloudFormationConfiguration configuration, Several state)
            throws IOException {
        Map<String, String> outputs = new LinkedHashMap<>();
        boolean alone = state.targets().size() == 1;
        for (WaveTarget target : state.targets()) {
            target.outputs().forEach((key, value) -> outputs.put(alone ? key : target.name() + "_" + key, value));
        }
        String summary = alone
                ? state.targets().getFirst().summary()
                : done(state.targets()) + " of " + state.targets().size() + " stacks"
                        + WaveWords.failedOnes(state.targets());
        return StackReleaseTarget.outputs(release.action(), configuration, outputs, summary);
    }
}
