package dev.penstock.simulator.ecs;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;

/**
 * The service scheduler: looks at one service and its tasks and does what is next. It is woken a moment after anything
 * changed, so that it sees the whole change, and it keeps nothing in mind between two looks but the service itself.
 */
final class ServiceScheduler {

    private final EcsStore ecs;
    private final TaskLife life;
    private final ServiceTasks tasks;
    private final Balancing balancing;
    private final TaskNews news;
    private final Rollback rollback;
    private final Ailing ailing;
    private final AlarmWatch alarms;
    private final RollingStep rolling;
    private final DaemonStep daemon;
    private final TaskSetStep taskSets;
    private final GradualStep gradual;
    private final Settlement settlement;
    private Consumer<ServiceRecord> onBegin = service -> {};
    private Consumer<ServiceRecord> onLook = service -> {};

    ServiceScheduler(
            EcsStore ecs,
            TaskLife life,
            ServiceTasks tasks,
            Balancing balancing,
            AlarmWatch alarms,
            ListenerTraffic traffic,
            HookRuns hooks) {
        this.ecs = ecs;
        this.life = life;
        this.tasks = tasks;
        this.balancing = balancing;
        this.alarms = alarms;
        this.rollback = new Rollback(ecs);
        this.news = new TaskNews(ecs, rollback);
        this.ailing = new Ailing(ecs, news);
        this.rolling = new RollingStep(ecs, tasks);
        this.daemon = new DaemonStep(ecs, tasks);
        TaskCounts counts = new TaskCounts(ecs, tasks);
        this.taskSets = new TaskSetStep(ecs, counts);
        this.gradual = new GradualStep(ecs, counts, traffic, hooks, rollback);
        this.settlement = new Settlement(ecs, rolling, alarms);
    }

    /**
     * Begins to look after services.
     *
     * @param begun hears of a service whose deployment begins
     * @param looked hears of a service that was looked after, as it is then
     */
    void start(Consumer<ServiceRecord> begun, Consumer<ServiceRecord> looked) {
        onBegin = begun;
        onLook = looked;
        ecs.calendar.on(EcsStore.SERVICE_STEP, arn -> ecs.services.get(arn).ifPresent(this::look));
        life.onChange(news::hear);
        alarms.start();
    }

    private void look(ServiceRecord known) {
        if (known.status().equals("INACTIVE")) {
            return;
        }
        balancing.register(known);
        // What is registered may be found healthy at once, and the service hears of it.
        ServiceRecord service = ecs.services.get(known.arn()).orElse(known);
        ServiceRecord begun = service.rolling() ? begin(service) : service;
        if (!begun.active()) {
            drain(begun);
            return;
        }
        ServiceRecord judged = ailing.judge(begun);
        ServiceRecord settled = service.rolling() ? roll(judged) : taskSets.take(judged);
        if (!settled.equals(service)) {
            ecs.put(settled);
        }
        onLook.accept(settled);
    }

    private ServiceRecord roll(ServiceRecord service) {
        ServiceRecord watched = watch(service);
        if (gradual.isFor(watched)) {
            return gradual.take(watched);
        }
        ServiceRecord moved = service.daemon() ? daemon.take(watched) : rolling.take(watched);
        return settlement.settle(moved);
    }

    /** The first look at a new service deployment, or at one that was asked to roll back. */
    private ServiceRecord begin(ServiceRecord service) {
        String status = Revisions.current(ecs, service).statusAsString();
        if (status.equals("PENDING")) {
            List<String> watched = alarms.watched(service);
            Revisions.change(ecs, service, d -> d.status("IN_PROGRESS").startedAt(ecs.now()));
            ecs.serviceDeployments
                    .get(service.serviceDeployment())
                    .ifPresent(row -> ecs.serviceDeployments.put(service.serviceDeployment(), row.watching(watched)));
            onBegin.accept(service);
        } else if (status.equals("ROLLBACK_REQUESTED")) {
            return gradual.isFor(service)
                    ? gradual.goBack(service, Rollback.Cause.USER)
                    : rollback.start(service, Rollback.Cause.USER);
        }
        return service;
    }

    /** Fails the deployment when one of its alarms has gone off. */
    private ServiceRecord watch(ServiceRecord service) {
        boolean going = service.primary().inProgress()
                && Revisions.current(ecs, service).rollback() == null
                && Revisions.current(ecs, service).finishedAt() == null;
        List<String> triggered = going ? alarms.triggered(service) : List.of();
        if (triggered.isEmpty()) {
            return service;
        }
        ServiceDeploymentAlarms alarm = ServiceDeploymentAlarms.builder()
                .status("TRIGGERED")
                .alarmNames(AlarmWatch.configured(service))
                .triggeredAlarmNames(triggered)
                .build();
        Revisions.change(ecs, service, d -> d.alarms(alarm));
        return gradual.isFor(service)
                ? gradual.fail(service, Rollback.Cause.ALARM, AlarmWatch.rollsBack(service))
                : rollback.fail(service, Rollback.Cause.ALARM, AlarmWatch.rollsBack(service));
    }

    /** A deleted service stops all its tasks and is gone when they are. */
    private void drain(ServiceRecord service) {
        List<TaskRecord> all = ecs.tasksOf(service);
        List<TaskRecord> staying = all.stream().filter(TaskRecord::stays).toList();
        tasks.scaleIn(service, staying);
        if (all.stream().allMatch(TaskRecord::isOver)) {
            ServiceRecord gone = service.with(
                    service.settings().toBuilder().status("INACTIVE").build());
            if (service.rolling()) {
                Revisions.finish(
                        ecs, service, "STOPPED", "Service deployment stopped because the service was deleted.");
            }
            taskSets.forgetAll(service);
            ecs.put(gone.with(List.of()));
        }
    }
}
