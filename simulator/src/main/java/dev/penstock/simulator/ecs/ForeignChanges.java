package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.DeploymentStage;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Incident;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * What somebody else does to services: told for one service, or drawn by the rules in force when a deployment comes to a
 * stage. Deployments that a foreign change began are not changed again, or one rule would never end.
 */
final class ForeignChanges {

    private static final String TOLD = "ecs.foreignChange";
    private static final String DRAWN = "ecs.foreignChange.drawn";

    /** A change that waits for the next deployment of a service, or for its moment in that deployment. */
    record Foreign(UpdateServiceRequest change, Duration after) {}

    /**
     * How far a service's deployment has come, as far as rules were asked about it.
     *
     * @param deployment ARN of the service deployment
     * @param stages how many of the stages it has reached
     */
    record Reached(String deployment, int stages) {}

    private final EcsStore ecs;
    private final Services services;
    private final Effects effects;
    private final EcsFaults faults;
    private final Store store;
    private final Table<Foreign> waiting;
    private final Table<Foreign> due;
    private final Table<Foreign> drawn;
    private final Table<Reached> reached;

    ForeignChanges(EcsStore ecs, Store store, Services services, Effects effects, EcsFaults faults) {
        this.ecs = ecs;
        this.store = store;
        this.services = services;
        this.effects = effects;
        this.faults = faults;
        this.waiting = store.table("ecs.foreignChanges", Foreign.class);
        this.due = store.table("ecs.foreignChanges.due", Foreign.class);
        this.drawn = store.table("ecs.foreignChanges.drawn", Foreign.class);
        this.reached = store.table("ecs.deployments.reached", Reached.class);
        ecs.calendar.on(TOLD, service -> strike(due, service));
        ecs.calendar.on(DRAWN, service -> strike(drawn, service));
    }

    /** Somebody else of the service's account changes a service now. Within a transaction. */
    void apply(String serviceArn, UpdateServiceRequest change) {
        String[] arn = serviceArn.split(":", 6);
        Caller other =
                new Caller(arn[4], arn[3], "arn:aws:iam::" + arn[4] + ":user/somebody-else", "AIDASOMEBODYELSE0000");
        Call call = new Call(other, "ecs", "UpdateService", ecs.now(), effects, Map.of(), null, Unmodelled.none());
        String before = deployment(serviceArn);
        services.update(
                call,
                change.toBuilder()
                        .cluster(arn[5].split("/", -1)[1])
                        .service(EcsStore.nameOf(serviceArn))
                        .build());
        String after = deployment(serviceArn);
        if (!after.equals(before)) {
            reached.put(serviceArn, new Reached(after, DeploymentStage.values().length));
        }
    }

    private String deployment(String serviceArn) {
        return ecs.services
                .get(serviceArn)
                .map(ServiceRecord::serviceDeployment)
                .orElse("");
    }

    /** Somebody else changes a service in the middle of its next deployment. Within a transaction. */
    void duringNextDeployment(String serviceArn, UpdateServiceRequest change, Duration after) {
        waiting.put(serviceArn, new Foreign(change, after));
    }

    /** A deployment of a service has begun. */
    void deploymentBegan(ServiceRecord service) {
        waiting.get(service.arn()).ifPresent(foreign -> {
            waiting.remove(service.arn());
            enter(TOLD, due, service.arn(), foreign);
        });
    }

    /** The scheduler has looked at a service: its deployment may have come to a stage. */
    void looked(ServiceRecord service) {
        if (!faults.anyForeignChange()
                || !service.rolling()
                || !service.primary().inProgress()) {
            return;
        }
        String deployment = service.serviceDeployment();
        if (Revisions.current(ecs, service).rollback() != null) {
            return;
        }
        int before = reached.get(service.arn())
                .filter(known -> known.deployment().equals(deployment))
                .map(Reached::stages)
                .orElse(0);
        List<DeploymentStage> now = stages(service);
        if (now.size() > before) {
            reached.put(service.arn(), new Reached(deployment, now.size()));
            now.subList(before, now.size()).forEach(stage -> draw(service, stage));
        }
    }

    private void draw(ServiceRecord service, DeploymentStage stage) {
        faults.foreignChange(service, stage, ecs.now()).ifPresent(struck -> {
            if (struck.incident() instanceof Incident.ForeignChange change && !drawn.has(service.arn())) {
                enter(DRAWN, drawn, service.arn(), new Foreign(request(change), struck.after()));
            }
        });
    }

    /** The stages that a deployment has reached. */
    private List<DeploymentStage> stages(ServiceRecord service) {
        List<TaskRecord> own = ecs.liveByService.of(service.arn()).stream()
                .filter(task -> task.deployment().equals(service.primary().id()))
                .toList();
        long healthy = own.stream().filter(TaskRecord::counts).count();
        List<DeploymentStage> all = List.of(DeploymentStage.values());
        if (healthy > 0) {
            return healthy * 2 >= service.desired() ? all : all.subList(0, all.indexOf(DeploymentStage.HALF));
        }
        boolean running = own.stream().anyMatch(TaskRecord::isRunning);
        return running ? all.subList(0, all.indexOf(DeploymentStage.HEALTHY)) : List.of(DeploymentStage.BEGUN);
    }

    private static UpdateServiceRequest request(Incident.ForeignChange change) {
        UpdateServiceRequest.Builder request = UpdateServiceRequest.builder();
        change.taskDefinition().ifPresent(request::taskDefinition);
        change.desiredCount().ifPresent(request::desiredCount);
        boolean anew =
                change.taskDefinition().isEmpty() && change.desiredCount().isEmpty();
        return (anew ? request.forceNewDeployment(true) : request).build();
    }

    private void enter(String kind, Table<Foreign> table, String service, Foreign foreign) {
        table.put(service, foreign);
        ecs.calendar.enter(kind, service, ecs.now().plus(foreign.after()));
    }

    /** What the rules have drawn and is still to come does not happen. */
    void takeBack() {
        store.transact(() -> {
            for (ServiceRecord service : List.copyOf(ecs.services.all())) {
                if (drawn.has(service.arn())) {
                    drawn.remove(service.arn());
                    ecs.calendar.strike(DRAWN, service.arn());
                }
            }
            ecs.tasks.all().forEach(task -> ecs.calendar.strike(EcsStore.TASK_INTERRUPTED, task.arn()));
            return drawn;
        });
    }

    private void strike(Table<Foreign> table, String service) {
        Optional<Foreign> foreign = table.get(service);
        table.remove(service);
        try {
            foreign.ifPresent(known -> apply(service, known.change()));
        } catch (ServiceError e) {
            System.getLogger(ForeignChanges.class.getName())
                    .log(System.Logger.Level.WARNING, "the foreign change was refused: " + e.message());
        }
    }
}
