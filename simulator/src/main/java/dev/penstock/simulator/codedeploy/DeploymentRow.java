package dev.penstock.simulator.codedeploy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;

/**
 * A deployment.
 *
 * @param info as {@code GetDeployment} gives it
 * @param account twelve digits
 * @param region where it is
 * @param order counts all deployments, so that the newest is found
 * @param role the service role's ARN
 * @param events lifecycle events, in their order
 * @param at the place of the event that it is at; as many as there are when all are over
 * @param entered whether the work of that event was begun
 * @param step how many steps of traffic it has taken
 * @param until when what it waits for is over
 * @param hook what {@code PutLifecycleEventHookExecutionStatus} names the running hook by; empty when none runs
 * @param notes what the target keeps in mind, by name
 */
record DeploymentRow(
        DeploymentInfo info,
        String account,
        String region,
        long order,
        String role,
        List<LifecycleEvent> events,
        int at,
        boolean entered,
        int step,
        Optional<Instant> until,
        String hook,
        Map<String, String> notes) {

    DeploymentRow {
        events = List.copyOf(events);
        notes = Map.copyOf(notes);
    }

    String id() {
        return info.deploymentId();
    }

    boolean isOver() {
        return info.completeTime() != null;
    }

    /** Whether it takes back what another one has done. */
    boolean isRollback() {
        return "codeDeployRollback".equals(info.creatorAsString());
    }

    String event() {
        return at < events.size() ? events.get(at).lifecycleEventName() : "";
    }

    String note(String name) {
        return notes.getOrDefault(name, "");
    }

    DeploymentRow with(DeploymentInfo changed) {
        return new DeploymentRow(changed, account, region, order, role, events, at, entered, step, until, hook, notes);
    }

    DeploymentRow info(UnaryOperator<DeploymentInfo.Builder> change) {
        return with(change.apply(info.toBuilder()).build());
    }

    DeploymentRow noting(String name, String value) {
        Map<String, String> next = new HashMap<>(notes);
        next.put(name, value);
        return new DeploymentRow(info, account, region, order, role, events, at, entered, step, until, hook, next);
    }

    DeploymentRow waiting(Optional<Instant> instant) {
        return new DeploymentRow(info, account, region, order, role, events, at, entered, step, instant, hook, notes);
    }

    DeploymentRow stepped() {
        return new DeploymentRow(info, account, region, order, role, events, at, entered, step + 1, until, hook, notes);
    }

    DeploymentRow hooked(String execution) {
        return new DeploymentRow(
                info, account, region, order, role, events, at, entered, step, until, execution, notes);
    }

    /** The present event in another status. */
    DeploymentRow event(String status, Instant now, String message) {
        LifecycleEvent present = events.get(at);
        boolean over = !status.equals("InProgress");
        LifecycleEvent.Builder changed = present.toBuilder()
                .status(status)
                .startTime(present.startTime() == null ? now : present.startTime())
                .endTime(over ? now : null);
        if (!message.isEmpty()) {
            changed.diagnostics(d -> d.errorCode("ScriptFailed").message(message));
        }
        List<LifecycleEvent> next = new ArrayList<>(events);
        next.set(at, changed.build());
        return new DeploymentRow(
                info,
                account,
                region,
                order,
                role,
                next,
                at,
                !over,
                step,
                over ? Optional.empty() : until,
                over ? "" : hook,
                notes);
    }

    DeploymentRow next() {
        return new DeploymentRow(
                info, account, region, order, role, events, at + 1, false, step, Optional.empty(), "", notes);
    }

    /** Events that were not reached are skipped. */
    DeploymentRow skippingRest() {
        List<LifecycleEvent> next = events.stream()
                .map(e -> "Pending".equals(e.statusAsString())
                        ? e.toBuilder().status("Skipped").build()
                        : e)
                .toList();
        return new DeploymentRow(info, account, region, order, role, next, at, entered, step, until, "", notes);
    }
}
