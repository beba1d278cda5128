package dev.penstock.beanstalk;

import dev.penstock.beanstalk.Rollout.Phase;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says how a change goes over instances and what that takes, by the options of the environment. Pure. Sources, all of the Elastic
 * Beanstalk Developer Guide: "General options for all environments" for options and defaults, "Deployment policies and settings"
 * for the steps, "How Elastic Beanstalk rolling deployments work" for what must hold before the next batch: 12 good checks of
 * enhanced health, 18 of a worker, one each 10 seconds. What instances and applications take themselves is assumed.
 */
final class RolloutForecast {

    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final int CHECKS = 12;
    private static final int WORKER_CHECKS = 18;
    private static final Duration GRACE = Duration.ofMinutes(4);
    private static final Duration DEPLOY = Duration.ofSeconds(40);
    private static final Duration RESTART = Duration.ofSeconds(15);
    private static final Duration LAUNCH = Duration.ofSeconds(150);
    private static final Duration RESOURCES = Duration.ofSeconds(100);

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String ROLLING_UPDATE = "aws:autoscaling:updatepolicy:rollingupdate";
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final String PROCESS = "aws:elasticbeanstalk:environment:process:default";
    private static final String CLASSIC_CHECK = "aws:elb:healthcheck";

    private final Map<OptionName, String> options;
    private final int instances;
    private final List<Phase> phases = new ArrayList<>();

    private RolloutForecast(Map<OptionName, String> options, int instances) {
        this.options = options;
        this.instances = Math.max(1, instances);
    }

    /** How many instances an environment of some options begins with. */
    static int size(Map<OptionName, String> options) {
        RolloutForecast forecast = new RolloutForecast(options, 1);
        return forecast.isSingle() ? 1 : forecast.number("aws:autoscaling:asg", "MinSize", 1);
    }

    /** Whether a version goes to the instances that there are. */
    static boolean isInPlace(Map<OptionName, String> options) {
        return new RolloutForecast(options, 1).policy().isInPlace();
    }

    /** A new environment. */
    static Rollout creation(Map<OptionName, String> options) {
        RolloutForecast forecast = new RolloutForecast(options, size(options));
        forecast.add("make load balancer and groups", 1, RESOURCES);
        forecast.add("launch", 1, LAUNCH);
        forecast.health(1);
        return forecast.rollout("launches " + instances(forecast.instances));
    }

    /** A version to instances that stay, or to new ones, as the policy has it. */
    static Rollout deployment(Map<OptionName, String> options, int instances) {
        RolloutForecast forecast = new RolloutForecast(options, instances);
        DeploymentPolicy policy = forecast.policy();
        return switch (policy) {
            case ALL_AT_ONCE -> forecast.allAtOnce();
            case ROLLING -> forecast.rolling(0);
            case ROLLING_WITH_ADDITIONAL_BATCH -> forecast.rolling(1);
            case IMMUTABLE -> forecast.immutable(policy.option());
            case TRAFFIC_SPLITTING -> forecast.splitting();
        };
    }

    /** Options for which the application is started anew. */
    static Rollout restart(Map<OptionName, String> options, int instances) {
        RolloutForecast forecast = new RolloutForecast(options, instances);
        if (forecast.policy() != DeploymentPolicy.ROLLING) {
            forecast.add("restart", 1, RESTART);
            return forecast.rollout("restarts the application on " + instances(instances) + " at once");
        }
        int batches = forecast.batches();
        forecast.batch(batches, "restart", RESTART);
        return forecast.rollout("Rolling, " + forecast.inBatches(batches));
    }

    /** Options that instances can take as they are. */
    static Rollout settings(Map<OptionName, String> options, int instances) {
        RolloutForecast forecast = new RolloutForecast(options, instances);
        forecast.add("apply", 1, RESTART);
        return forecast.rollout("no instance is touched");
    }

    /** Options that need new instances ("Configuration changes"). */
    static Rollout replacement(Map<OptionName, String> options, int instances) {
        RolloutForecast forecast = new RolloutForecast(options, instances);
        String type = forecast.text(ROLLING_UPDATE, "RollingUpdateType", "Time");
        if (type.equals("Immutable")) {
            return forecast.immutable("Immutable update");
        }
        boolean rolls =
                forecast.text(ROLLING_UPDATE, "RollingUpdateEnabled", "false").equals("true");
        if (!rolls || forecast.isSingle()) {
            forecast.add("launch", 1, LAUNCH);
            forecast.health(1);
            return forecast.rollout("replaces " + instances(instances)
                    + " at once: an outage, as RollingUpdateEnabled is" + " not set");
        }
        return forecast.replacedInBatches(type);
    }

    private Rollout replacedInBatches(String type) {
        int third = (int) Math.ceil(number("aws:autoscaling:asg", "MinSize", 1) / 3.0);
        int size = Math.min(instances, Math.max(1, number(ROLLING_UPDATE, "MaxBatchSize", third)));
        int batches = Math.ceilDiv(instances, size);
        add("launch", batches, LAUNCH);
        if (type.equals("Health")) {
            health(batches);
        } else if (batches > 1) {
            add("pause", batches - 1, duration("PauseTime", Duration.ofMinutes(1)));
        }
        return rollout("replaces " + instances(instances) + " in " + count(batches, "batch", "batches") + " by "
                + type.toLowerCase(java.util.Locale.ROOT));
    }

    private Rollout allAtOnce() {
        add("deploy", 1, DEPLOY);
        health(1);
        return rollout(DeploymentPolicy.ALL_AT_ONCE.option() + ", " + instances(instances) + ": "
                + DeploymentPolicy.ALL_AT_ONCE.words());
    }

    private Rollout rolling(int additional) {
        DeploymentPolicy policy =
                additional == 0 ? DeploymentPolicy.ROLLING : DeploymentPolicy.ROLLING_WITH_ADDITIONAL_BATCH;
        if (additional > 0) {
            add("launch", additional, LAUNCH);
            health(additional);
        }
        int batches = batches();
        batch(batches, "deploy", DEPLOY);
        return rollout(policy.option() + ", " + inBatches(batches) + ": " + policy.words());
    }

    private Rollout immutable(String name) {
        int waves = instances > 1 ? 2 : 1;
        add("launch", waves, LAUNCH);
        health(waves);
        add("move and terminate", 1, RESTART);
        return rollout(name + ", one instance first" + (waves > 1 ? ", then " + (instances - 1) + " more" : "") + ": "
                + DeploymentPolicy.IMMUTABLE.words());
    }

    private Rollout splitting() {
        String namespace = "aws:elasticbeanstalk:trafficsplitting";
        int minutes = number(namespace, "EvaluationTime", 5);
        add("launch", 1, LAUNCH);
        health(1);
        add("evaluate", 1, Duration.ofMinutes(minutes));
        add("move and terminate", 1, RESTART);
        return rollout(DeploymentPolicy.TRAFFIC_SPLITTING.option() + ", " + instances(instances) + " with "
                + number(namespace, "NewVersionPercent", 10) + " % of the traffic for " + minutes + " min: "
                + DeploymentPolicy.TRAFFIC_SPLITTING.words());
    }

    private void batch(int batches, String command, Duration duration) {
        boolean balanced = !isSingle() && !isWorker();
        if (balanced) {
            add("detach", batches, detaching());
        }
        add(command, batches, duration);
        if (balanced) {
            add("attach", batches, attaching());
        }
        health(batches);
    }

    /** What must hold before anything goes on; with basic health, the load balancer's checks are all. */
    private void health(int times) {
        boolean isGate = text("aws:elasticbeanstalk:healthreporting:system", "SystemType", "basic")
                        .equals("enhanced")
                && !text(COMMAND, "IgnoreHealthCheck", "false").equals("true");
        if (isGate) {
            add("be well", times, CHECK.multipliedBy(isWorker() ? WORKER_CHECKS : CHECKS));
        }
    }

    private Duration detaching() {
        if (!isClassic()) {
            return Duration.ofSeconds(number(PROCESS, "DeregistrationDelay", 20));
        }
        boolean drains =
                text("aws:elb:policies", "ConnectionDrainingEnabled", "false").equals("true");
        return drains ? Duration.ofSeconds(number("aws:elb:policies", "ConnectionDrainingTimeout", 20)) : Duration.ZERO;
    }

    /** A target that was just registered is healthy after one check (Elastic Load Balancing User Guide, "Health checks"). */
    private Duration attaching() {
        return isClassic()
                ? Duration.ofSeconds(
                        (long) number(CLASSIC_CHECK, "Interval", 10) * number(CLASSIC_CHECK, "HealthyThreshold", 3))
                : Duration.ofSeconds(number(PROCESS, "HealthCheckInterval", 15));
    }

    private boolean isClassic() {
        return text(ENVIRONMENT, "LoadBalancerType", "classic").equals("classic");
    }

    private boolean isSingle() {
        return text(ENVIRONMENT, "EnvironmentType", "LoadBalanced").equals("SingleInstance");
    }

    private boolean isWorker() {
        return options.keySet().stream().anyMatch(option -> option.namespace().equals("aws:elasticbeanstalk:sqsd"));
    }

    /** A single instance has no batches. */
    private DeploymentPolicy policy() {
        // Who names a size alone, as the EB CLI does, wants batches.
        String otherwise = text(COMMAND, "BatchSize", "").isEmpty() ? "AllAtOnce" : "Rolling";
        DeploymentPolicy policy = DeploymentPolicy.of(text(COMMAND, "DeploymentPolicy", otherwise));
        return isSingle() && policy.isInPlace() ? DeploymentPolicy.ALL_AT_ONCE : policy;
    }

    private int batchSize() {
        int given = number(COMMAND, "BatchSize", 100);
        int size = text(COMMAND, "BatchSizeType", "Percentage").equals("Fixed")
                ? given
                : (int) Math.ceil(instances * given / 100.0);
        return Math.max(1, Math.min(instances, size));
    }

    private int batches() {
        return Math.ceilDiv(instances, batchSize());
    }

    private String inBatches(int batches) {
        return count(batches, "batch", "batches") + " of "
                + (batches > 1 ? "at most " + batchSize() + " of " + instances(instances) : instances(instances));
    }

    private Rollout rollout(String how) {
        return new Rollout(
                how, phases, Duration.ofSeconds(number(COMMAND, "Timeout", 600)).plus(GRACE));
    }

    private void add(String words, int times, Duration each) {
        if (!each.isZero()) {
            phases.add(new Phase(words, times, each));
        }
    }

    private static String instances(int count) {
        return count(count, "instance", "instances");
    }

    private static String count(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    private String text(String namespace, String name, String otherwise) {
        String value = options.getOrDefault(new OptionName(namespace, name), "");
        return value.isBlank() ? otherwise : value.strip();
    }

    private int number(String namespace, String name, int otherwise) {
        try {
            return Integer.parseInt(text(namespace, name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            // The platform refuses it when it is asked; that is not for a forecast to say.
            return otherwise;
        }
    }

    private Duration duration(String name, Duration otherwise) {
        try {
            return Duration.parse(text(ROLLING_UPDATE, name, otherwise.toString()));
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
