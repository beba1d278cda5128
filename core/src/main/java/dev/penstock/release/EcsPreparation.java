package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.EcsReleaseState.Pinned;
import dev.penstock.release.EcsReleaseState.Ready;
import dev.penstock.release.EcsReleaseState.Running;
import dev.penstock.release.EcsReleaseState.Sides;
import dev.penstock.release.EcsReleaseState.Sight;
import dev.penstock.release.EcsReleaseState.There;
import dev.penstock.release.EcsReleaseState.Work;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.ServiceSetup.Gradual;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.TargetGroup;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes a release ready: images by digest, a look at the service, a task definition. Changes nothing at the service. */
final class EcsPreparation {

    private final ContainerServices services;
    private final ImagePins pins;
    private final ServicePreflight preflight;
    private final LoadBalancers balancers;

    EcsPreparation(ContainerServices services, ImagePins pins, ServicePreflight preflight, LoadBalancers balancers) {
        this.services = services;
        this.pins = pins;
        this.preflight = preflight;
        this.balancers = balancers;
    }

    TargetResult<EcsReleaseState> pin(ActionContext context, EcsDeployConfiguration configuration)
            throws IOException, ReleaseFailure {
        String artifact = context.inputs().keySet().iterator().next();
        Map<String, String> images =
                ImageDefinitionsFile.read(context.inputBundle(artifact), artifact, configuration.fileName());
        return new TargetResult.Next<>(new Pinned(pins.pin(context, images)), "images known by digest");
    }

    TargetResult<EcsReleaseState> register(ReleaseContext release, EcsDeployConfiguration configuration, Pinned pinned)
            throws ReleaseFailure {
        ActionContext context = release.action();
        ServiceSetup setup = services.setup(context.scope(), configuration.service());
        boolean shifts = release.plan().replacement().isEmpty() || NativePlans.needsTwoSets(release.plan(), setup);
        boolean tested = release.settings().test().isPresent() && shifts;
        refuse(
                configuration,
                shifts ? preflight.ofShift(context.scope(), setup, tested) : ServicePreflight.ofReplacement(setup));
        ServiceDescription service = services.describe(context.scope(), configuration.service());
        known(configuration, pinned.images(), service);
        String settings = NativePlans.settings(release.plan(), setup);
        String token = context.token("task definition based on " + service.taskDefinition());
        String taskDefinition =
                services.registerTaskDefinition(context.scope(), service.taskDefinition(), pinned.images(), token);
        context.log("Task definition " + taskDefinition + ", based on " + service.taskDefinition());
        Work work = new Work(
                pinned.images(),
                service.arn(),
                service.taskDefinition(),
                taskDefinition,
                service.currentDeployment(),
                setup.settings().json(),
                settings,
                shifts ? sides(context, setup) : Optional.empty());
        if (taskDefinition.equals(service.taskDefinition())) {
            String deployment = service.currentDeployment()
                    .orElseThrow(() -> new ReleaseFailure(RolloutEnd.inconclusive(configuration.target()
                            + " has the task definition " + taskDefinition
                            + " already, but tells of no deployment that brought it there.")));
            return new TargetResult.Next<>(new There(work, deployment), "nothing to change");
        }
        notices(context, setup, work);
        return new TargetResult.Done<>(new Ready(work), "task definition " + shortName(taskDefinition));
    }

    private static void refuse(EcsDeployConfiguration configuration, List<ServiceFinding> findings)
            throws ReleaseFailure {
        if (!findings.isEmpty()) {
            ServiceFinding first = findings.getFirst();
            throw new ReleaseFailure(
                    first.code(),
                    configuration.target() + " cannot be released to in this way. " + first.message()
                            + " Nothing was changed.",
                    findings.stream()
                            .skip(1)
                            .map(one -> one.code() + ": " + one.message())
                            .toList());
        }
    }

    private static void known(
            EcsDeployConfiguration configuration, Map<String, String> images, ServiceDescription service)
            throws ReleaseFailure {
        for (String container : images.keySet()) {
            if (!service.containers().containsKey(container)) {
                throw new ReleaseFailure(
                        "PEN-ECS-003",
                        "The image definitions name the container '" + container + "', but the task definition "
                                + service.taskDefinition() + " of " + configuration.target() + " has only "
                                + String.join(
                                        ", ", new TreeSet<>(service.containers().keySet()))
                                + ". Nothing was changed.");
            }
        }
    }

    /** Those of the first load balancer: requests are counted there. */
    private Optional<Sides> sides(ActionContext context, ServiceSetup setup) {
        Balancer balancer = setup.balancers().getFirst();
        Gradual gradual = balancer.gradual().orElseThrow();
        String old = ServicePreflight.serving(setup, balancer).orElse(balancer.targetGroup());
        String fresh = old.equals(balancer.targetGroup()) ? gradual.alternateTargetGroup() : balancer.targetGroup();
        String loadBalancer = balancers
                .targetGroup(context.scope(), old)
                .map(TargetGroup::loadBalancers)
                .flatMap(all -> all.stream().findFirst())
                .orElse("");
        return Optional.of(new Sides(old, fresh, gradual.productionRule(), gradual.testRule(), loadBalancer));
    }

    private static void notices(ActionContext context, ServiceSetup setup, Work work) {
        if (work.sides().isPresent()) {
            context.log("While both versions run, the service has twice its " + setup.desiredCount() + " tasks.");
        }
        if (setup.balancers().stream()
                .flatMap(balancer -> balancer.gradual().stream())
                .anyMatch(Gradual::isNetwork)) {
            context.log("Behind a Network Load Balancer ECS takes ten minutes more for each step.");
        }
    }

    /** The service had the task definition before: it is enough that it is or gets there. */
    TargetResult<EcsReleaseState> join(ReleaseContext release, EcsDeployConfiguration configuration, There there) {
        ActionContext context = release.action();
        var resource = new ResourceId(ServiceDeployment.KIND, context.scope(), there.deployment());
        Optional<ServiceDeployment> seen = context.observation(resource)
                .filter(ServiceDeployment.class::isInstance)
                .map(ServiceDeployment.class::cast);
        if (seen.isEmpty() || !seen.get().status().hasEnded()) {
            return new TargetResult.Await<>(
                    there,
                    new Wait.ForResource(resource),
                    seen.map(RolloutProgress::of).orElse("the service has this version already"));
        }
        String now = services.describe(context.scope(), configuration.service()).taskDefinition();
        boolean brings = seen.get().taskDefinition().equals(there.work().taskDefinition());
        boolean isThere = brings
                ? seen.get().status() == ServiceDeployment.Status.SUCCESSFUL
                : seen.get().status() == ServiceDeployment.Status.ROLLBACK_SUCCESSFUL;
        if (isThere && now.equals(there.work().taskDefinition())) {
            return new TargetResult.Nothing<>(
                    new Running(there.work(), there.deployment(), Sight.NONE),
                    configuration.target() + " had these images already: nothing was changed");
        }
        return new TargetResult.Failed<>(
                there,
                new ActionFailure(
                        Kind.INCONCLUSIVE,
                        "PEN-ECS-009",
                        configuration.target() + " had the task definition "
                                + there.work().taskDefinition() + " already, but its last deployment ended as "
                                + seen.get().status() + ".",
                        List.of()),
                Aftermath.UNTOUCHED);
    }

    private static String shortName(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
