package dev.penstock.testing;

import dev.penstock.release.DeploymentPause;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDeployment.Status;
import dev.penstock.release.StoppedTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A deployment of {@link FakeContainerServices}, which guards it: takes one step towards its end with each look at it. */
final class FakeDeployment {

    final String id;
    final FakeService service;
    final String taskDefinition;

    private final String previous;
    private final Fate fate;
    private Status status = Status.PENDING;
    private int running;
    private int failed;
    private String supersededBy = "";
    private Optional<DeploymentPause> pause = Optional.empty();
    private final Optional<FakeShift> shift;

    FakeDeployment(String id, FakeService service, String taskDefinition, Fate fate) {
        this.id = id;
        this.service = service;
        this.taskDefinition = taskDefinition;
        this.previous = service.taskDefinition;
        this.fate = fate;
        this.shift = service.settings.movesTraffic()
                ? Optional.of(new FakeShift(service.settings, service.serving, service.other()))
                : Optional.empty();
    }

    void supersede(String by) {
        if (!status.hasEnded()) {
            status = Status.STOPPED;
            supersededBy = by;
        }
    }

    /** Whether that changed anything. */
    boolean requestRollback() {
        if (status != Status.PENDING && status != Status.IN_PROGRESS) {
            return false;
        }
        status = Status.ROLLBACK_REQUESTED;
        shift.ifPresent(FakeShift::goBack);
        return true;
    }

    void pause(DeploymentPause at) {
        pause = Optional.of(at);
    }

    /** Whether it waited at that hook. */
    boolean resume(String hookId, HookAction action) {
        if (pausedAt().filter(at -> at.hookId().equals(hookId)).isEmpty()) {
            return false;
        }
        pause = Optional.empty();
        shift.ifPresent(FakeShift::answer);
        if (action == HookAction.ROLLBACK) {
            requestRollback();
        }
        return true;
    }

    private Optional<DeploymentPause> pausedAt() {
        return pause.or(() -> shift.flatMap(FakeShift::pause));
    }

    List<StoppedTask> stoppedTasks() {
        return fate instanceof Fate.Failing failing ? Collections.nCopies(failed, failing.task()) : List.of();
    }

    ServiceDeployment observe() {
        ServiceDeployment seen = seen();
        moveOn();
        return seen;
    }

    private ServiceDeployment seen() {
        boolean wentBack = status == Status.ROLLBACK_SUCCESSFUL;
        int old = status == Status.SUCCESSFUL ? 0 : service.desiredCount - (wentBack ? 0 : running / 2);
        List<String> events = new ArrayList<>();
        for (int i = 0; i < failed; i++) {
            events.add("(service web) has started 1 tasks.");
        }
        return new ServiceDeployment(
                id,
                status,
                "",
                taskDefinition,
                service.desiredCount,
                0,
                wentBack ? 0 : running,
                old,
                failed,
                supersededBy,
                pausedAt(),
                shift.map(FakeShift::traffic),
                events);
    }

    private void moveOn() {
        switch (status) {
            case PENDING -> status = Status.IN_PROGRESS;
            case IN_PROGRESS -> {
                if (pause.isEmpty()) {
                    shift.ifPresentOrElse(this::move, this::deploy);
                }
            }
            case STOP_REQUESTED -> status = Status.STOPPED;
            case ROLLBACK_REQUESTED -> status = Status.ROLLBACK_IN_PROGRESS;
            case ROLLBACK_IN_PROGRESS -> {
                status = Status.ROLLBACK_SUCCESSFUL;
                service.taskDefinition = previous;
            }
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED, UNKNOWN -> {}
        }
    }

    private void move(FakeShift moving) {
        if (moving.scalesUp()) {
            scaleUp();
            if (running < service.desiredCount || fate instanceof Fate.Stuck) {
                return;
            }
        }
        if (moving.isOver()) {
            status = Status.SUCCESSFUL;
            service.serving = service.other();
            return;
        }
        moving.moveOn(id);
    }

    private void scaleUp() {
        switch (fate) {
            case Fate.Healthy ignored -> running = Math.min(service.desiredCount, running + 1);
            case Fate.Failing ignored -> failed++;
            case Fate.Stuck ignored -> running = service.desiredCount;
        }
    }

    private void deploy() {
        switch (fate) {
            case Fate.Healthy ignored -> {
                running = Math.min(service.desiredCount, running + Math.max(1, service.desiredCount / 2));
                status = running == service.desiredCount ? Status.SUCCESSFUL : Status.IN_PROGRESS;
            }
            case Fate.Failing ignored -> failed++;
            case Fate.Stuck ignored -> running = service.desiredCount;
        }
    }
}
