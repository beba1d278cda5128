package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.changes.ChangeOptions;
import dev.penstock.simulator.cloudformation.changes.Changes;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;

/** Makes change sets: some seconds after they were asked for, it is known what they change. */
final class ChangeSetMaking {

    private static final String STEP = "cloudformation.change-set";
    private static final String DELETE = "cloudformation.change-set-deletion";

    static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    /** The same where a transform is involved. Source: the AWS CLI and the CDK, which know both. */
    static final String NO_UPDATES = "No updates are to be performed.";

    private final StackStore store;
    private final Calendar calendar;
    private final Templates templates;
    private final NestedChangeSets nested;
    private final EarlyValidation validation;
    private final LiveState live;
    private final OperationEvents events;

    ChangeSetMaking(
            StackStore store,
            Calendar calendar,
            Templates templates,
            NestedChangeSets nested,
            EarlyValidation validation,
            LiveState live,
            OperationEvents events) {
        this.store = store;
        this.calendar = calendar;
        this.templates = templates;
        this.nested = nested;
        this.validation = validation;
        this.live = live;
        this.events = events;
        calendar.on(STEP, key -> store.changeSets.get(key).ifPresent(this::step));
        calendar.on(DELETE, key -> store.changeSets.get(key).ifPresent(this::delete));
    }

    void begin(ChangeSetRow row) {
        events.changeSet(row, calendar.now());
        calendar.enter(STEP, row.key(), calendar.now().plus(Durations.CHANGE_SET_PENDING));
    }

    /** Deletes one; with those of nested stacks that takes a while. */
    void forget(ChangeSetRow row) {
        calendar.strike(STEP, row.key());
        if (store.changeSetsIn(row.id()).isEmpty()) {
            nested.delete(row);
        } else if (row.model().status() != ChangeSetStatus.DELETE_PENDING
                && row.model().status() != ChangeSetStatus.DELETE_IN_PROGRESS) {
            nested.mark(row, ChangeSetStatus.DELETE_PENDING);
            calendar.enter(DELETE, row.key(), calendar.now().plus(Durations.CHANGE_SET_PENDING));
        }
    }

    private void delete(ChangeSetRow row) {
        if (row.model().status() == ChangeSetStatus.DELETE_PENDING) {
            nested.mark(row, ChangeSetStatus.DELETE_IN_PROGRESS);
            calendar.enter(DELETE, row.key(), calendar.now().plus(Durations.CHANGE_SET));
        } else {
            nested.delete(row);
        }
    }

    private void step(ChangeSetRow row) {
        if (row.model().status() == ChangeSetStatus.CREATE_PENDING) {
            store.put(row.with(model -> model.status(ChangeSetStatus.CREATE_IN_PROGRESS)));
            calendar.enter(STEP, row.key(), calendar.now().plus(Durations.CHANGE_SET));
            return;
        }
        ChangeSetRow made = made(row, applied(store.stack(row.stackId()), row));
        ChangeSetRow ended = made.model().status() == ChangeSetStatus.FAILED
                ? made
                : made.with(model ->
                        model.status(ChangeSetStatus.CREATE_COMPLETE).executionStatus(ExecutionStatus.AVAILABLE));
        store.put(ended);
        events.changeSet(ended, calendar.now());
    }

    /** What a change set changes; or why it failed. */
    private ChangeSetRow made(ChangeSetRow asked, StackRow planned) {
        StackRow stack = store.stacks.get(asked.stackId()).orElse(planned.of("", List.of()));
        ChangeSetRow row = asked;
        try {
            StackRow next = templates.fixed(asked.asks(), planned);
            row = row.processed(next.processed());
            Function<String, JsonValue.Structure> properties = templates.preview(row.asks(), next);
            EarlyValidation.Place place = new EarlyValidation.Place(row.asks(), next, calendar.now());
            if (Boolean.TRUE.equals(row.model().importExistingResources())) {
                row = row.importing(existing(row, place, properties));
            }
            Optional<ChangeOptions.NestedLook> look =
                    row.includesNested() ? Optional.of(nested.new Look(row, next, this::made)::of) : Optional.empty();
            ChangeOptions options = new ChangeOptions(false, next.tags(), look, imported(row), live(row, stack));
            Changes found = templates.between(row.asks(), stack, next, options);
            if (found.isEmpty()) {
                return failed(row, templates.transforms(row.template()) ? NO_UPDATES : NO_CHANGES);
            }
            List<EarlyValidation.Finding> findings = validation.findings(place, found.resources(), properties);
            for (EarlyValidation.Finding finding : findings) {
                events.validation(row, finding, calendar.now());
            }
            Optional<String> failure = EarlyValidation.failure(findings);
            if (failure.isPresent()) {
                return failed(row, failure.get());
            }
            Changes valued = templates.between(row.asks(), stack, next, options.withPropertyValues(true));
            return row.valued(changes(valued), String.join(" ", valued.problems()))
                    .with(model -> model.changes(changes(found))
                            .stackDriftStatus(
                                    options.live().map(ChangeSetMaking::drift).orElse(null)));
        } catch (ServiceError e) {
            return failed(row, e.message());
        }
    }

    /** What is new in the template, has a name of its own, and is there already. */
    private List<ResourceToImport> existing(
            ChangeSetRow row, EarlyValidation.Place place, Function<String, JsonValue.Structure> properties) {
        List<ResourceToImport> all = new ArrayList<>(row.imports());
        templates.types(row.asks(), place.stack()).forEach((logicalId, type) -> {
            boolean known = store.resource(row.stackId(), logicalId)
                    .filter(ResourceRow::isThere)
                    .isPresent();
            if (!known) {
                validation
                        .existing(place, logicalId, type, properties.apply(logicalId))
                        .ifPresent(name -> all.add(ResourceToImport.builder()
                                .logicalResourceId(logicalId)
                                .resourceType(type)
                                .resourceIdentifier(Map.of("Name", name))
                                .build()));
            }
        });
        return all;
    }

    /** Drift-aware change sets go by what is there. */
    private Optional<Map<String, ChangeOptions.Live>> live(ChangeSetRow row, StackRow stack) {
        return row.revertsDrift() ? Optional.of(live.of(row.asks(), stack)) : Optional.empty();
    }

    private static StackDriftStatus drift(Map<String, ChangeOptions.Live> all) {
        return all.values().stream().allMatch(one -> one.status() == StackResourceDriftStatus.IN_SYNC)
                ? StackDriftStatus.IN_SYNC
                : StackDriftStatus.DRIFTED;
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
        return row.with(model ->
                model.status(ChangeSetStatus.FAILED).statusReason(reason).executionStatus(ExecutionStatus.UNAVAILABLE));
    }

    /** The stack as a change set makes it. */
    static StackRow applied(StackRow stack, ChangeSetRow set) {
        DescribeChangeSetResponse model = set.model();
        return stack.of(set.template(), set.parameters())
                .processed(set.processed())
                .with(row -> {
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
