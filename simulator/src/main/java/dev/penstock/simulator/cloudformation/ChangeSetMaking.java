package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.changes.ChangeOptions;
import dev.penstock.simulator.cloudformation.changes.Changes;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;

/** Makes change sets: some seconds after they were asked for, it is known what they change. */
final class ChangeSetMaking {

    private static final String STEP = "cloudformation.change-set";
    private static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    private final StackStore store;
    private final Calendar calendar;
    private final Templates templates;

    ChangeSetMaking(StackStore store, Calendar calendar, Templates templates) {
        this.store = store;
        this.calendar = calendar;
        this.templates = templates;
        calendar.on(STEP, key -> store.changeSets.get(key).ifPresent(this::step));
    }

    void begin(ChangeSetRow row) {
        calendar.enter(STEP, row.key(), calendar.now().plus(Durations.CHANGE_SET_PENDING));
    }

    void forget(ChangeSetRow row) {
        calendar.strike(STEP, row.key());
    }

    private void step(ChangeSetRow row) {
        if (row.model().status() == ChangeSetStatus.CREATE_PENDING) {
            store.put(row.with(model -> model.status(ChangeSetStatus.CREATE_IN_PROGRESS)));
            calendar.enter(STEP, row.key(), calendar.now().plus(Durations.CHANGE_SET));
            return;
        }
        store.put(made(row));
    }

    private ChangeSetRow made(ChangeSetRow row) {
        StackRow stack = store.stack(row.stackId());
        try {
            StackRow next = applied(stack, row);
            ChangeOptions options = new ChangeOptions(false, next.tags(), Optional.empty(), imported(row));
            Changes found = templates.between(row.asks(), stack, next, options);
            if (found.isEmpty()) {
                return failed(row, NO_CHANGES);
            }
            Changes valued = templates.between(row.asks(), stack, next, options.withPropertyValues(true));
            return row.valued(changes(valued), String.join(" ", valued.problems()))
                    .with(model -> model.changes(changes(found))
                            .status(ChangeSetStatus.CREATE_COMPLETE)
                            .executionStatus(ExecutionStatus.AVAILABLE));
        } catch (ServiceError e) {
            return failed(row, e.message());
        }
    }

    private static List<Change> changes(Changes found) {
        return found.resources().stream()
                .map(change -> Change.builder()
                        .type(ChangeType.RESOURCE)
                        .resourceChange(change)
                        .build())
                .toList();
    }

    private static Map<String, String> imported(ChangeSetRow row) {
        Map<String, String> ids = new LinkedHashMap<>();
        row.imports()
                .forEach(one -> ids.put(
                        one.logicalResourceId(),
                        String.join("|", one.resourceIdentifier().values())));
        return ids;
    }

    private static ChangeSetRow failed(ChangeSetRow row, String reason) {
        return row.with(model -> model.status(ChangeSetStatus.FAILED).statusReason(reason));
    }

    /** The stack as a change set makes it. */
    static StackRow applied(StackRow stack, ChangeSetRow set) {
        DescribeChangeSetResponse model = set.model();
        return stack.of(set.template(), set.parameters()).with(row -> {
            row.description(set.stackDescription().isEmpty() ? null : set.stackDescription())
                    .parameters(model.hasParameters() ? model.parameters() : null)
                    .capabilities(model.capabilities().isEmpty() ? null : model.capabilities())
                    .notificationARNs(model.notificationARNs())
                    .rollbackConfiguration(model.rollbackConfiguration())
                    .tags(List.copyOf(model.tags()));
            Optional.of(set.roleArn()).filter(arn -> !arn.isEmpty()).ifPresent(row::roleARN);
            return row;
        });
    }
}
