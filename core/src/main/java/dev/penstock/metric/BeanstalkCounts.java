package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.EnvironmentCounts.Answers;
import dev.penstock.metric.EnvironmentCounts.Refresh;
import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts of enhanced health. Each refresh counts the ten seconds before it and is gone with the next one, so that what nobody
 * looked at is lost. Arms are two environments, or two versions in one.
 */
final class BeanstalkCounts {

    /** From when on a refresh that did not come is missing. */
    private static final Duration OVERDUE = Duration.ofMinutes(1);

    /** How much sooner than usual a refresh may come. */
    private static final Duration JITTER = Duration.ofSeconds(1);

    /** An environment of an account. */
    private record Asked(AwsScope scope, String environment) {}

    private final EnvironmentCounts environments;
    private final Map<Asked, Refresh> known = new HashMap<>();

    BeanstalkCounts(EnvironmentCounts environments) {
        this.environments = environments;
    }

    /**
     * Reads a metric.
     *
     * @param from when the window that was taken last ended
     * @param since since when the configured share holds
     */
    void read(String metric, MetricSource.Beanstalk source, Instant from, Instant since, Gathering gathering) {
        Arm canary = gathering.arms().canary();
        Arm baseline = gathering.arms().baseline();
        try {
            String first = Template.label(canary, Arm.ENVIRONMENT);
            String second = Template.label(baseline, Arm.ENVIRONMENT);
            boolean isOne = gathering.place().isOne() && first.equals(second);
            if (isOne && canary.label(Arm.VERSION_LABEL).equals(baseline.label(Arm.VERSION_LABEL))) {
                missing(metric, from, gathering, "Both arms are the same version in the same environment.");
                return;
            }
            Refresh ofCanary = refresh(gathering.place().canary(), first);
            Refresh ofBaseline = refresh(gathering.place().baseline(), second);

            Answers good = isOne ? ofVersion(canary, ofCanary) : ofCanary.all();
            Answers old = isOne ? ofVersion(baseline, ofBaseline) : ofBaseline.all();
            take(metric, source, from, since, gathering, new Pair(ofCanary, ofBaseline, good, old));
        } catch (UnknownLabelException e) {
            missing(metric, from, gathering, e.reason());
        } catch (RemoteCallException e) {
            gathering.failed(metric, e);
        }
    }

    private record Pair(Refresh canary, Refresh baseline, Answers canaryAnswers, Answers baselineAnswers) {

        Instant newer() {
            return canary.refreshedAt().isAfter(baseline.refreshedAt()) ? canary.refreshedAt() : baseline.refreshedAt();
        }

        Instant older() {
            return canary.refreshedAt().isAfter(baseline.refreshedAt()) ? baseline.refreshedAt() : canary.refreshedAt();
        }

        Duration covered() {
            return canary.covered().compareTo(baseline.covered()) > 0 ? canary.covered() : baseline.covered();
        }
    }

    /**
     * Takes both refreshes if both are new: refreshes of an environment are as far apart as the time that they cover, so that one
     * that came after the end of the last window is another one than was taken then.
     */
    private void take(
            String metric, MetricSource.Beanstalk source, Instant from, Instant since, Gathering gathering, Pair pair) {
        Instant begun = pair.older().minus(pair.covered());
        boolean areOfOneTime = pair.older().plus(pair.covered()).isAfter(pair.newer());
        boolean isFirst = from.equals(since);
        boolean areOthers = pair.older().isAfter(from)
                && !pair.newer().isBefore(from.plus(pair.covered()).minus(JITTER));
        boolean areNew = (isFirst || areOthers) && !begun.isBefore(since);
        if (areOfOneTime && areNew) {
            Window window = new Window(begun.isBefore(from) ? from : begun, pair.newer());
            gathering.counted(
                    metric, window, counts(source, pair.canaryAnswers()), counts(source, pair.baselineAnswers()));
        } else if (pair.older().plus(OVERDUE).isBefore(gathering.now())) {
            missing(metric, from, gathering, "The health has not been refreshed since " + pair.older() + ".");
        }
    }

    private Refresh refresh(AwsScope scope, String environment) {
        Asked asked = new Asked(scope, environment);
        Refresh read = known.get(asked);
        if (read == null) {
            read = environments.latest(scope, environment);
            known.put(asked, read);
        }
        return read;
    }

    private static Answers ofVersion(Arm arm, Refresh refresh) throws UnknownLabelException {
        return refresh.answers().getOrDefault(Template.label(arm, Arm.VERSION_LABEL), Answers.NONE);
    }

    private static ArmCounts counts(MetricSource.Beanstalk source, Answers answers) {
        long bad = (source.bad().contains(BadAnswer.SERVER_ERRORS) ? answers.serverErrors() : 0)
                + (source.bad().contains(BadAnswer.CLIENT_ERRORS) ? answers.clientErrors() : 0);
        return ArmCounts.counted(answers.all(), bad);
    }

    private static void missing(String metric, Instant from, Gathering gathering, String reason) {
        if (from.plus(OVERDUE).isBefore(gathering.now())) {
            gathering.missing(metric, new Window(from, gathering.now()), reason);
        }
    }
}
