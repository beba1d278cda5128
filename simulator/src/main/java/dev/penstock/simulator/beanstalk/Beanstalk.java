package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.autoscaling.Groups;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.elb.DataPlane;
import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.server.VirtualHosts;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/** Elastic Beanstalk as a service. Source: Elastic Beanstalk API Reference and Developer Guide. */
public final class Beanstalk implements AutoCloseable {

    static final String VERSION = "2010-12-01";

    /**
     * The simulated services that environments are made of.
     *
     * @param objects where source bundles are, and where logs go
     * @param roles that environments name
     * @param groups in which instances are registered
     * @param ec2 where instances are
     * @param scaling the Auto Scaling groups that they belong to
     * @param queues of workers
     * @param calls by which resources are made
     * @param endpoint the simulator's own address
     */
    public record Neighbours(
            ObjectAccess objects,
            Roles roles,
            TargetGroups groups,
            Ec2 ec2,
            Groups scaling,
            Sqs queues,
            ServiceCalls calls,
            Supplier<URI> endpoint) {}

    private final Store state;
    private final BeanstalkStore store;
    private final InstanceRuntime runtime;
    private final Hosts hosts;
    private final Fleet fleet;
    private final WorkerDaemon daemon;
    private final ManagedUpdates updates;
    private final PassedRoles passed;
    private final List<Consumer<Operations>> parts;

    private final Consumer<ServiceEvents> telling;

    /** @param runtime what instances do */
    public Beanstalk(
            Store state,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            Tags tags,
            Neighbours neighbours,
            InstanceRuntime runtime) {
        this.state = state;
        this.runtime = runtime;
        store = new BeanstalkStore(state);
        passed = new PassedRoles(store, neighbours.calls());
        Events events = new Events(state, time);
        telling = told -> EnvironmentEvents.tell(events, told);
        BundleFiles files = new BundleFiles(state.blobs());
        Balancer balancer = new Balancer(store, neighbours.calls(), neighbours.groups(), ids);
        hosts = new Hosts(state, store, tags, neighbours.ec2(), neighbours.scaling());
        fleet = new Fleet(store, events, ids, calendar, runtime, balancer, hosts);
        Health health = new Health(store, events, calendar, runtime, balancer);
        EnvironmentResources resources = new EnvironmentResources(
                store, events, ids, neighbours.calls(), neighbours.roles(), balancer, fleet, hosts);
        Endings endings = new Endings(store, events, calendar);
        Steps steps = new Steps(
                store, events, calendar, health, fleet, balancer, resources, new Links(store, calendar), endings);
        Rollout rollout = new Rollout(store, events, calendar, health, fleet, steps, balancer, files);
        runtime.listener(rollout);
        Losses losses = new Losses(store, fleet, rollout);
        neighbours.scaling().owners(losses);
        neighbours.ec2().machines().whenGone(machine -> losses.gone(machine.id()));
        daemon = new WorkerDaemon(state, store, calendar, time, ids, runtime, neighbours.calls(), neighbours.queues());
        rollout.whenOver(daemon::watch);
        PeriodicTasks periodic = new PeriodicTasks(store, calendar, fleet, files, neighbours.calls());
        rollout.whenOver(periodic::arrange);
        OperationsRoles operationsRoles = new OperationsRoles(state, store, neighbours.roles());
        Descriptions descriptions = new Descriptions(health, operationsRoles);
        StorageLocation storage = new StorageLocation(neighbours.calls());
        EnvironmentControls controls = new EnvironmentControls(store, events, rollout, descriptions, balancer);
        Applications applications = new Applications(store, events, tags, controls);
        ApplicationVersions versions = new ApplicationVersions(
                store, events, tags, applications, neighbours.objects(), neighbours.calls(), calendar, files);
        EnvironmentMaking making = new EnvironmentMaking(store, events, tags, ids, rollout, resources, storage, files);
        Environments environments = new Environments(store, events, rollout, resources, making, files, descriptions);
        updates = new ManagedUpdates(state, store, events, calendar, rollout);
        parts = List.of(
                applications::declare,
                versions::declare,
                new ConfigurationTemplates(
                        store, tags, new SavedConfiguration(neighbours.objects(), state.blobs(), storage))::declare,
                new PlatformCalls()::declare,
                new OptionCalls(store)::declare,
                environments::declare,
                controls::declare,
                new EnvironmentQueries(store, health, descriptions, hosts)::declare,
                events::declare,
                storage::declare,
                operationsRoles::declare,
                new ManagedActions(store, updates)::declare,
                new EnvironmentInfo(
                        state, store, events, calendar, runtime, neighbours.objects(), neighbours.endpoint())::declare,
                new Tagging(store, tags, events, rollout)::declare);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "elasticbeanstalk",
                new ServiceDefinition.Protocol.Query(
                        VERSION, "http://elasticbeanstalk.amazonaws.com/docs/" + VERSION + "/"),
                all -> parts.forEach(part -> part.accept(all)));
    }

    /** What answers at the instances' addresses. */
    public Reachable reachable() {
        return (account, target, port) -> store.instance(target)
                .filter(row -> row.instance().account().equals(account) && !row.ending())
                .flatMap(row -> runtime.backend(row.instance(), port));
    }

    /** The roles that a call gives to Elastic Beanstalk and to instances. */
    public List<ResourcePolicies.PassedRole> rolesPassed(Caller caller, String operation, SdkPojo request) {
        return passed.of(caller, request);
    }

    /**
     * Those who answer by the host names of environments, and by those of load balancers.
     *
     * @param balancers that environments stand behind
     */
    public VirtualHosts hosts(DataPlane balancers) {
        return new EnvironmentHosts(state, store, runtime, balancers);
    }

    /** The contents of source bundles. */
    public List<String> contents() {
        return store.contents();
    }

    /** Goes on with what was going on when the simulator was closed. */
    public void resume() {
        hosts.resume();
        fleet.resume();
        store.environments().forEach(updates::arrange);
        store.environments().forEach(daemon::watch);
    }

    @Override
    public void close() {
        runtime.close();
        daemon.close();
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}
