package dev.penstock.testing;

import dev.penstock.codedeploy.CodeDeployment;
import dev.penstock.codedeploy.CodeDeployment.Event;
import dev.penstock.codedeploy.CodeDeployment.Status;
import dev.penstock.codedeploy.CodeDeployment.TaskSet;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.codedeploy.DeploymentWait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A deployment of {@link FakeCodeDeployments}, which guards it with its lock. */
final class FakeCodeDeployment {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> EVENTS = List.of(
            "BeforeInstall",
            "Install",
            "AfterInstall",
            "AllowTestTraffic",
            "AfterAllowTestTraffic",
            "BeforeAllowTraffic",
            "AllowTraffic",
            "AfterAllowTraffic");
    private static final int ALL = 100;

    final String id;
    final DeploymentGroupId group;
    final String token;
    final CodeDeployCourse course;
    Status status = Status.CREATED;
    Optional<String> rollback = Optional.empty();

    private final Optional<String> triggered;
    private Optional<CodeDeployment.Error> error = Optional.empty();
    /** The event that it is at: -1 before the first, as many as there are after the last. */
    private int at = -1;

    private boolean failedHere;
    private boolean letGoOn;

    FakeCodeDeployment(
            String id, DeploymentGroupId group, String token, CodeDeployCourse course, Optional<String> triggered) {
        this.id = id;
        this.group = group;
        this.token = token;
        this.course = course;
        this.triggered = triggered;
    }

    /** Takes a step; true if it has failed with it, and is to be taken back. */
    boolean step() {
        if (status.hasEnded()) {
            return false;
        }
        if (triggered.isPresent()) {
            status = status == Status.CREATED
                    ? Status.IN_PROGRESS
                    : course.rollbackFails() ? Status.FAILED : Status.SUCCEEDED;
            return false;
        }
        String event = at < 0 || at >= EVENTS.size() ? "" : EVENTS.get(at);
        if (course.failsAt().filter(event::equals).isPresent()) {
            failedHere = at >= 0;
            boolean alarm = course.errorCode().equals("ALARM_ACTIVE");
            end(alarm ? Status.STOPPED : Status.FAILED, course.errorCode(), "as the course says");
            return course.takenBack() && at >= 0;
        }
        if (course.staysInstalling() && event.equals("Install")) {
            return false;
        }
        if (course.waitsForReady() && event.equals("BeforeAllowTraffic") && !letGoOn) {
            status = Status.READY;
            return false;
        }
        status = at == EVENTS.size() ? Status.SUCCEEDED : Status.IN_PROGRESS;
        at = Math.min(at + 1, EVENTS.size());
        return false;
    }

    boolean goOn(DeploymentWait wait) {
        boolean waits = wait == DeploymentWait.READY ? status == Status.READY : at == EVENTS.size() && !letGoOn;
        if (waits) {
            letGoOn = true;
            status = Status.IN_PROGRESS;
        }
        return waits;
    }

    void end(Status ended, String code, String message) {
        status = ended;
        error = Optional.of(new CodeDeployment.Error(code, message));
    }

    CodeDeployment observe() {
        return new CodeDeployment(
                id,
                status,
                THEN,
                error,
                rollback,
                triggered,
                course.takenBack()
                        ? Set.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")
                        : Set.of(),
                at == EVENTS.size() && !status.hasEnded(),
                at < 0 ? "" : "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
                at < 0 ? List.of() : events(),
                at < 1 ? List.of() : List.of(set(false), set(true)));
    }

    private TaskSet set(boolean replacement) {
        boolean moved = at > EVENTS.indexOf("AllowTraffic");
        return new TaskSet(replacement, 2, 2, moved == replacement ? ALL : 0, replacement ? "green" : "blue");
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            String state = i < at
                    ? "Succeeded"
                    : i > at
                            ? status.hasEnded() ? "Skipped" : "Pending"
                            : failedHere ? "Failed" : status.hasEnded() ? "Skipped" : "InProgress";
            events.add(new Event(
                    EVENTS.get(i),
                    state,
                    state.equals("Succeeded") || state.equals("Failed") ? Optional.of(THEN) : Optional.empty(),
                    state.equals("Failed") ? List.of("ScriptFailed", "the hook said no") : List.of()));
        }
        return events;
    }
}
