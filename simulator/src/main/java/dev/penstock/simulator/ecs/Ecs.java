package dev.penstock.simulator.ecs;

import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/** ECS: how its parts belong together. */
public final class Ecs implements AutoCloseable {

    private final EcsOperations operations;
    private final TaskAddresses addresses;
    private final EcsFaults faults;
    private final EcsIncidents incidents;
    private final ForeignChanges foreignChanges;
    private final PassedRoles passedRoles;
    private final Optional<ContainerAgent> agent;
    private final TaskResumption resumption;
    private final HookRuns hooks;
    private URI registry = URI.create("http://127.0.0.1");

    /**
     * What other services do for ECS.
     *
     * @param images what tasks pull
     * @param logs where they write
     * @param roles what they take on
     * @param targetGroups where they are registered
     * @param alarms what deployments watch
     * @param calls how listeners are asked for the traffic that deployments move
     * @param sessions of the roles in whose name that happens
     */
    public record Neighbours(
            ImageSource images,
            LogStore logs,
            Roles roles,
            TargetGroups targetGroups,
            Alarms alarms,
            ServiceCalls calls,
            ServiceSessions sessions) {}

    private final Consumer<ServiceEvents> telling;

    /**
     * @param engine what carries tasks out
     * @param faults what goes wrong within ECS
     */
    public Ecs(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            Tags tags,
            Effects effects,
            Neighbours neighbours,
            TaskEngine engine,
            EcsFaults faults) {
        EcsStore ecs = new EcsStore(store, calendar, time, ids);
        this.telling = told -> EcsEvents.tell(ecs, told);
        this.passedRoles = new PassedRoles(ecs);
        TaskLogs taskLogs = new TaskLogs(ecs, neighbours.logs());
        this.faults = faults;
        this.agent = engine.containers().map(runtime -> new ContainerAgent(ecs, store, time, runtime, taskLogs));
        TaskStart start = new TaskStart(
                ecs,
                neighbours.images(),
                taskLogs,
                engine.behaviour(),
                agent.map(a -> new TaskStart.Real(
                        a,
                        new ContainerPlans(neighbours.images(), engine.secrets(), a.permissions(), this::registry))));
        this.addresses = new TaskAddresses(ecs, start, store);
        Balancing balancing = new Balancing(ecs, neighbours.targetGroups());
        TaskLife life = new TaskLife(ecs, start, addresses, balancing, faults);
        this.resumption = new TaskResumption(ecs, start, agent.isPresent());
        CapacityProviders providers = new CapacityProviders(ecs, tags, store);
        TaskFactory factory =
                new TaskFactory(ecs, new Placement(ecs, faults), providers, addresses, neighbours.roles(), tags);
        ServiceView view = new ServiceView(ecs);
        BalancerRules balancers = new BalancerRules(neighbours.targetGroups());
        TaskSets taskSets = new TaskSets(ecs, tags, view, balancers, store);
        Services services = new Services(ecs, tags, view, balancers, taskSets);
        this.foreignChanges = new ForeignChanges(ecs, store, services, effects, faults);
        this.incidents = new EcsIncidents(ecs, store, life, foreignChanges);
        this.hooks = new HookRuns(ecs, store, neighbours.sessions());
        new ServiceScheduler(
                        ecs,
                        life,
                        new ServiceTasks(ecs, life, factory, balancing),
                        balancing,
                        new AlarmWatch(ecs, neighbours.alarms()),
                        new ListenerTraffic(ecs, neighbours.calls(), neighbours.sessions()),
                        hooks)
                .start(foreignChanges::deploymentBegan, foreignChanges::looked);
        this.operations = new EcsOperations(
                new Clusters(ecs, tags, providers),
                providers,
                new ContainerInstances(ecs, tags),
                new Attributes(ecs),
                new AccountSettings(store),
                new TaskDefinitions(ecs, tags),
                services,
                new ServiceQueries(ecs, tags, view),
                new ServiceDeployments(ecs),
                taskSets,
                new Tasks(ecs, life, factory, balancing, tags, store),
                new TaskControls(ecs),
                new Tagging(tags));
    }

    /**
     * Goes on with tasks that were under way when kept state was left. Within a transaction, before anything is due.
     *
     * @param simulator where images are pulled from
     */
    public void resume(URI simulator) {
        registry = simulator;
        resumption.run();
    }

    /**
     * Where a port of a real container is reached on this machine.
     *
     * @param task the task's ARN
     * @param container its name
     * @param port within the container, of TCP
     */
    public Optional<InetSocketAddress> address(String task, String container, int port) {
        return agent.flatMap(a -> a.address(task, container, port));
    }

    /** The roles that a call passes on to tasks beside those that its request names. */
    public List<ResourcePolicies.PassedRole> rolesPassed(Caller caller, String operation, SdkPojo request) {
        return passedRoles.of(caller, request);
    }

    /** Says who invokes the functions of lifecycle hooks. */
    public void functions(FunctionCalls functions) {
        hooks.functions(functions);
    }

    /** What stands behind the addresses of tasks. */
    public Reachable reachable() {
        return addresses;
    }

    /** What goes wrong within ECS. */
    public EcsFaults faults() {
        return faults;
    }

    /** What can happen to tasks and services from outside. */
    public EcsIncidents incidents() {
        return incidents;
    }

    /** What rules have drawn and is still to come does not happen: they were ended. */
    public void takeBackDrawn() {
        foreignChanges.takeBack();
    }

    /** Ends the real containers of tasks; the engine stays open. */
    @Override
    public void close() {
        agent.ifPresent(ContainerAgent::close);
    }

    public ServiceDefinition definition() {
        return operations.definition();
    }

    private URI registry() {
        return registry;
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}
