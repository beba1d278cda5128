package dev.penstock.codedeploy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ServiceId;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.ServiceTimings;
import dev.penstock.release.TaskTimes;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.Words;
import dev.penstock.rollout.configuration.TrafficRouting;
import dev.penstock.rollout.configuration.TrafficRouting.Shift;
import dev.penstock.rollout.duration.Phase;
import dev.penstock.rollout.duration.PlanTimes;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.RolloutTime.Alternative;
import dev.penstock.rollout.duration.TimedTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says how long deployments take that CodeDeploy makes to ECS services: {@code Deploy/AWS/CodeDeployToECS/1}, with and without a
 * release. Source: AWS CodeDeploy User Guide, "Deployments on an Amazon ECS compute platform".
 */
public final class CodeDeployTimes implements TimedTarget<DeploymentGroupId> {

    /** Eight of them, hooks not counted, and CodeDeploy's looks at the replacement in between; AWS tells no times. */
    private static final Duration EVENTS = Duration.ofSeconds(25);

    private final CodeDeployments deployments;
    private final ContainerServices services;
    private final ServiceTimings timings;
    private final Function<String, CodeDeployOptions> options;

    /**
     * Over CodeDeploy and the platform that runs its tasks.
     *
     * @param options by the action's name
     */
    public CodeDeployTimes(
            CodeDeployments deployments,
            ContainerServices services,
            ServiceTimings timings,
            Function<String, CodeDeployOptions> options) {
        this.deployments = deployments;
        this.services = services;
        this.timings = timings;
        this.options = options;
    }

    /**
     * What is waited for between the two versions.
     *
     * @param moving between steps of traffic
     * @param keeping after the last; absent if the action does not wait for what comes then
     */
    private record Waits(List<Phase> moving, Optional<Phase> keeping) {}

    @Override
    public ActionTypeId type() {
        return CodeDeployToEcsAction.TYPE;
    }

    @Override
    public DeploymentGroupId configure(ConfigurationReader configuration) {
        return ConfigurationKeys.group(configuration);
    }

    @Override
    public Answer time(AwsScope scope, String action, DeploymentGroupId configuration, Optional<ReleasePlan> plan) {
        DeploymentGroup group = deployments.describe(scope, configuration);
        Optional<ServiceId> service = group.service();
        if (service.isEmpty()) {
            return told("no service", "The " + group.id() + " deploys to no ECS service.");
        }
        ServiceSetup setup = services.setup(scope, service.get());
        if (setup.desiredCount() == 0) {
            return told("no tasks", "The service has a desired count of 0: there is nothing to replace.");
        }
        CodeDeployOptions said = options.apply(action);
        String name = said.deploymentConfiguration().orElse(group.deploymentConfiguration());
        TrafficRouting routing = plan.flatMap(TimedTraffic::routing).orElseGet(() -> deployments.routing(scope, name));
        Waits waits = plan.map(CodeDeployTimes::waits).orElseGet(() -> waits(group, routing, said));
        TaskTimes times = new TaskTimes(timings.of(scope, service.get(), setup));
        List<Phase> phases = phases(times, setup.desiredCount(), waits);
        List<Alternative> quicker = new ArrayList<>(
                times.quicker(other -> RolloutTime.sum(phases(new TaskTimes(other), setup.desiredCount(), waits))));
        plan.ifPresentOrElse(
                steps -> quicker.addAll(PlanTimes.quicker(
                        steps, other -> RolloutTime.sum(phases(times, setup.desiredCount(), waits(other))))),
                () -> quicker.addAll(ofGroup(group, waits, RolloutTime.sum(phases))));
        return new Answer.Told(new RolloutTime(
                        plan.map(steps -> routing).map(TimedTraffic::name).orElse(name) + ", " + setup.desiredCount()
                                + (setup.desiredCount() == 1 ? " task" : " tasks") + " beside the old",
                        phases,
                        List.of(),
                        remarks(group, plan, times))
                .with(quicker));
    }

    private static Answer told(String how, String why) {
        return new Answer.Told(new RolloutTime(how, List.of(), List.of(), List.of(why)));
    }

    /** A release ends the group's own wait as soon as it has kept the old version for long enough. */
    private static Waits waits(ReleasePlan plan) {
        List<Phase> all = PlanTimes.bakes(plan);
        boolean keeps = !TimedTraffic.keep(plan).isZero();
        return new Waits(
                keeps ? all.subList(0, all.size() - 1) : all,
                Optional.of(keeps ? all.getLast() : new Phase("keep", 1, Duration.ZERO)));
    }

    private static Waits waits(DeploymentGroup group, TrafficRouting routing, CodeDeployOptions said) {
        List<Shift> shifts = routing.shifts();
        List<Phase> moving = shifts.size() == 1
                ? List.of()
                : List.of(new Phase(
                        "interval between shifts",
                        shifts.size() - 1,
                        shifts.getFirst().pause()));
        return new Waits(
                moving,
                said.waitFor() == WaitFor.TRAFFIC
                        ? Optional.empty()
                        : group.terminationWait().map(wait -> new Phase("termination wait", 1, wait)));
    }

    private static List<Phase> phases(TaskTimes times, int desired, Waits waits) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("start", 1, times.start()));
        phases.add(new Phase("health", 1, times.health(desired)));
        phases.add(new Phase("lifecycle events", 1, EVENTS));
        phases.addAll(waits.moving());
        waits.keeping().ifPresent(phases::add);
        return phases;
    }

    /** The API takes whole minutes. */
    private static List<Alternative> ofGroup(DeploymentGroup group, Waits waits, Duration whole) {
        return waits.keeping()
                .filter(wait -> wait.each().toMinutes() > 1)
                .map(wait -> {
                    Duration half = Duration.ofMinutes(wait.each().toMinutes() / 2);
                    return List.of(new Alternative(
                            "terminationWaitTimeInMinutes of the " + group.id(),
                            Words.of(wait.each()),
                            Words.of(half),
                            whole.minus(wait.each()).plus(half)));
                })
                .orElse(List.of());
    }

    private static List<String> remarks(DeploymentGroup group, Optional<ReleasePlan> plan, TaskTimes times) {
        List<String> remarks = new ArrayList<>();
        plan.ifPresent(steps -> remarks.addAll(PlanTimes.remarks(steps)));
        remarks.addAll(times.remarks());
        if (group.terminationWait().isPresent()) {
            remarks.add("What the original answers still may take " + Words.of(times.down())
                    + " more: the deployment does not wait for it.");
        }
        group.readyWait()
                .ifPresent(wait -> remarks.add("In front of the production traffic it waits for somebody, for "
                        + Words.of(wait) + " at most, which comes on top."));
        return remarks;
    }
}
