package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** The tables of ECS and the look-ups that its parts share. Keys are ARNs. */
final class EcsStore {

    static final String TASK_STEP = "ecs.task";
    static final String TASK_FORGOTTEN = "ecs.task.forgotten";
    static final String TASK_ANSWERS = "ecs.task.answers";
    static final String TASK_INTERRUPTED = "ecs.task.interrupted";
    static final String DEFINITION_DELETED = "ecs.definition.deleted";
    static final String SERVICE_STEP = "ecs.service";

    private static final int MOST_EVENTS = 100;

    record ClusterRow(Cluster cluster) {}

    record TaskDefinitionRow(TaskDefinition definition) {}

    record Family(int latest) {}

    /**
     * A service deployment.
     *
     * @param controls what its configuration has beside its modelled members
     * @param watched the alarms that it watches
     * @param bakedAt when it will have watched them long enough; from the moment that all tasks are replaced
     * @param shift where it is when it moves traffic; empty for one that replaces tasks
     */
    record ServiceDeploymentRow(
            ServiceDeployment deployment,
            DeploymentControls controls,
            List<String> watched,
            Optional<Instant> bakedAt,
            Optional<Shift> shift) {

        ServiceDeploymentRow {
            watched = List.copyOf(watched);
        }

        ServiceDeploymentRow with(ServiceDeployment changed) {
            return new ServiceDeploymentRow(changed, controls, watched, bakedAt, shift);
        }

        ServiceDeploymentRow watching(List<String> alarms) {
            return new ServiceDeploymentRow(deployment, controls, alarms, bakedAt, shift);
        }

        ServiceDeploymentRow bakedAt(Instant at) {
            return new ServiceDeploymentRow(deployment, controls, watched, Optional.of(at), shift);
        }

        ServiceDeploymentRow shifting(Shift next) {
            return new ServiceDeploymentRow(deployment, controls, watched, bakedAt, Optional.of(next));
        }
    }

    record TaskSetRow(TaskSet set) {}

    record RevisionRow(ServiceRevision revision) {}

    record EventRow(ServiceEvent event) {}

    record InstanceRow(ContainerInstance instance, String cluster) {}

    final Table<ClusterRow> clusters;
    final Table<TaskDefinitionRow> definitions;
    final Table<Family> families;
    final Table<ServiceRecord> services;
    final Table<ServiceDeploymentRow> serviceDeployments;
    final Table<RevisionRow> revisions;
    final Table<TaskSetRow> taskSets;
    final Table<TaskRecord> tasks;
    final Table<InstanceRow> instances;
    final Index<ServiceDeploymentRow> watchingAlarm;
    final Index<TaskRecord> tasksByService;
    final Index<TaskRecord> liveByService;
    final Index<TaskRecord> liveByInstance;
    final Calendar calendar;
    final Ids ids;
    private final Table<EventRow> events;
    private final SimulatedTime time;
    private BiConsumer<ServiceRecord, String> saying = (service, message) -> {};

    EcsStore(Store store, Calendar calendar, SimulatedTime time, Ids ids) {
        this.clusters = store.table("ecs.clusters", ClusterRow.class);
        this.definitions = store.table("ecs.taskDefinitions", TaskDefinitionRow.class);
        this.families = store.table("ecs.families", Family.class);
        this.services = store.table("ecs.services", ServiceRecord.class);
        this.serviceDeployments = store.table("ecs.serviceDeployments", ServiceDeploymentRow.class);
        this.revisions = store.table("ecs.serviceRevisions", RevisionRow.class);
        this.watchingAlarm = serviceDeployments.index(row -> row.deployment().finishedAt() != null
                ? List.of()
                : row.watched().stream()
                        .map(alarm -> alarmTerm(row.deployment().serviceArn(), alarm))
                        .toList());
        this.taskSets = store.table("ecs.taskSets", TaskSetRow.class);
        this.tasks = store.table("ecs.tasks", TaskRecord.class);
        this.tasksByService = tasks.index(t -> t.service().isEmpty() ? List.of() : List.of(t.service()));
        this.liveByService =
                tasks.index(t -> t.isStopped() || t.service().isEmpty() ? List.of() : List.of(t.service()));
        this.liveByInstance = tasks.index(
                t -> t.isStopped() ? List.of() : t.instance().stream().toList());
        this.instances = store.table("ecs.containerInstances", InstanceRow.class);
        this.events = store.table("ecs.events", EventRow.class);
        this.calendar = calendar;
        this.time = time;
        this.ids = ids;
    }

    /** Tells somebody what services say from now on. */
    void whenSaid(BiConsumer<ServiceRecord, String> listener) {
        saying = listener;
    }

    Instant now() {
        return time.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The ARN of a cluster by name or ARN; the cluster named default when neither is given. */
    static String clusterArn(Call call, @Nullable String cluster) {
        String wanted = cluster == null || cluster.isEmpty() ? "default" : cluster;
        return wanted.startsWith("arn:") ? wanted : call.caller().arn("ecs", "cluster/" + wanted);
    }

    /** An active cluster. */
    Cluster cluster(Call call, @Nullable String cluster) {
        return clusters.get(clusterArn(call, cluster))
                .map(ClusterRow::cluster)
                .filter(c -> c.status().equals("ACTIVE"))
                .orElseThrow(() -> ServiceError.client("ClusterNotFoundException", "Cluster not found."));
    }

    static String nameOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /**
     * The ARN of something in a cluster by name or ARN, also by the old form of ARN without the cluster. For an ARN of
     * anything else, something that does not exist.
     *
     * @param kind as ARNs have it, such as {@code service}
     */
    static String arnIn(String clusterArn, String kind, String reference) {
        String prefix = clusterArn.replace(":cluster/", ":" + kind + "/") + "/";
        String old = clusterArn.substring(0, clusterArn.indexOf(":cluster/")) + ":" + kind + "/";
        String name = reference.startsWith(prefix)
                ? reference.substring(prefix.length())
                : reference.startsWith(old) ? reference.substring(old.length()) : reference;
        return prefix + name;
    }

    Optional<ServiceRecord> service(String clusterArn, @Nullable String service) {
        return services.get(arnIn(clusterArn, "service", service == null ? "" : service));
    }

    /** A task definition by ARN, by {@code family:revision}, or the latest active one of a family. */
    Optional<TaskDefinition> definition(Call call, @Nullable String reference) {
        return definition(call.caller(), reference);
    }

    /** The same. */
    Optional<TaskDefinition> definition(Caller caller, @Nullable String reference) {
        String wanted = reference == null ? "" : reference;
        if (wanted.startsWith("arn:")) {
            return definitions.get(wanted).map(TaskDefinitionRow::definition);
        }
        if (wanted.contains(":")) {
            return definitions
                    .get(caller.arn("ecs", "task-definition/" + wanted))
                    .map(TaskDefinitionRow::definition);
        }
        return definitions.under(caller.arn("ecs", "task-definition/" + wanted + ":")).values().stream()
                .map(TaskDefinitionRow::definition)
                .filter(d -> d.statusAsString().equals("ACTIVE"))
                .max(Comparator.comparing(TaskDefinition::revision));
    }

    TaskDefinition definition(String arn) {
        return definitions
                .get(arn)
                .map(TaskDefinitionRow::definition)
                .orElseThrow(() -> new IllegalStateException(arn + " is referred to and not there"));
    }

    /** The tasks of a service that have not stopped. */
    List<TaskRecord> tasksOf(ServiceRecord service) {
        return List.copyOf(liveByService.of(service.arn()));
    }

    /** All tasks of a cluster that can be described. */
    Collection<TaskRecord> tasksIn(String clusterArn) {
        return tasks.under(clusterArn.replace(":cluster/", ":task/") + "/").values();
    }

    /** All services of a cluster, also those that are gone. */
    Collection<ServiceRecord> servicesIn(String clusterArn) {
        return services.under(clusterArn.replace(":cluster/", ":service/") + "/")
                .values();
    }

    /** All container instances of a cluster. */
    Collection<InstanceRow> instancesIn(String clusterArn) {
        return instances
                .under(clusterArn.replace(":cluster/", ":container-instance/") + "/")
                .values();
    }

    /** A task definition that can still be used. */
    TaskDefinition active(Call call, @Nullable String reference) {
        TaskDefinition definition = definition(call, EcsErrors.required("TaskDefinition", reference))
                .orElseThrow(() -> EcsErrors.client("TaskDefinition not found."));
        if (!definition.statusAsString().equals("ACTIVE")) {
            throw EcsErrors.client("TaskDefinition is inactive");
        }
        return definition;
    }

    /** Puts a service and gives it back. */
    ServiceRecord keep(ServiceRecord service) {
        put(service);
        return service;
    }

    void put(ServiceRecord service) {
        services.put(service.arn(), service);
    }

    void put(TaskRecord task) {
        tasks.put(task.arn(), task);
    }

    /** Whether a task is on a container instance that is being drained. */
    boolean onDrainingInstance(TaskRecord task) {
        return task.instance()
                .flatMap(instances::get)
                .filter(row -> row.instance().status().equals("DRAINING"))
                .isPresent();
    }

    /** How the tasks of a deployment or of a task set are launched. */
    Launch launch(DeploymentRecord deployment) {
        return revisions
                .get(deployment.revision())
                .map(row -> Launch.of(row.revision()))
                .or(() -> taskSets.get(deployment.revision()).map(row -> Launch.of(row.set())))
                .orElseThrow(() -> new IllegalStateException(deployment.revision() + " is referred to and not there"));
    }

    /** An alarm as the service deployments that watch it are found by. */
    static String alarmTerm(String serviceArn, String alarm) {
        String[] parts = serviceArn.split(":", 6);
        return alarmTerm(parts[4], parts[3], alarm);
    }

    static String alarmTerm(String account, String region, String alarm) {
        return account + " " + region + " " + alarm;
    }

    /** An event of a service. */
    void event(ServiceRecord service, String message) {
        say(service, "(service " + service.name() + ") " + message);
    }

    /** An event that names one of the service's deployments or task sets. */
    void eventOf(ServiceRecord service, String deployment, String message) {
        say(service, "(service " + service.name() + ", taskSet " + deployment + ") " + message);
    }

    /** An event of a service, unless the service has said nothing else since it said the same. */
    void eventOnce(ServiceRecord service, String message) {
        var all = events.under(service.arn() + "\u0000");
        boolean said =
                !all.isEmpty() && all.lastEntry().getValue().event().message().endsWith(message);
        if (!said) {
            event(service, message);
        }
    }

    private void say(ServiceRecord service, String message) {
        String prefix = service.arn() + "\u0000";
        var all = events.under(prefix);
        long number = all.isEmpty() ? 0 : Long.parseLong(all.lastKey().substring(prefix.length())) + 1;
        if (number >= MOST_EVENTS) {
            events.remove(prefix + String.format("%012d", number - MOST_EVENTS));
        }
        ServiceEvent event = ServiceEvent.builder()
                .id(ids.uuid())
                .createdAt(now())
                .message(message)
                .build();
        events.put(prefix + String.format("%012d", number), new EventRow(event));
        saying.accept(service, message);
    }

    /** The latest events, the newest first. */
    List<ServiceEvent> events(ServiceRecord service) {
        List<ServiceEvent> latest = new ArrayList<>();
        events.under(service.arn() + "\u0000").descendingMap().values().forEach(row -> latest.add(row.event()));
        return latest;
    }

    /** Lets the scheduler look at a service soon; a task that was run alone has none. */
    void wake(String serviceArn) {
        if (serviceArn.isEmpty()) {
            return;
        }
        wakeAt(serviceArn, now().plus(Durations.SCHEDULER));
    }

    /** Lets the scheduler look at a service at an instant, if it does not earlier. */
    void wakeAt(String serviceArn, Instant soon) {
        if (calendar.due(SERVICE_STEP, serviceArn)
                .filter(due -> !due.isAfter(soon))
                .isEmpty()) {
            calendar.enter(SERVICE_STEP, serviceArn, soon);
        }
    }
}
