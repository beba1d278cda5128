package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackSetStore.InstanceRow;
import dev.penstock.simulator.cloudformation.StackSetStore.OperationRow;
import dev.penstock.simulator.cloudformation.StackSetStore.Target;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ConcurrencyMode;
import software.amazon.awssdk.services.cloudformation.model.RegionConcurrencyType;
import software.amazon.awssdk.services.cloudformation.model.StackInstance;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceDetailedStatus;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationAction;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationPreferences;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationStatus;

/**
 * What follows for an operation on a stack set: region after region, so many accounts at a time, until too many have failed.
 * Source: CloudFormation User Guide, "StackSets concepts" and "Choosing the Concurrency Mode".
 */
final class StackSetLife {

    private static final String LOOK = "cloudformation.stack-set";
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final StackSetStore store;
    private final StackStore counts;
    private final Calendar calendar;
    private final StackSetStacks stacks;

    StackSetLife(StackSetStore store, StackStore counts, Calendar calendar, StackSetStacks stacks) {
        this.store = store;
        this.counts = counts;
        this.calendar = calendar;
        this.stacks = stacks;
        calendar.on(LOOK, key -> store.operations.get(key).ifPresent(this::look));
    }

    void begin(OperationRow operation) {
        store.put(operation);
        calendar.enter(LOOK, operation.key(), calendar.now().plusSeconds(2));
    }

    /** Numbers operations as they are made. */
    long next(String kind) {
        return counts.next(kind);
    }

    private void look(OperationRow row) {
        List<Target> targets = new ArrayList<>();
        row.targets().forEach(target -> targets.add(looked(row, target)));
        boolean stopping = row.model().status() == StackSetOperationStatus.STOPPING;
        boolean failed = false;
        List<String> regions = sequential(row) ? row.regions() : List.of("");
        for (String region : regions) {
            List<Integer> here = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                if (region.isEmpty() || targets.get(i).region().equals(region)) {
                    here.add(i);
                }
            }
            long failures = here.stream()
                    .filter(i -> targets.get(i).status().equals("FAILED"))
                    .count();
            boolean tooMany = failures > tolerance(row, here.size());
            if (failed || tooMany || stopping) {
                here.stream()
                        .filter(i -> targets.get(i).status().equals("PENDING"))
                        .forEach(i -> targets.set(i, cancelled(row, targets.get(i))));
                failed |= tooMany;
            } else if (here.stream().anyMatch(i -> !targets.get(i).isOver())) {
                startSome(row, targets, here, failures);
                break;
            }
        }
        OperationRow next = row.with(targets);
        if (targets.stream().allMatch(Target::isOver)) {
            end(next, failed, stopping);
        } else {
            store.put(next);
            calendar.enter(LOOK, row.key(), calendar.now().plus(EVERY));
        }
    }

    private void startSome(OperationRow row, List<Target> targets, List<Integer> here, long failures) {
        long running = here.stream()
                .filter(i -> targets.get(i).status().equals("RUNNING"))
                .count();
        long room = concurrency(row, here.size(), failures) - running;
        for (int i : here) {
            if (room > 0 && targets.get(i).status().equals("PENDING")) {
                targets.set(i, started(row, targets.get(i)));
                room--;
            }
        }
    }

    private void end(OperationRow row, boolean failed, boolean stopping) {
        boolean any = row.targets().stream().anyMatch(t -> t.status().equals("FAILED"));
        long count =
                row.targets().stream().filter(t -> t.status().equals("FAILED")).count();
        StackSetOperationStatus status = stopping
                ? StackSetOperationStatus.STOPPED
                : failed ? StackSetOperationStatus.FAILED : StackSetOperationStatus.SUCCEEDED;
        store.put(row.with(row.model().toBuilder()
                .status(status)
                .statusReason(any && failed ? "Failure tolerance exceeded" : null)
                .statusDetails(d -> d.failedStackInstancesCount((int) count))
                .endTimestamp(calendar.now())
                .build()));
    }

    private Target started(OperationRow row, Target target) {
        try {
            String stackId = stacks.start(row, target);
            if (stackId.isEmpty()) {
                return succeeded(row, target);
            }
            note(row, target, StackInstanceDetailedStatus.RUNNING, StackInstanceStatus.OUTDATED, "", stackId);
            return target.on(stackId);
        } catch (ServiceError e) {
            return failed(row, target, e.message());
        }
    }

    private Target looked(OperationRow row, Target target) {
        if (!target.status().equals("RUNNING")) {
            return target;
        }
        return switch (stacks.outcome(target.stackId())) {
            case StackSetStacks.Outcome.Working w -> target;
            case StackSetStacks.Outcome.Well w -> succeeded(row, target);
            case StackSetStacks.Outcome.Failed(String reason) -> failed(row, target, reason);
        };
    }

    private Target succeeded(OperationRow row, Target target) {
        if (row.model().action() == StackSetOperationAction.DELETE) {
            store.instances.remove(InstanceRow.key(row.model().stackSetId(), target.account(), target.region()));
        } else {
            note(row, target, StackInstanceDetailedStatus.SUCCEEDED, StackInstanceStatus.CURRENT, "", target.stackId());
        }
        return target.being("SUCCEEDED", "");
    }

    private Target failed(OperationRow row, Target target, String reason) {
        boolean deletes = row.model().action() == StackSetOperationAction.DELETE;
        note(
                row,
                target,
                StackInstanceDetailedStatus.FAILED,
                deletes ? StackInstanceStatus.INOPERABLE : StackInstanceStatus.OUTDATED,
                reason,
                target.stackId());
        return target.being("FAILED", reason);
    }

    private Target cancelled(OperationRow row, Target target) {
        String reason = "Cancelled since failure tolerance has exceeded";
        note(row, target, StackInstanceDetailedStatus.CANCELLED, StackInstanceStatus.OUTDATED, reason, "");
        return target.being("CANCELLED", reason);
    }

    private void note(
            OperationRow row,
            Target target,
            StackInstanceDetailedStatus detailed,
            StackInstanceStatus status,
            String reason,
            String stackId) {
        store.instance(row.model().stackSetId(), target.account(), target.region())
                .ifPresent(instance -> {
                    StackInstance.Builder next = instance.model().toBuilder()
                            .status(status)
                            .stackInstanceStatus(s -> s.detailedStatus(detailed))
                            .statusReason(reason.isEmpty() ? null : reason)
                            .lastOperationId(row.model().operationId());
                    if (!stackId.isEmpty()) {
                        next.stackId(stackId);
                    }
                    store.put(new InstanceRow(next.build()));
                });
    }

    private static boolean sequential(OperationRow row) {
        return preferences(row).regionConcurrencyType() != RegionConcurrencyType.PARALLEL;
    }

    private static StackSetOperationPreferences preferences(OperationRow row) {
        StackSetOperationPreferences given = row.model().operationPreferences();
        return given == null ? StackSetOperationPreferences.builder().build() : given;
    }

    private static long tolerance(OperationRow row, int accounts) {
        StackSetOperationPreferences given = preferences(row);
        if (given.failureToleranceCount() != null) {
            return given.failureToleranceCount();
        }
        Integer percentage = given.failureTolerancePercentage();
        return percentage == null ? 0 : (long) accounts * percentage / 100;
    }

    /** With strict tolerance never more at a time than may fail, and one. */
    private static long concurrency(OperationRow row, int accounts, long failures) {
        StackSetOperationPreferences given = preferences(row);
        long asked = 1;
        if (given.maxConcurrentCount() != null) {
            asked = given.maxConcurrentCount();
        } else if (given.maxConcurrentPercentage() != null) {
            asked = Math.max(1, (long) accounts * given.maxConcurrentPercentage() / 100);
        }
        boolean soft = given.concurrencyMode() == ConcurrencyMode.SOFT_FAILURE_TOLERANCE;
        return soft ? asked : Math.min(asked, tolerance(row, accounts) + 1 - failures);
    }
}
