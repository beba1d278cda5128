package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a deployment is that moves traffic from one service revision to another.
 *
 * @param stage where it is
 * @param step how many steps of production traffic it has taken
 * @param production percent of the production traffic that the target revision is to get
 * @param test percent of the test traffic
 * @param hooks that run at this stage, or ran
 * @param entered when it came to this stage
 * @param until when the stage's own waiting is over; empty when it does not wait for a time
 * @param back whether it goes back to what was there before
 */
record Shift(
        LifecycleStage stage,
        int step,
        double production,
        double test,
        List<HookRun> hooks,
        Instant entered,
        Optional<Instant> until,
        boolean back) {

    static final double ALL = 100;

    Shift {
        hooks = List.copyOf(hooks);
    }

    /** One that is about to begin at a stage. */
    static Shift at(LifecycleStage stage, Instant now) {
        return new Shift(stage, 0, 0, 0, List.of(), now, Optional.empty(), false);
    }

    /** At another stage, or at the same for another step, with its hooks. */
    Shift enter(LifecycleStage next, List<HookRun> started, Instant now, Optional<Instant> waits) {
        return new Shift(next, step, production, test, started, now, waits, back);
    }

    Shift weighing(double nextProduction, double nextTest) {
        return new Shift(stage, step, nextProduction, nextTest, hooks, entered, until, back);
    }

    Shift stepped() {
        return new Shift(stage, step + 1, production, test, hooks, entered, until, back);
    }

    Shift goingBack() {
        return new Shift(stage, step, production, test, List.of(), entered, Optional.empty(), true);
    }

    Shift with(HookRun changed) {
        return new Shift(
                stage,
                step,
                production,
                test,
                hooks.stream()
                        .map(h -> h.id().equals(changed.id()) ? changed : h)
                        .toList(),
                entered,
                until,
                back);
    }

    Optional<HookRun> hook(String id) {
        return hooks.stream().filter(h -> h.id().equals(id)).findFirst();
    }

    /** Whether the target revision is to have its tasks. */
    boolean targetUp() {
        return back ? stage != LifecycleStage.CLEAN_UP : !stage.before(LifecycleStage.SCALE_UP);
    }

    /** Whether the revision that was there before is to have its tasks. */
    boolean sourceUp() {
        return back || stage != LifecycleStage.CLEAN_UP;
    }
}
