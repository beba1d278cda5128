package dev.penstock.simulator.ecs;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * Lets something happen to tasks and services that are there: a container dies, Spot capacity is taken back, somebody
 * else changes a service, be it in the middle of a deployment. Safe for use by many threads; not from within an event of
 * the simulated time.
 */
public final class EcsIncidents {

    private final EcsStore ecs;
    private final Store store;
    private final TaskLife life;
    private final ForeignChanges foreign;

    EcsIncidents(EcsStore ecs, Store store, TaskLife life, ForeignChanges foreign) {
        this.ecs = ecs;
        this.store = store;
        this.life = life;
        this.foreign = foreign;
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
        on(task, life::interrupt);
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
            foreign.apply(serviceArn, change);
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
            foreign.duringNextDeployment(serviceArn, change, after);
            return serviceArn;
        });
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
