package dev.penstock.beanstalk;

import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What plans of releases mean for environments: which Elastic Beanstalk can carry out, and by which of its policies ("Deployment
 * policies and settings", Elastic Beanstalk Developer Guide). Pure.
 */
final class ReleaseFit {

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String SPLITTING = "aws:elasticbeanstalk:trafficsplitting";
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final OptionName POLICY = new OptionName(COMMAND, "DeploymentPolicy");
    private static final OptionName BATCH_TYPE = new OptionName(COMMAND, "BatchSizeType");
    private static final OptionName BATCH_SIZE = new OptionName(COMMAND, "BatchSize");
    private static final OptionName PERCENT = new OptionName(SPLITTING, "NewVersionPercent");
    private static final OptionName EVALUATION = new OptionName(SPLITTING, "EvaluationTime");

    /** {@code EvaluationTime}, "General options for all environments". */
    private static final Duration SHORTEST_EVALUATION = Duration.ofMinutes(3);

    private static final Duration LONGEST_EVALUATION = Duration.ofHours(10);

    private static final String NEEDS_A_PAIR =
            "Name a pair by 'blueGreen' under 'environment': 'listenerRule' divides requests in any steps, 'cname'"
                    + " changes host names.";

    private ReleaseFit() {}

    /** Whether a plan divides requests within one environment. */
    static boolean isSplitting(DeploymentOptions options, ReleasePlan plan) {
        return options.blueGreen().isEmpty() && plan.replacement().isEmpty();
    }

    /** The options of a deployment that carries out a plan. */
    static DeploymentOptions fitted(DeploymentOptions options, ReleaseContext release) {
        Map<OptionName, OptionValue> all = new TreeMap<>(options.options());
        if (options.blueGreen().isEmpty()) {
            policy(release.plan()).forEach((name, value) -> all.put(name, new OptionValue.Text(value)));
        }
        return new DeploymentOptions(
                options.bundle(),
                options.place(),
                options.labelPrefix(),
                options.creation(),
                all,
                options.acceptance(),
                options.patience(),
                release.settings().whenItFails() == ReleaseSettings.WhenItFails.LEAVE
                        ? DeploymentOptions.WhenItFails.LEAVE
                        : DeploymentOptions.WhenItFails.RESTORE,
                options.whenStopped(),
                options.blueGreen()
                        .map(pair -> new BlueGreen(
                                pair.route(), Duration.ZERO, release.settings().test())),
                options.keptVersions());
    }

    /** The options of a deployment that carries out a plan, as far as they say how a version goes over the instances. */
    static DeploymentOptions fitted(DeploymentOptions options, ReleasePlan plan) {
        if (options.blueGreen().isPresent()) {
            return options;
        }
        Map<OptionName, OptionValue> all = new TreeMap<>(options.options());
        policy(plan).forEach((name, value) -> all.put(name, new OptionValue.Text(value)));
        return new DeploymentOptions(
                options.bundle(),
                options.place(),
                options.labelPrefix(),
                options.creation(),
                all,
                options.acceptance(),
                options.patience(),
                options.whenItFails(),
                options.whenStopped(),
                Optional.empty(),
                options.keptVersions());
    }

    private static Map<OptionName, String> policy(ReleasePlan plan) {
        if (plan.replacement().isEmpty()) {
            Share share = plan.shares().getFirst();
            return Map.of(
                    POLICY,
                    "TrafficSplitting",
                    PERCENT,
                    Integer.toString(share.permille() / 10),
                    EVALUATION,
                    Long.toString(evaluation(plan).toMinutes()));
        }
        return switch (plan.replacement().get()) {
            // Versions are deployed onto the instances that there are: in place is what Beanstalk does.
            case Replacement.AllAtOnce() -> Map.of(POLICY, "AllAtOnce");
            case Replacement.InPlace() -> Map.of(POLICY, "AllAtOnce");
            case Replacement.Batches(var size, boolean additional) ->
                Map.of(
                        POLICY,
                        additional ? "RollingWithAdditionalBatch" : "Rolling",
                        BATCH_TYPE,
                        size.isPercent() ? "Percentage" : "Fixed",
                        BATCH_SIZE,
                        Integer.toString(size.size()));
            case Replacement.Immutable() -> Map.of(POLICY, "Immutable");
        };
    }

    /** The bake after the first share, in whole minutes. */
    private static Duration evaluation(ReleasePlan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof ReleaseStep.Shift) {
                return Duration.ofMinutes(plan.bakeAfter(i).plusSeconds(59).toMinutes());
            }
        }
        return Duration.ZERO;
    }

    /** Why a plan cannot be carried out; absent if it can, as far as settings tell. */
    static Optional<Refusal> refusal(DeploymentOptions options, ReleasePlan plan) {
        return saidTwice(options)
                .or(() -> options.blueGreen().isPresent()
                        ? ofPair(options.blueGreen().get().route(), plan)
                        : alone(options, plan));
    }

    /** What the release says may not be said of the environment as well. */
    private static Optional<Refusal> saidTwice(DeploymentOptions options) {
        Map<OptionName, String> ours = Map.of(
                POLICY,
                "policy",
                BATCH_TYPE,
                "batch",
                BATCH_SIZE,
                "batch",
                PERCENT,
                "trafficSplitting",
                EVALUATION,
                "trafficSplitting");
        Optional<String> option = options.options().keySet().stream()
                .filter(ours::containsKey)
                .map(ours::get)
                .findFirst();
        Optional<String> pair = options.blueGreen().flatMap(ReleaseFit::saidOfPair);
        Optional<String> failing = options.whenItFails() == DeploymentOptions.WhenItFails.LEAVE
                ? Optional.of("whenItFails")
                : Optional.empty();
        return option.or(() -> pair)
                .or(() -> failing)
                .map(name -> new Refusal(
                        "The settings have '" + name
                                + "' under 'environment', and 'release' says how the version comes.",
                        "Leave one of them out."));
    }

    private static Optional<String> saidOfPair(BlueGreen pair) {
        if (pair.warm().isPresent()) {
            return Optional.of("blueGreen.warm");
        }
        if (!pair.keep().equals(BlueGreen.USUAL_KEEP)) {
            return Optional.of("blueGreen.keepMinutes");
        }
        return pair.route() instanceof Weights(OptionValue ignored, List<RampStep> steps) && !steps.isEmpty()
                ? Optional.of("blueGreen.steps")
                : Optional.empty();
    }

    private static Optional<Refusal> ofPair(BlueGreen.Route route, ReleasePlan plan) {
        boolean isFirst = plan.replacement()
                        .filter(Replacement.AllAtOnce.class::isInstance)
                        .isPresent()
                && !plan.strategy().equals("allAtOnce");
        if (plan.replacement().isPresent()) {
            return isFirst
                    ? Optional.empty()
                    : refused(
                            "Of a pair of environments one takes the place of the other; none is replaced in place.",
                            "Leave out 'blueGreen' under 'environment'.");
        }
        if (plan.steps().stream()
                .anyMatch(step -> step instanceof ReleaseStep.ScaleUp(Share capacity) && !capacity.equals(Share.ALL))) {
            return refused(
                    "An environment has the capacity that its options say, and no part of another's.",
                    "Leave out 'capacity'.");
        }
        return route instanceof HostName && plan.shares().size() > 1
                ? refused(
                        "Environments that change host names get all requests or none.",
                        "With 'listenerRule' in place of 'cname', a load balancer that both share divides them.")
                : Optional.empty();
    }

    private static Optional<Refusal> alone(DeploymentOptions options, ReleasePlan plan) {
        if (plan.replacement().isPresent()) {
            return Optional.empty();
        }
        if (plan.shares().size() == 1) {
            return refused("One environment alone cannot be blue and green.", NEEDS_A_PAIR);
        }
        if (plan.shares().size() > 2) {
            return refused("One environment alone divides requests in one step only (TrafficSplitting).", NEEDS_A_PAIR);
        }
        if (plan.shares().getFirst().permille() % 10 != 0) {
            return refused(
                    "TrafficSplitting takes whole per cent.",
                    "Round " + plan.shares().getFirst() + ".");
        }
        if (plan.steps().stream()
                .anyMatch(step -> step instanceof ReleaseStep.Test
                        || (step instanceof ReleaseStep.ScaleUp(Share capacity) && !capacity.equals(Share.ALL)))) {
            return refused(
                    "TrafficSplitting starts as many instances as there are, which cannot be reached by themselves.",
                    "Leave out 'test' and 'capacity'. " + NEEDS_A_PAIR);
        }
        if (asksBetween(plan)) {
            return refused(
                    "TrafficSplitting goes on when its time is over, and waits for nobody.",
                    "Ask before it starts ('start'). " + NEEDS_A_PAIR);
        }
        Duration evaluation = evaluation(plan);
        if (evaluation.compareTo(SHORTEST_EVALUATION) < 0 || evaluation.compareTo(LONGEST_EVALUATION) > 0) {
            return refused("TrafficSplitting divides requests for 3 to 600 minutes.", "Set 'bake' so.");
        }
        return unsplittable(options.options());
    }

    /** Whether a person is asked, or others are waited for, between the start of the new instances and the move of all requests to them. */
    private static boolean asksBetween(ReleasePlan plan) {
        boolean isBetween = false;
        for (ReleaseStep step : plan.steps()) {
            if (step instanceof ReleaseStep.ScaleUp) {
                isBetween = true;
            } else if (step instanceof ReleaseStep.Shift(Share share) && share.equals(Share.ALL)) {
                return false;
            } else if (isBetween && (step instanceof ReleaseStep.Approve || step instanceof ReleaseStep.Hold)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Refusal> unsplittable(Map<OptionName, OptionValue> options) {
        boolean isSingle = isText(options, "EnvironmentType", "SingleInstance");
        boolean isOther =
                isText(options, "LoadBalancerType", "network") || isText(options, "LoadBalancerType", "classic");
        return isSingle || isOther
                ? refused(
                        "TrafficSplitting needs an Application Load Balancer, and the settings ask for "
                                + (isSingle ? "a single instance." : "another."),
                        "Set 'loadBalancer: application', or release by 'rolling' or 'immutable'.")
                : Optional.empty();
    }

    private static boolean isText(Map<OptionName, OptionValue> options, String name, String value) {
        return options.get(new OptionName(ENVIRONMENT, name)) instanceof OptionValue.Text(String text)
                && text.equals(value);
    }

    private static Optional<Refusal> refused(String message, String hint) {
        return Optional.of(new Refusal(message, hint));
    }
}
