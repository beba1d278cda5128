package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.ServiceDeploymentRow;
import dev.penstock.simulator.ecs.ListenerTraffic.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a deployment that moves traffic from one service revision to another, stage by stage, and of keeping its
 * revisions at their counts. Source: ECS Developer Guide, "Amazon ECS blue/green service deployments workflow", "Network Load
 * Balancer resources for Amazon ECS blue/green, linear and canary deployments" (ten minutes more for each shift).
 */
final class GradualStep {

    private static final Duration NETWORK = Duration.ofMinutes(10);
    private static final Duration LONGEST_STAGE = Duration.ofHours(24);
    private static final Duration REFUSED = Duration.ofSeconds(30);

    private final EcsStore ecs;
    private final TaskCounts counts;
    private final ListenerTraffic traffic;
    private final HookRuns hooks;
    private final Rollback rollback;

    GradualStep(EcsStore ecs, TaskCounts counts, ListenerTraffic traffic, HookRuns hooks, Rollback rollback) {
        this.ecs = ecs;
        this.counts = counts;
        this.traffic = traffic;
        this.hooks = hooks;
        this.rollback = rollback;
    }

    /** Whether the current deployment of a service is, or was, one that moves traffic. */
    boolean isFor(ServiceRecord service) {
        return row(service).shift().isPresent();
    }

    /** Begins a deployment with its first stage. */
    ServiceRecord start(ServiceRecord service) {
        boolean many = service.deployments().size() > 2;
        return enter(service, many ? LifecycleStage.RECONCILE_SERVICE : LifecycleStage.PRE_SCALE_UP);
    }

    ServiceRecord take(ServiceRecord service) {
        ServiceRecord kept = service;
        for (DeploymentRecord deployment : service.deployments()) {
            DeploymentRecord sized = sized(kept, deployment);
            kept = counts.keep(kept.change(sized.id(), d -> sized), sized);
        }
        ServiceDeploymentRow row = row(service);
        if (row.deployment().finishedAt() != null) {
            return settle(forget(kept));
        }
        if (row.deployment().lifecycleStageAsString() == null) {
            return start(kept);
        }
        hooks.look(service.serviceDeployment());
        Shift shift = shift(service);
        HookRuns.Verdict verdict = HookRuns.verdict(shift, row.controls().hooks());
        if (!shift.back() && verdict == HookRuns.Verdict.FAILED) {
            return goBack(kept, Rollback.Cause.HOOK);
        }
        if (!shift.back() && isStuck(shift)) {
            return goBack(kept, Rollback.Cause.STAGE_TIMEOUT);
        }
        boolean going = verdict == HookRuns.Verdict.GOING || waits(kept, shift);
        return going ? kept : advance(kept, shift);
    }

    /** Goes back to what was there before the deployment. */
    ServiceRecord goBack(ServiceRecord service, Rollback.Cause cause) {
        ServiceRecord back = rollback.start(service, cause);
        if (row(back).deployment().finishedAt() != null) {
            return back;
        }
        put(back, shift(back).goingBack());
        return advance(back, shift(back));
    }

    /** Fails the deployment; without going back it stays where it is. */
    ServiceRecord fail(ServiceRecord service, Rollback.Cause cause, boolean rollsBack) {
        return rollsBack ? goBack(service, cause) : rollback.fail(service, cause, false);
    }

    private ServiceRecord advance(ServiceRecord service, Shift shift) {
        if (shift.back()) {
            return shift.production() > 0
                    ? enter(service, LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)
                    : shift.test() > 0
                            ? enter(service, LifecycleStage.TEST_TRAFFIC_SHIFT)
                            : shift.stage() == LifecycleStage.CLEAN_UP
                                    ? finish(service)
                                    : enter(service, LifecycleStage.CLEAN_UP);
        }
        return switch (shift.stage()) {
            case PRODUCTION_TRAFFIC_SHIFT ->
                enter(
                        service,
                        shift.production() < Shift.ALL
                                ? LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                                : LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT);
            case CLEAN_UP -> finish(service);
            default -> enter(service, shift.stage().next());
        };
    }

    private ServiceRecord enter(ServiceRecord service, LifecycleStage stage) {
        Shift at = shift(service);
        Shift moved = switch (stage) {
            case TEST_TRAFFIC_SHIFT -> at.weighing(at.production(), at.back() ? 0 : Shift.ALL);
            case PRODUCTION_TRAFFIC_SHIFT ->
                at.back()
                        ? at.weighing(0, at.test())
                        : at.weighing(plan(service).steps().get(at.step()), at.test())
                                .stepped();
            default -> at;
        };
        Optional<String> refused = move(service, stage, moved);
        if (refused.isPresent()) {
            ecs.eventOnce(service, "is unable to shift traffic. Reason: " + refused.get() + ".");
            ecs.wakeAt(service.arn(), ecs.now().plus(REFUSED));
            return service;
        }
        Instant now = ecs.now();
        List<LifecycleHook> configured = row(service).controls().hooks();
        put(
                service,
                moved.enter(
                        stage,
                        hooks.begin(configured, stage),
                        now,
                        Optional.of(pause(service, moved, stage))
                                .filter(pause -> !pause.isZero())
                                .map(now::plus)));
        Revisions.change(ecs, service, d -> d.lifecycleStage(stage.name()));
        ecs.wake(service.arn());
        return service;
    }

    private Optional<String> move(ServiceRecord service, LifecycleStage stage, Shift shift) {
        return switch (stage) {
            case TEST_TRAFFIC_SHIFT -> traffic.give(service, launch(service), Kind.TEST, shift.test());
            case PRODUCTION_TRAFFIC_SHIFT ->
                traffic.give(service, launch(service), Kind.PRODUCTION, shift.production());
            case RECONCILE_SERVICE ->
                service.lastCompleted()
                        .flatMap(completed -> traffic.give(service, ecs.launch(completed), Kind.PRODUCTION, Shift.ALL)
                                .or(() -> traffic.give(service, ecs.launch(completed), Kind.TEST, Shift.ALL)));
            default -> Optional.empty();
        };
    }

    /** How long a stage waits by itself. */
    private Duration pause(ServiceRecord service, Shift shift, LifecycleStage stage) {
        Duration network = ListenerTraffic.isNetwork(service) ? NETWORK : Duration.ZERO;
        boolean tested = service.settings().loadBalancers().stream()
                .anyMatch(b -> ListenerTraffic.rule(b, Kind.TEST).isPresent());
        boolean between = !shift.back() && shift.production() < Shift.ALL;
        return switch (stage) {
            case TEST_TRAFFIC_SHIFT -> tested ? network : Duration.ZERO;
            case PRODUCTION_TRAFFIC_SHIFT ->
                network.plus(between ? plan(service).pause() : Duration.ZERO);
            case BAKE_TIME ->
                isFirst(service)
                        ? Duration.ZERO
                        : Duration.ofMinutes(service.configuration().bakeTimeInMinutes());
            default -> Duration.ZERO;
        };
    }

    /** Whether a stage has not come to its end; sees to it that this is looked at again. */
    private boolean waits(ServiceRecord service, Shift shift) {
        Optional<Instant> until = shift.until().filter(at -> at.isAfter(ecs.now()));
        until.ifPresent(at -> ecs.wakeAt(service.arn(), at));
        return until.isPresent()
                || switch (shift.stage()) {
                    case SCALE_UP -> {
                        ecs.wakeAt(service.arn(), shift.entered().plus(LONGEST_STAGE));
                        yield !counts.steady(service, service.primary());
                    }
                    case RECONCILE_SERVICE -> forget(service).deployments().size() > 2;
                    case CLEAN_UP ->
                        forget(service).deployments().size() > 1 || !counts.steady(service, service.primary());
                    default -> false;
                };
    }

    private boolean isStuck(Shift shift) {
        return shift.stage() == LifecycleStage.SCALE_UP
                && !shift.entered().plus(LONGEST_STAGE).isAfter(ecs.now());
    }

    private ServiceRecord finish(ServiceRecord service) {
        return settle(Settlement.succeed(ecs, forget(service)));
    }

    /** Says once that a service is in a steady state. */
    private ServiceRecord settle(ServiceRecord service) {
        boolean steady = service.deployments().size() == 1 && counts.steady(service, service.primary());
        if (steady && !service.steady()) {
            ecs.event(service, "has reached a steady state.");
        }
        return service.steady(steady);
    }

    private DeploymentRecord sized(ServiceRecord service, DeploymentRecord deployment) {
        int wanted = isUp(service, deployment) ? service.desired() : 0;
        return wanted == deployment.wanted() ? deployment : deployment.wanting(wanted, ecs.now());
    }

    private boolean isUp(ServiceRecord service, DeploymentRecord deployment) {
        ServiceDeploymentRow row = row(service);
        boolean begun = row.deployment().lifecycleStageAsString() != null;
        if (row.deployment().finishedAt() != null || !begun) {
            return (deployment.primary() && begun) || deployment.wanted() > 0;
        }
        Shift shift = shift(service);
        if (isTarget(row, deployment)) {
            return shift.targetUp();
        }
        boolean source = service.lastCompleted()
                .filter(completed -> completed.id().equals(deployment.id()))
                .isPresent();
        return source && shift.sourceUp();
    }

    /** Deployments that nothing is wanted of vanish with the last of their tasks. */
    private ServiceRecord forget(ServiceRecord service) {
        return service.with(service.deployments().stream()
                .filter(d -> d.primary() || isUp(service, d) || !counts.gone(service, d))
                .toList());
    }

    private ShiftPlan plan(ServiceRecord service) {
        return ShiftPlan.of(service.configuration(), isFirst(service));
    }

    private static boolean isFirst(ServiceRecord service) {
        return service.lastCompleted().isEmpty();
    }

    private static boolean isTarget(ServiceDeploymentRow row, DeploymentRecord deployment) {
        return deployment
                .revision()
                .equals(row.deployment().targetServiceRevision().arn());
    }

    /** How the tasks of the target revision are launched, and so the target groups that they are in. */
    private Launch launch(ServiceRecord service) {
        ServiceDeploymentRow row = row(service);
        return service.deployments().stream()
                .filter(d -> isTarget(row, d))
                .findFirst()
                .map(ecs::launch)
                .orElseThrow();
    }

    private Shift shift(ServiceRecord service) {
        return row(service).shift().orElseThrow();
    }

    private void put(ServiceRecord service, Shift shift) {
        ecs.serviceDeployments.put(service.serviceDeployment(), row(service).shifting(shift));
    }

    private ServiceDeploymentRow row(ServiceRecord service) {
        return ecs.serviceDeployments.get(service.serviceDeployment()).orElseThrow();
    }
}
