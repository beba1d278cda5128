package dev.penstock.rollout;

import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The strategies that come with Penstock. */
final class BuiltInStrategies {

    private static final BatchSize USUAL_BATCH = new BatchSize(25, true);
    private static final Share USUAL_WEIGHT = Share.percent(10);
    private static final Duration USUAL_BAKE = Duration.ofMinutes(5);
    private static final Duration USUAL_KEEP = Duration.ofMinutes(10);

    private BuiltInStrategies() {}

    /** By their nearness to each other: who cannot do one looks first at its neighbours. */
    static List<ReleaseStrategy> all() {
        return List.of(
                strategy("allAtOnce", Set.of(), settings -> replacing(settings, new Replacement.AllAtOnce())),
                strategy("inPlace", Set.of(), settings -> replacing(settings, new Replacement.InPlace())),
                strategy(
                        "rolling",
                        Set.of("batch", "additionalBatch"),
                        settings -> replacing(
                                settings,
                                new Replacement.Batches(
                                        settings.batch().orElse(USUAL_BATCH), settings.additionalBatch()))),
                strategy("immutable", Set.of(), settings -> replacing(settings, new Replacement.Immutable())),
                strategy("blueGreen", Set.of("keep"), settings -> shifting(settings, List.of())),
                strategy("canary", Set.of("keep", "weight", "bake", "capacity"), BuiltInStrategies::canary),
                strategy("linear", Set.of("keep", "weight", "bake"), BuiltInStrategies::linear),
                strategy("ramp", Set.of("keep", "steps", "capacity"), BuiltInStrategies::ramp));
    }

    @FunctionalInterface
    private interface Steps {
        List<ReleaseStep> of(ReleaseSettings settings) throws ReleaseSettingsException;
    }

    private record Named(String name, Set<String> members, Steps steps) implements ReleaseStrategy {

        @Override
        public ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException {
            SettingsCheck.only(name, members, settings);
            List<ReleaseStep> whole = steps.of(settings);
            return new ReleasePlan(name, facts.isEmpty() ? first(settings) : whole);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static ReleaseStrategy strategy(String name, Set<String> members, Steps steps) {
        return new Named(name, members, steps);
    }

    /** Where nothing runs, nobody's requests can be divided, and there is nothing to go back to. */
    private static List<ReleaseStep> first(ReleaseSettings settings) {
        List<ReleaseStep> steps = new ArrayList<>();
        ask(steps, settings, ApprovalPoint.START, "May the first version be released?");
        steps.add(new ReleaseStep.Replace(new Replacement.AllAtOnce()));
        return framed(steps);
    }

    private static List<ReleaseStep> replacing(ReleaseSettings settings, Replacement how) {
        List<ReleaseStep> steps = new ArrayList<>();
        ask(steps, settings, ApprovalPoint.START, "May the new version be released?");
        steps.add(new ReleaseStep.Replace(how));
        bake(steps, settings.bake().orElse(Duration.ZERO), settings.judged());
        ask(steps, settings, ApprovalPoint.FINISH, "Is the new version well?");
        return framed(steps);
    }

    private static List<ReleaseStep> canary(ReleaseSettings settings) throws ReleaseSettingsException {
        Share weight = settings.weight().orElse(USUAL_WEIGHT);
        SettingsCheck.part("weight", weight);
        return shifting(settings, List.of(new Step(weight, settings.bake().orElse(USUAL_BAKE), false)));
    }

    private static List<ReleaseStep> linear(ReleaseSettings settings) throws ReleaseSettingsException {
        Share weight = settings.weight().orElse(USUAL_WEIGHT);
        SettingsCheck.part("weight", weight);
        Duration bake = settings.bake().orElse(USUAL_BAKE);
        List<Step> steps = new ArrayList<>();
        for (int share = weight.permille(); share < Share.ALL.permille(); share += weight.permille()) {
            steps.add(new Step(new Share(share), bake, false));
        }
        return shifting(settings, steps);
    }

    private static List<ReleaseStep> ramp(ReleaseSettings settings) throws ReleaseSettingsException {
        SettingsCheck.rising(settings.steps());
        return shifting(settings, settings.steps());
    }

    /** All requests come after the steps, unless the last of them has them already. */
    private static List<ReleaseStep> shifting(ReleaseSettings settings, List<Step> steps) {
        List<ReleaseStep> all = new ArrayList<>();
        ask(all, settings, ApprovalPoint.START, "May the new version be started?");
        all.add(new ReleaseStep.ScaleUp(settings.capacity().orElse(Share.ALL)));
        settings.test().ifPresent(test -> all.add(new ReleaseStep.Test()));
        ask(all, settings, ApprovalPoint.TRAFFIC, "May users get the new version?");
        for (Step step : steps) {
            if (step.weight().equals(Share.ALL)) {
                break;
            }
            all.add(new ReleaseStep.Shift(step.weight()));
            bake(all, step.bake(), settings.judged());
            if (step.approve()) {
                all.add(new ReleaseStep.Approve(
                        "May more than " + step.weight() + " of requests go to the new version?"));
            }
        }
        if (!steps.isEmpty()) {
            ask(all, settings, ApprovalPoint.ALL_TRAFFIC, "May all users get the new version?");
        }
        if (settings.capacity().isPresent() && !settings.capacity().get().equals(Share.ALL)) {
            all.add(new ReleaseStep.ScaleUp(Share.ALL));
        }
        all.add(new ReleaseStep.Shift(Share.ALL));
        bake(all, settings.keep().orElse(USUAL_KEEP), settings.judged() && steps.isEmpty());
        ask(all, settings, ApprovalPoint.FINISH, "May the old version be given up?");
        return framed(all);
    }

    private static void ask(List<ReleaseStep> steps, ReleaseSettings settings, ApprovalPoint point, String question) {
        if (settings.approvals().contains(point)) {
            steps.add(new ReleaseStep.Approve(question));
        }
    }

    private static void bake(List<ReleaseStep> steps, Duration time, boolean judged) {
        if (!time.isZero()) {
            steps.add(new ReleaseStep.Bake(time, judged));
        }
    }

    private static List<ReleaseStep> framed(List<ReleaseStep> steps) {
        List<ReleaseStep> all = new ArrayList<>();
        all.add(new ReleaseStep.Prepare());
        all.addAll(steps);
        all.add(new ReleaseStep.Finish());
        return all;
    }
}
