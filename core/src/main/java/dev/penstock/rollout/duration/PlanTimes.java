package dev.penstock.rollout.duration;

import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Words;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.duration.RolloutTime.Alternative;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What of a rollout's time is the plan's own: its bakes, and which settings of a release would be quicker. Pure. */
public final class PlanTimes {

    private PlanTimes() {}

    /** The bakes of a plan, equal ones together. Verdicts may end them sooner, and approvals take what people take. */
    public static List<Phase> bakes(ReleasePlan plan) {
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Bake bake
                    && !bake.time().isZero()) {
                String words = isKeeping(plan, i) ? "keep" : "bake";
                Optional<Phase> before = phases.isEmpty()
                        ? Optional.empty()
                        : Optional.of(phases.getLast())
                                .filter(last -> last.words().equals(words)
                                        && last.each().equals(bake.time()));
                before.ifPresentOrElse(
                        last -> phases.set(phases.size() - 1, new Phase(words, last.times() + 1, last.each())),
                        () -> phases.add(new Phase(words, 1, bake.time())));
            }
        }
        return phases;
    }

    /** What a plan leaves out of its time. */
    public static List<String> remarks(ReleasePlan plan) {
        List<String> remarks = new ArrayList<>();
        if (plan.steps().stream().anyMatch(ReleaseStep.Approve.class::isInstance)) {
            remarks.add("What people take to approve comes on top.");
        }
        if (plan.steps().stream().anyMatch(ReleaseStep.Hold.class::isInstance)) {
            remarks.add("What the others of its release graph take comes on top.");
        }
        if (plan.judgedBakes() > 0) {
            remarks.add("A verdict may end a bake sooner.");
        }
        return remarks;
    }

    /**
     * Plans by settings of a release that are quicker, one setting changed in each: half of {@code bake} and of {@code keep}, twice the
     * {@code weight} of linear steps, twice the {@code batch}.
     *
     * @param whole what a rollout takes by a plan
     */
    public static List<Alternative> quicker(ReleasePlan plan, Function<ReleasePlan, Duration> whole) {
        List<Alternative> all = new ArrayList<>();
        if (plan.strategy().startsWith(DeploymentConfiguration.PREFIX)) {
            return all;
        }
        longest(plan, false)
                .ifPresent(bake -> all.add(new Alternative(
                        "'bake' of the release",
                        Words.of(bake),
                        Words.of(half(bake)),
                        whole.apply(halved(plan, false, bake)))));
        longest(plan, true)
                .ifPresent(keep -> all.add(new Alternative(
                        "'keep' of the release",
                        Words.of(keep),
                        Words.of(half(keep)),
                        whole.apply(halved(plan, true, keep)))));
        if (plan.strategy().equals("linear") && plan.shares().size() > 3) {
            Share weight = plan.shares().getFirst();
            all.add(new Alternative(
                    "'weight' of the release",
                    weight.toString(),
                    new Share(weight.permille() * 2).toString(),
                    whole.apply(everySecondStep(plan))));
        }
        plan.replacement()
                .flatMap(how -> how instanceof Replacement.Batches batches ? Optional.of(batches) : Optional.empty())
                .filter(batches -> !batches.size().isPercent() || batches.size().size() <= 50)
                .ifPresent(batches -> {
                    BatchSize twice = new BatchSize(
                            batches.size().size() * 2, batches.size().isPercent());
                    all.add(new Alternative(
                            "'batch' of the release",
                            batches.size().toString(),
                            twice.toString(),
                            whole.apply(replacing(plan, new Replacement.Batches(twice, batches.additional())))));
                });
        return all;
    }

    private static boolean isKeeping(ReleasePlan plan, int step) {
        return !plan.shares().isEmpty() && plan.shareAfter(step).equals(Share.ALL);
    }

    private static Optional<Duration> longest(ReleasePlan plan, boolean keeping) {
        Optional<Duration> longest = Optional.empty();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Bake bake
                    && isKeeping(plan, i) == keeping
                    && longest.filter(known -> known.compareTo(bake.time()) >= 0)
                            .isEmpty()) {
                longest = Optional.of(bake.time());
            }
        }
        return longest.filter(time -> !time.isZero());
    }

    private static Duration half(Duration time) {
        return Duration.ofSeconds(time.toSeconds() / 2);
    }

    /** All bakes as long as one of them, halved. */
    private static ReleasePlan halved(ReleasePlan plan, boolean keeping, Duration time) {
        List<ReleaseStep> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            ReleaseStep step = plan.steps().get(i);
            boolean isMeant =
                    step instanceof ReleaseStep.Bake bake && bake.time().equals(time) && isKeeping(plan, i) == keeping;
            steps.add(isMeant ? new ReleaseStep.Bake(half(time), ((ReleaseStep.Bake) step).judged()) : step);
        }
        return new ReleasePlan(plan.strategy(), steps);
    }

    /** As linear steps of twice the weight are: every second share, with its bake, until all. */
    private static ReleasePlan everySecondStep(ReleasePlan plan) {
        List<ReleaseStep> steps = new ArrayList<>();
        int twice = plan.shares().getFirst().permille() * 2;
        boolean isLeftOut = false;
        for (ReleaseStep step : plan.steps()) {
            if (step instanceof ReleaseStep.Shift(Share share)) {
                isLeftOut = !share.equals(Share.ALL) && share.permille() % twice != 0;
            }
            boolean belongsToShift = step instanceof ReleaseStep.Shift || step instanceof ReleaseStep.Bake;
            if (!(isLeftOut && belongsToShift)) {
                steps.add(step);
            }
        }
        return new ReleasePlan(plan.strategy(), steps);
    }

    private static ReleasePlan replacing(ReleasePlan plan, Replacement how) {
        UnaryOperator<ReleaseStep> replaced =
                step -> step instanceof ReleaseStep.Replace ? new ReleaseStep.Replace(how) : step;
        return new ReleasePlan(
                plan.strategy(), plan.steps().stream().map(replaced).toList());
    }
}
