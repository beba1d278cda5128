package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is seen of instances from outside: how they are, who answers at their ports, their logs. */
final class OutsideView {

    private final Calendar calendar;
    private final MachineTable machines;
    private final PreparedBundles bundles;
    private final RecentRequests requests;
    private final Optional<ContainerInstances> containers;

    OutsideView(
            Calendar calendar,
            MachineTable machines,
            PreparedBundles bundles,
            RecentRequests requests,
            Optional<ContainerInstances> containers) {
        this.calendar = calendar;
        this.machines = machines;
        this.bundles = bundles;
        this.requests = requests;
        this.containers = containers;
    }

    /**
     * How an instance is now.
     *
     * @param command that it was given last; empty when it is not known
     */
    InstanceObservation observe(EnvironmentInstance instance, Optional<InstanceCommand> command) {
        if (command.isEmpty()) {
            return InstanceObservation.quiet(InstanceStatus.UNKNOWN, List.of());
        }
        Optional<MachineRow.Running> running = machines.of(instance.id()).running();
        if (running.filter(now -> isSilent(now, instance)).isPresent()) {
            return InstanceObservation.quiet(InstanceStatus.NO_DATA, List.of());
        }
        RecentRequests.Sample sample =
                requests.of(instance.account(), instance.id(), calendar.now().minus(AgentReport.WINDOW));
        List<String> causes = new ArrayList<>();
        InstanceStatus status = InstanceStatus.OK;
        if (running.isPresent() && !isUp(instance, running.get())) {
            causes.add("Following services are not running: " + bundles.service(running.get(), instance) + ".");
            status = InstanceStatus.SEVERE;
        } else if (sample.byStatus().isEmpty() && !isReal(instance) && answersBadly(instance)) {
            // Nobody asks but the load balancer, whose checks the proxy logs as well.
            causes.add("100.0 % of the requests are failing with HTTP 5xx.");
            status = InstanceStatus.SEVERE;
        }
        return AgentReport.of(status, causes, sample, HealthRuleOptions.counts4xx(command.get()));
    }

    private boolean isSilent(MachineRow.Running running, EnvironmentInstance instance) {
        return !bundles.script(running, instance).tellsHealth(Duration.between(running.since(), calendar.now()));
    }

    private boolean answersBadly(EnvironmentInstance instance) {
        return backend(instance, 80)
                .filter(Backend.Scripted.class::isInstance)
                .map(backend -> ((Backend.Scripted) backend).script())
                .filter(script -> script.failing() >= 1 && script.failingStatus() >= 500)
                .isPresent();
    }

    private boolean isUp(EnvironmentInstance instance, MachineRow.Running running) {
        return isReal(instance)
                ? containers.orElseThrow().isWell(instance)
                : running.ended().isEmpty();
    }

    private boolean isReal(EnvironmentInstance instance) {
        return containers.isPresent() && containers.get().has(instance);
    }

    /** What answers at a port of an instance. */
    Optional<Backend> backend(EnvironmentInstance instance, int port) {
        if (isReal(instance)) {
            return containers.orElseThrow().address(instance, port).map(Backend.Listening::new);
        }
        Optional<MachineRow.Running> running =
                machines.of(instance.id()).running().filter(r -> r.ended().isEmpty());
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Duration since = Duration.between(running.get().since(), calendar.now());
        try {
            PreparedBundle bundle = bundles.of(running.get(), instance);
            InstanceScript script = running.get().spared() ? InstanceScript.NONE : bundle.script();
            Optional<ResponseScript> answers = bundle.listensAt(port) ? script.answers(since) : Optional.empty();
            return answers.map(Backend.Scripted::new);
        } catch (BundleRefused e) {
            return Optional.empty();
        }
    }

    /** The log files of an instance, in the order of their paths. */
    List<InstanceLog> logs(EnvironmentInstance instance) {
        MachineRow machine = machines.of(instance.id());
        List<InstanceLog> logs = new ArrayList<>();
        logs.add(ContainerRun.log(EngineLog.PATH, machine.engine()));
        if (isReal(instance)) {
            logs.addAll(containers.orElseThrow().logs(instance));
        } else if (!machine.application().isEmpty()) {
            logs.add(ContainerRun.log("/var/log/web.stdout.log", machine.application()));
        }
        containers.ifPresent(real -> logs.addAll(real.leftLogs(instance)));
        logs.sort(Comparator.comparing(InstanceLog::path));
        return logs;
    }
}
