package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * Lets something happen to tasks and services that are there: a container dies, Spot capacity is taken back, somebody
 * else changes a service, be it in the middle of a deployment. Safe for use by many threads; not from within an event of
 * the simulated time.
 */
public final class EcsIncidents {

    private static final String FOREIGN_CHANGE = "ecs.foreignChange";

    /** A change that waits for the next deployment of a service, or for its moment in that deployment. */
    record Foreign(UpdateServiceRequest change, Duration after) {}

    private final EcsStore ecs;
    private final Store store;
    private final TaskLife life;
    private final Services services;
    private final Effects effects;
    private final Table<Foreign> waiting;
    private final Table<Foreign> due;

    EcsIncidents(EcsStore ecs, Store store, TaskLife life, Services services, Effects effects) {
        this.ecs = ecs;
        this.store = store;
        this.life = life;
        this.services = services;
        this.effects = effects;
        this.waiting = store.table("ecs.foreignChanges", Foreign.class);
        this.due = store.table("ecs.foreignChanges.due", Foreign.class);
        ecs.calendar.on(FOREIGN_CHANGE, this::strike);
    }

    /**
     * The essential containers of a running task end by themselves.
     *
     * @param task its ARN; nothing happens when it does not run
     * @param exitCode 0 to 255
     */
    public void exit(String task, int exitCode) {
        on(task, t -> {
            List<Container> containers = t.task().containers().stream()
                    .map(c -> c.toBuilder()
                            .lastStatus("STOPPED")
                            .exitCode(exitCode)
                            .build())
                    .toList();
            life.fail(
                    t.with(t.task().toBuilder().containers(containers).build()),
                    "EssentialContainerExited",
                    "Essential container in task exited");
        });
    }

    /** Fargate Spot takes the capacity of a task back: it is stopped as AWS announces it. */
    public void interruptSpot(String task) {
        on(task, t -> {
            life.stop(t, "SpotInterruption", "Your Spot Task was interrupted.");
            ecs.wake(t.service());
        });
    }

    /**
     * Says that the containers of a task answer requests otherwise from now on, so that health checks look again.
     *
     * @param task its ARN
     */
    public void answersChanged(String task) {
        on(task, life::answersChanged);
    }

    /**
     * Somebody else of the service's account changes a service now.
     *
     * @param serviceArn names account, region, cluster and service; the request need not
     * @throws ServiceError as the call would be answered
     */
    public void foreignChange(String serviceArn, UpdateServiceRequest change) {
        store.transact(() -> {
            apply(serviceArn, change);
            return serviceArn;
        });
    }

    /**
     * Somebody else changes a service in the middle of its next deployment.
     *
     * @param serviceArn the service
     * @param after how long after that deployment was begun
     */
    public void foreignChangeDuringDeployment(String serviceArn, Duration after, UpdateServiceRequest change) {
        store.transact(() -> {
            waiting.put(serviceArn, new Foreign(change, after));
            return serviceArn;
        });
    }

    /** A deployment of a service has begun. */
    void deploymentBegan(ServiceRecord service) {
        Optional<Foreign> change = waiting.get(service.arn());
        change.ifPresent(foreign -> {
            waiting.remove(service.arn());
            due.put(service.arn(), foreign);
            ecs.calendar.enter(FOREIGN_CHANGE, service.arn(), ecs.now().plus(foreign.after()));
        });
    }

    private void strike(String service) {
        due.get(service).ifPresent(foreign -> {
            due.remove(service);
            try {
                apply(service, foreign.change());
            } catch (ServiceError e) {
                System.getLogger(EcsIncidents.class.getName())
                        .log(System.Logger.Level.WARNING, "the foreign change was refused: " + e.message());
            }
        });
    }

    private void apply(String serviceArn, UpdateServiceRequest change) {
        String[] arn = serviceArn.split(":", 6);
        Caller other =
                new Caller(arn[4], arn[3], "arn:aws:iam::" + arn[4] + ":user/somebody-else", "AIDASOMEBODYELSE0000");
        Call call = new Call(other, "ecs", "UpdateService", ecs.now(), effects, Map.of(), null, Unmodelled.none());
        String cluster = arn[5].split("/", -1)[1];
        services.update(
                call,
                change.toBuilder()
                        .cluster(cluster)
                        .service(EcsStore.nameOf(serviceArn))
                        .build());
    }

    private void on(String task, Consumer<TaskRecord> happens) {
        store.transact(() -> {
            ecs.tasks
                    .get(task)
                    .filter(TaskRecord::isRunning)
                    .filter(TaskRecord::stays)
                    .ifPresent(happens);
            return task;
        });
    }
}
