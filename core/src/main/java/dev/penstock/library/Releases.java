package dev.penstock.library;

import dev.penstock.action.ActionProvider;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseStrategy;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.RevisionGate;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.RolloutTimeListener;
import dev.penstock.rollout.duration.TimeAction;
import dev.penstock.rollout.duration.TimedTarget;
import dev.penstock.settings.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the actions of a run are released, as its settings and its plugins say. */
final class Releases {

    private final RunSettings settings;
    private final Strategies strategies;
    private final BakeJudge judge;
    private final RevisionGate gate;

    Releases(RunSettings settings, List<ReleasePlugin> plugins, BakeJudge judge, RevisionGate gate) {
        List<ReleaseStrategy> others = new ArrayList<>();
        plugins.forEach(plugin -> others.addAll(plugin.strategies()));
        this.settings = settings;
        this.strategies = new Strategies(others);
        this.judge = judge;
        this.gate = gate;
    }

    private Optional<ReleaseSettings> of(String action) {
        return settings.deploymentOf(action).release();
    }

    /** An action that is always a release. */
    <C, T> ActionProvider<?, ?> to(ReleaseTarget<C, T> target) {
        return released(target);
    }

    /** The plan by which an action would release, as far as settings tell; absent where they say nothing of a release. */
    Optional<ReleasePlan> plan(String action) {
        return of(action).flatMap(strategies::expected);
    }

    /** What stands in for an action where only its time is asked for. */
    <C> ActionProvider<?, ?> timed(TimedTarget<C> target, RolloutTimeListener listener) {
        return new TimeAction<>(target, this::plan, listener);
    }

    private <C, T> ReleaseAction<C, T> released(ReleaseTarget<C, T> target) {
        return new ReleaseAction<>(target, this::of, strategies, judge, settings::calendarOf, settings::graphOf, gate);
    }

    /** An action that is a release where settings say how, or with what together. */
    <C, S, T> ActionProvider<?, ?> either(ActionProvider<C, S> plain, ReleaseTarget<C, T> target) {
        return new EitherWay<>(
                plain,
                released(target),
                action -> of(action).isPresent() || settings.graphOf(action).isPresent());
    }
}
