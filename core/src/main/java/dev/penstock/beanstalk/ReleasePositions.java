package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Keeping;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Warming;
import dev.penstock.beanstalk.BeanstalkReleaseState.Bringing;
import dev.penstock.beanstalk.BeanstalkReleaseState.Divided;
import dev.penstock.beanstalk.BeanstalkReleaseState.Ending;
import dev.penstock.beanstalk.BeanstalkReleaseState.Live;
import dev.penstock.beanstalk.DeploymentCheck.Finding;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.execution.ActionFailure;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.observe.ResourceId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.WeightedRoute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says where a release to environments is. Only looks. */
final class ReleasePositions {

    private final Environments environments;
    private final DividedSteps divided;

    ReleasePositions(Environments environments, DividedSteps divided) {
        this.environments = environments;
        this.divided = divided;
    }

    Position of(ReleaseContext context, DeploymentOptions options, BeanstalkReleaseState state) {
        return switch (state) {
            case Divided at -> divided(context, options, at);
            case Bringing(Following at) -> splitting(context, options, at);
            case Bringing(Keeping at) -> swapped(context, options, at);
            case Bringing(Warming at) -> waiting(context, options, at.release(), at.plan());
            case Bringing(Routing at) -> waiting(context, options, at.release(), at.plan());
            case Bringing ignored -> plain(new Condition.Well(), List.of());
            case Ending(Release release, Plan plan) -> replaced(context.action(), options, release, plan);
            case Live(Optional<Release> release, Optional<Plan> plan, var result) ->
                plan.isPresent() && release.isPresent()
                        ? replaced(context.action(), options, release.get(), plan.get())
                        : plain(new Condition.Well(), List.of());
        };
    }

    private static Position plain(Condition condition, List<ResourceId> watch) {
        return new Position(condition, Optional.empty(), Optional.empty(), Optional.empty(), watch);
    }

    private static List<ResourceId> watch(ActionContext context, Plan plan) {
        return List.of(new ResourceId(EnvironmentSnapshot.KIND, context.scope(), plan.environmentId()));
    }

    /**
     * One version is in the place of the other. Requests to the previous one are none: a verdict that compares both is told so, and
     * is not passed over.
     */
    private Position replaced(ActionContext context, DeploymentOptions options, Release release, Plan plan) {
        boolean hasTwo =
                !plan.previousLabel().isEmpty() && !plan.previousLabel().equals(release.label());
        return new Position(
                condition(context, options, release, plan),
                Optional.empty(),
                Optional.empty(),
                hasTwo ? Optional.of(versions(release, plan)) : Optional.empty(),
                watch(context, plan));
    }

    /** Both versions in one environment. */
    private static Arms versions(Release release, Plan plan) {
        return new Arms(
                arm(plan.environment(), release.label(), Map.of()),
                arm(plan.environment(), plan.previousLabel(), Map.of()));
    }

    /** An environment that waits for its first requests. */
    private Position waiting(ReleaseContext context, DeploymentOptions options, Release release, Plan plan) {
        Condition condition = condition(context.action(), options, release, plan);
        if (plan.pair().isPresent()
                && options.blueGreen().map(BlueGreen::route).orElse(null) instanceof Weights weights) {
            try {
                Divided begun = divided.begin(context.action(), weights, release, plan);
                return new Position(
                        condition,
                        Optional.empty(),
                        Optional.of(divided.capacity(context.action(), begun)),
                        Optional.empty(),
                        watch(context.action(), plan));
            } catch (BeanstalkFailure e) {
                return plain(new Condition.Broken(e.failure()), List.of());
            }
        }
        return plain(condition, watch(context.action(), plan));
    }

    private Position divided(ReleaseContext context, DeploymentOptions options, Divided at) {
        Optional<ActionFailure> overtaken = divided.overtaken(context, at);
        Position.Capacity capacity = divided.capacity(context.action(), at);
        Condition own = overtaken
                .<Condition>map(Condition.Overtaken::new)
                .orElseGet(() -> condition(context.action(), options, at.release(), at.plan()));
        Condition condition = own instanceof Condition.Well
                ? divided.lacking(context, at, capacity)
                        .<Condition>map(Condition.Ill::new)
                        .orElse(own)
                : own;
        WeightedRoute route = at.route();
        Share share = at.given().getLast();
        return new Position(
                condition,
                Optional.of(share),
                Optional.of(capacity),
                share.equals(Share.NONE)
                        ? Optional.empty()
                        : Optional.of(new Arms(
                                arm(
                                        at.plan().environment(),
                                        at.release().label(),
                                        Map.of(
                                                Arm.TARGET_GROUP,
                                                route.fresh(),
                                                Arm.LOAD_BALANCER,
                                                route.rule().loadBalancer())),
                                arm(
                                        at.plan().pair().orElseThrow().liveName(),
                                        "",
                                        Map.of(
                                                Arm.TARGET_GROUP,
                                                route.live().orElse(""),
                                                Arm.LOAD_BALANCER,
                                                route.rule().loadBalancer())))),
                watch(context.action(), at.plan()));
    }

    /** Both versions run in one environment, which divides its requests itself. */
    private Position splitting(ReleaseContext context, DeploymentOptions options, Following at) {
        Plan plan = at.plan();
        Release release = at.release();
        Optional<Finding> finding = ChangeFollower.observed(context.action(), plan.environmentId())
                .map(seen -> new DeploymentCheck(
                                release.label(),
                                plan.previousLabel(),
                                options.acceptance().health())
                        .of(at.change(), seen));
        Condition condition = switch (finding.orElse(new Finding.Underway(""))) {
            case Finding.Underway ignored -> condition(context.action(), options, release, plan);
            case Finding.Settles ignored -> condition(context.action(), options, release, plan);
            case Finding.Arrived() -> new Condition.Well();
            case Finding.Failed(var cause) -> new Condition.Broken(DeploymentEnd.failed(release, plan, cause));
            case Finding.Superseded(String label) ->
                new Condition.Overtaken(DeploymentEnd.superseded(release, plan, label));
            case Finding.Gone(EnvironmentStatus status) -> new Condition.Broken(DeploymentEnd.gone(plan, status));
        };
        boolean isSplitting = ReleaseFit.isSplitting(options, context.plan());
        return new Position(
                condition,
                Optional.empty(),
                Optional.empty(),
                isSplitting ? Optional.of(versions(release, plan)) : Optional.empty(),
                watch(context.action(), plan));
    }

    private Position swapped(ReleaseContext context, DeploymentOptions options, Keeping at) {
        Plan plan = at.plan();
        Optional<Environment> fresh = environments.get(context.action().scope(), plan.environmentId());
        Optional<HostName> name = options.blueGreen()
                .map(BlueGreen::route)
                .filter(HostName.class::isInstance)
                .map(HostName.class::cast);
        boolean isTaken = fresh.isPresent() && name.isPresent() && !PairChoice.isLive(fresh.get(), name.get());
        Condition condition = isTaken
                ? new Condition.Overtaken(
                        DeploymentEnd.hostNameTaken(plan, name.get().cnamePrefix()))
                : condition(context.action(), options, at.release(), plan);
        return new Position(
                condition,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Arms(
                        arm(plan.environment(), at.release().label(), Map.of()),
                        arm(plan.pair().orElseThrow().liveName(), "", Map.of()))),
                watch(context.action(), plan));
    }

    private static Arm arm(String environment, String label, Map<String, String> more) {
        Map<String, String> labels = new TreeMap<>(more);
        labels.values().removeIf(String::isEmpty);
        labels.put(Arm.ENVIRONMENT, environment);
        if (!label.isEmpty()) {
            labels.put(Arm.VERSION_LABEL, label);
        }
        return new Arm("environment " + environment + (label.isEmpty() ? "" : ", version " + label), labels);
    }

    /** How the environment is that has the version. */
    private Condition condition(ActionContext context, DeploymentOptions options, Release release, Plan plan) {
        Optional<Environment> seen = ChangeFollower.observed(context, plan.environmentId())
                .map(EnvironmentSnapshot::environment)
                .or(() -> environments.get(context.scope(), plan.environmentId()));
        if (seen.isEmpty() || seen.get().status().isEnding()) {
            return new Condition.Broken(
                    DeploymentEnd.gone(plan, seen.map(Environment::status).orElse(EnvironmentStatus.TERMINATED)));
        }
        String label = seen.get().versionLabel();
        if (!label.equals(release.label()) && !label.equals(plan.previousLabel())) {
            return new Condition.Overtaken(DeploymentEnd.superseded(release, plan, label));
        }
        HealthStatus health = seen.get().health();
        return health.isKnown() && !health.isAtLeast(options.acceptance().health())
                ? new Condition.Ill("The health of the environment '" + plan.environment() + "' is " + health + ".")
                : new Condition.Well();
    }
}
