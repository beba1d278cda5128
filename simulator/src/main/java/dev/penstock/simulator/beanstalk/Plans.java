package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of what can be done with an environment. Source: Developer Guide, "Deployment policies and settings", "Rolling
 * updates", "Immutable environment updates"; how long things take, and what is told of them, is what users have published.
 */
final class Plans {

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String UPDATE = "aws:autoscaling:updatepolicy:rollingupdate";
    private static final Duration SOON = Duration.ofSeconds(4);

    private Plans() {}

    static List<Step> create(EnvironmentRow environment) {
        List<Step> steps = new ArrayList<>();
        if (!environment.wanted().links().isEmpty()) {
            steps.add(Step.of(Step.Kind.LINKS));
        }
        steps.add(Step.of(Step.Kind.RESOURCES));
        steps.add(Step.launch(Step.Kind.LAUNCH, size(environment)));
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    /** How many instances an environment has to begin with. */
    static int size(EnvironmentRow environment) {
        return environment.isSingleInstance() ? 1 : environment.options().number("aws:autoscaling:asg", "MinSize", 1);
    }

    /** How a version goes over the instances. */
    static Work.Policy policy(EnvironmentRow environment) {
        if (environment.isSingleInstance() && !isImmutable(environment)) {
            return Work.Policy.ALL_AT_ONCE;
        }
        return switch (environment.options().effective(COMMAND, "DeploymentPolicy")) {
            case "Rolling" -> Work.Policy.ROLLING;
            case "RollingWithAdditionalBatch" -> Work.Policy.ADDITIONAL_BATCH;
            case "Immutable" -> Work.Policy.IMMUTABLE;
            case "TrafficSplitting" -> Work.Policy.TRAFFIC_SPLITTING;
            default -> Work.Policy.ALL_AT_ONCE;
        };
    }

    private static boolean isImmutable(EnvironmentRow environment) {
        return environment.options().effective(COMMAND, "DeploymentPolicy").equals("Immutable");
    }

    static List<Step> deploy(EnvironmentRow environment, Work.Policy policy, List<String> all) {
        List<Step> steps = new ArrayList<>();
        switch (policy) {
            case ALL_AT_ONCE -> {
                steps.add(Step.tell("Deploying new version to instance(s).", SOON));
                steps.add(Step.command(InstanceCommand.Kind.DEPLOY, all));
                steps.add(Step.of(Step.Kind.HEALTH, all));
            }
            case ROLLING -> {
                steps.add(Step.tell("Deploying new version to instance(s).", SOON));
                rolling(environment, all, InstanceCommand.Kind.DEPLOY, 1, steps);
            }
            case ADDITIONAL_BATCH -> {
                int batch = batch(environment, all.size());
                steps.add(Step.tell(
                        "Rolling with Additional Batch deployment policy enabled. Launching  a new batch of " + batch
                                + " additional instance(s).",
                        SOON));
                steps.add(Step.launch(Step.Kind.LAUNCH, batch).inBatch(1));
                steps.add(Step.of(Step.Kind.HEALTH).inBatch(1));
                rolling(environment, all, InstanceCommand.Kind.DEPLOY, 2, steps);
                steps.add(Step.tell("Terminating excess instance(s).", SOON));
                steps.add(Step.of(Step.Kind.TERMINATE));
            }
            case IMMUTABLE -> immutable(all, steps);
            case TRAFFIC_SPLITTING -> splitting(environment, all, steps);
        }
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    private static void rolling(
            EnvironmentRow environment, List<String> all, InstanceCommand.Kind command, int first, List<Step> steps) {
        int size = batch(environment, all.size());
        int number = first;
        for (int from = 0; from < all.size(); from += size) {
            List<String> batch = all.subList(from, Math.min(all.size(), from + size));
            steps.add(Step.of(Step.Kind.DETACH, batch).inBatch(number));
            steps.add(Step.command(command, batch).inBatch(number));
            steps.add(Step.of(Step.Kind.ATTACH, batch).inBatch(number));
            steps.add(Step.of(Step.Kind.HEALTH, batch).inBatch(number));
            number++;
        }
    }

    /** How many instances a batch has. */
    static int batch(EnvironmentRow environment, int all) {
        int given = environment.options().number(COMMAND, "BatchSize", 100);
        int size = environment.options().effective(COMMAND, "BatchSizeType").equals("Fixed")
                ? given
                : (int) Math.ceil(all * given / 100.0);
        return Math.max(1, Math.min(all, size));
    }

    private static void immutable(List<String> all, List<Step> steps) {
        steps.add(Step.tell(
                "Immutable deployment policy enabled. Launching one instance with the new settings to verify health.",
                Duration.ofSeconds(30)));
        steps.add(Step.launch(Step.Kind.LAUNCH_TEMPORARY, 1));
        steps.add(Step.of(Step.Kind.HEALTH));
        if (all.size() > 1) {
            steps.add(
                    Step.tell("Test instance passed health checks. Launching remaining new instances.", Duration.ZERO));
            steps.add(Step.launch(Step.Kind.LAUNCH_TEMPORARY, all.size() - 1));
            steps.add(Step.tell("Successfully launched all instances.", Duration.ZERO));
            steps.add(Step.of(Step.Kind.HEALTH));
        }
        replaced(all, steps);
    }

    private static void splitting(EnvironmentRow environment, List<String> all, List<Step> steps) {
        Settings options = environment.options();
        int percent = options.number("aws:elasticbeanstalk:trafficsplitting", "NewVersionPercent", 10);
        Duration evaluation =
                Duration.ofMinutes(options.number("aws:elasticbeanstalk:trafficsplitting", "EvaluationTime", 5));
        steps.add(Step.tell(
                "Traffic splitting deployment policy enabled. Launching new instances with the new application version.",
                Duration.ofSeconds(30)));
        steps.add(Step.launch(Step.Kind.LAUNCH_TEMPORARY, all.size()));
        steps.add(Step.of(Step.Kind.HEALTH));
        steps.add(Step.split(percent, evaluation));
        replaced(all, steps);
    }

    private static void replaced(List<String> all, List<Step> steps) {
        steps.add(Step.of(Step.Kind.ADOPT));
        steps.add(Step.tell("Starting post-deployment configuration on new instances.", Duration.ofSeconds(10)));
        steps.add(Step.tell(
                "Deployment succeeded. Terminating old instances and temporary Auto Scaling group.", Duration.ZERO));
        steps.add(Step.of(Step.Kind.TERMINATE, all));
    }

    /** Applies settings that instances can take while they run. */
    static List<Step> configure(EnvironmentRow environment, Work.Policy policy, List<String> all, boolean restarts) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.tell("Updating environment " + environment.name() + "'s configuration settings.", SOON));
        steps.add(Step.of(Step.Kind.APPLY));
        if (restarts && policy == Work.Policy.ROLLING) {
            rolling(environment, all, InstanceCommand.Kind.CONFIGURE, 1, steps);
        } else if (restarts) {
            steps.add(Step.command(InstanceCommand.Kind.CONFIGURE, all));
        }
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    /** Applies settings that new instances are needed for. */
    static List<Step> replace(EnvironmentRow environment, List<String> all, int size) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.tell("Updating environment " + environment.name() + "'s configuration settings.", SOON));
        steps.add(Step.of(Step.Kind.APPLY));
        Settings options = environment.options();
        String type = options.effective(UPDATE, "RollingUpdateType");
        boolean rolls = options.isTrue(UPDATE, "RollingUpdateEnabled") && !environment.isSingleInstance();
        if (type.equals("Immutable")) {
            immutable(all, steps);
        } else if (!rolls) {
            steps.add(Step.of(Step.Kind.TERMINATE, all));
            steps.add(Step.launch(Step.Kind.LAUNCH, size));
        } else {
            batches(environment, all, type.equals("Health"), steps);
        }
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    /** Replaces all instances by an immutable update, whatever the settings say. */
    static List<Step> replaceImmutably(EnvironmentRow environment, List<String> all) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.tell("Updating environment " + environment.name() + "'s configuration settings.", SOON));
        immutable(all, steps);
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    private static void batches(EnvironmentRow environment, List<String> all, boolean byHealth, List<Step> steps) {
        Settings options = environment.options();
        int third = Math.max(1, (int) Math.ceil(options.number("aws:autoscaling:asg", "MinSize", 1) / 3.0));
        int size = Math.max(1, options.number(UPDATE, "MaxBatchSize", third));
        int number = 1;
        for (int from = 0; from < all.size(); from += size) {
            List<String> batch = all.subList(from, Math.min(all.size(), from + size));
            steps.add(Step.of(Step.Kind.TERMINATE, batch).inBatch(number));
            steps.add(Step.launch(Step.Kind.LAUNCH, batch.size()).inBatch(number));
            if (byHealth) {
                steps.add(Step.of(Step.Kind.HEALTH).within(length(options, "Timeout", Duration.ofMinutes(30))));
            } else if (from + size < all.size()) {
                Duration pause = length(options, "PauseTime", Duration.ofMinutes(1));
                steps.add(Step.tell("Waiting for " + pause + " before the next batch of instances is updated.", pause));
            }
            number++;
        }
    }

    private static Duration length(Settings options, String name, Duration otherwise) {
        return options.value(UPDATE, name)
                .filter(text -> !text.isEmpty())
                .map(Duration::parse)
                .orElse(otherwise);
    }

    /** Restarts the application servers. */
    static List<Step> restart(EnvironmentRow environment, List<String> all) {
        List<Step> steps = new ArrayList<>();
        if (policy(environment) == Work.Policy.ROLLING) {
            rolling(environment, all, InstanceCommand.Kind.RESTART, 1, steps);
        } else {
            steps.add(Step.command(InstanceCommand.Kind.RESTART, all));
        }
        steps.add(Step.of(Step.Kind.SUCCEED));
        return steps;
    }

    static List<Step> rebuild(EnvironmentRow environment, List<String> all) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(Step.Kind.TERMINATE, all));
        steps.add(Step.of(Step.Kind.DELETE));
        steps.addAll(create(environment));
        return steps;
    }

    static List<Step> terminate(List<String> all) {
        return List.of(
                Step.tell("Waiting for EC2 instances to terminate. This may take a few minutes.", Duration.ZERO),
                Step.of(Step.Kind.TERMINATE, all),
                Step.of(Step.Kind.DELETE),
                Step.of(Step.Kind.SUCCEED));
    }

    /** What is left to do when work has failed or was aborted. */
    static List<Step> cleaning(EnvironmentRow environment, Work work, List<String> running) {
        List<Step> steps = new ArrayList<>();
        boolean replaces = work.steps().stream().anyMatch(step -> step.kind() == Step.Kind.TERMINATE)
                || !work.launched().isEmpty();
        List<String> old =
                running.stream().filter(id -> !work.launched().contains(id)).toList();
        switch (work.kind()) {
            case DEPLOY -> {
                if (!work.launched().isEmpty()) {
                    steps.add(Step.of(Step.Kind.DISCARD));
                }
                steps.add(Step.of(Step.Kind.ATTACH, old));
                if (work.aborted() && isInPlace(work.policy())) {
                    steps.add(Step.command(InstanceCommand.Kind.DEPLOY, old));
                }
            }
            case CONFIGURE -> {
                steps.add(Step.of(Step.Kind.APPLY));
                if (replaces) {
                    steps.add(Step.of(Step.Kind.DISCARD));
                    int missing = Plans.size(environment) - old.size();
                    if (missing > 0) {
                        steps.add(Step.launch(Step.Kind.LAUNCH, missing));
                    }
                } else {
                    steps.add(Step.of(Step.Kind.ATTACH, old));
                    steps.add(Step.command(InstanceCommand.Kind.CONFIGURE, old));
                }
            }
            case CREATE -> {
                if (work.launched().isEmpty()) {
                    steps.add(Step.of(Step.Kind.DELETE));
                }
            }
            case REBUILD, RESTART, TERMINATE, TAG -> {}
        }
        steps.add(Step.of(Step.Kind.FAIL));
        return steps;
    }

    static boolean isInPlace(Work.Policy policy) {
        return switch (policy) {
            case ALL_AT_ONCE, ROLLING, ADDITIONAL_BATCH -> true;
            case IMMUTABLE, TRAFFIC_SPLITTING -> false;
        };
    }
}
