package dev.penstock.samples.plugin.flags;

import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettingsException;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseStrategy;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code doubling}: 1 %, 2 %, 4 % … of the requests, until all go to the new version. It takes {@code weight}, the first share, and
 * {@code bake}; both are among the members that all strategies share.
 */
public final class DoublingStrategy implements ReleaseStrategy {

    private static final Share FIRST = Share.percent(1);
    private static final Duration BAKE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "doubling";
    }

    @Override
    public ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException {
        if (!settings.steps().isEmpty()) {
            throw new ReleaseSettingsException(
                    "steps", "The strategy 'doubling' makes its steps itself.", "Remove 'steps', or take 'ramp'.");
        }
        List<ReleaseStep> steps = new ArrayList<>();
        steps.add(new ReleaseStep.Prepare());
        if (facts.isEmpty()) {
            // Nobody has the version before: there is nothing to divide.
            steps.add(new ReleaseStep.Replace(new Replacement.AllAtOnce()));
        } else {
            steps.add(new ReleaseStep.ScaleUp(Share.ALL));
            int first = settings.weight().orElse(FIRST).permille();
            for (int share = first; share < Share.ALL.permille(); share *= 2) {
                steps.add(new ReleaseStep.Shift(new Share(share)));
                steps.add(new ReleaseStep.Bake(settings.bake().orElse(BAKE), settings.judged()));
            }
            steps.add(new ReleaseStep.Shift(Share.ALL));
        }
        steps.add(new ReleaseStep.Finish());
        return new ReleasePlan(name(), steps);
    }
}
