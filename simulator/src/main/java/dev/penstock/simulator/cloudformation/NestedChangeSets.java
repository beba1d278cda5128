package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.changes.ChangeOptions.NestedChangeSet;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * The change sets of the nested stacks of a change set that includes them: made with it and carried out with it. Source:
 * CloudFormation User Guide, "Change sets for nested stacks".
 */
final class NestedChangeSets {

    private static final String FROM_ROOT = "Executable from root change set";
    private static final int LONGEST_NAME = 128;

    private final StackStore store;
    private final Calendar calendar;
    private final Ids ids;
    private final StackMaking making;
    private final StackEvents events;
    private final NestedTemplates nested;

    NestedChangeSets(
            StackStore store,
            Calendar calendar,
            Ids ids,
            StackMaking making,
            StackEvents events,
            NestedTemplates nested) {
        this.store = store;
        this.calendar = calendar;
        this.ids = ids;
        this.making = making;
        this.events = events;
        this.nested = nested;
    }

    /** Looks into the nested stacks of one change set while that is being made. */
    final class Look {

        private final ChangeSetRow parent;
        private final StackRow stack;
        private final BiFunction<ChangeSetRow, StackRow, ChangeSetRow> maker;
        private final Map<String, Optional<NestedChangeSet>> seen = new LinkedHashMap<>();

        /**
         * @param stack as the change set makes it
         * @param maker finds out what a change set changes, given the stack as it makes it
         */
        Look(ChangeSetRow parent, StackRow stack, BiFunction<ChangeSetRow, StackRow, ChangeSetRow> maker) {
            this.parent = parent;
            this.stack = stack;
            this.maker = maker;
        }

        /**
         * The nested stack's change set, made when it is first asked for.
         *
         * @throws ServiceError when it could not be made: then its parent's cannot either
         */
        Optional<NestedChangeSet> of(String logicalId, Optional<Deployed> there, JsonValue properties) {
            Optional<NestedChangeSet> known = seen.get(logicalId);
            if (known == null) {
                boolean unknown = NestedTemplates.url(properties)
                        .filter(url -> url.contains(Resolved.KNOWN_AFTER_APPLY))
                        .isPresent();
                known = unknown ? Optional.empty() : Optional.of(make(logicalId, there, properties));
                seen.put(logicalId, known);
            }
            return known;
        }

        private NestedChangeSet make(String logicalId, Optional<Deployed> there, JsonValue properties) {
            Caller asks = parent.asks();
            String body = nested.body(asks, calendar.now(), properties);
            Optional<StackRow> previous = there.flatMap(deployed -> store.stacks.get(deployed.physicalId()))
                    .filter(row -> !row.isDeleted());
            StackRow row = previous.orElseGet(() -> fresh(logicalId));
            NestedTemplates.Filled filled = nested.filled(asks, stack, row, body, properties, stack.tags(), previous);
            ChangeSetRow made = maker.apply(row(filled, logicalId, previous.isPresent()), filled.stack());
            boolean failed = made.model().status() == ChangeSetStatus.FAILED;
            if (failed && made.isEmpty()) {
                return new NestedChangeSet(made.id(), false);
            }
            if (previous.isEmpty()) {
                events.status(row, StackStatus.REVIEW_IN_PROGRESS, "User Initiated", calendar.now());
            }
            store.put(made);
            if (failed) {
                throw CloudFormationErrors.validation(
                        "Nested change set " + made.id() + " was not successfully created: Currently in FAILED.");
            }
            return new NestedChangeSet(made.id(), true);
        }

        private StackRow fresh(String logicalId) {
            String name = ResourceContext.generatedName(stack.name(), logicalId, ids.word(12), LONGEST_NAME);
            return making.nested(parent.asks(), stack, name);
        }

        private ChangeSetRow row(NestedTemplates.Filled filled, String logicalId, boolean update) {
            DescribeChangeSetResponse above = parent.model();
            StackRow row = filled.stack();
            String name = ResourceContext.generatedName(above.changeSetName(), logicalId, ids.word(12), LONGEST_NAME);
            DescribeChangeSetResponse model = DescribeChangeSetResponse.builder()
                    .changeSetName(name)
                    .changeSetId(parent.asks().arn("cloudformation", "changeSet/" + name + "/" + ids.uuid()))
                    .stackId(row.id())
                    .stackName(row.name())
                    .creationTime(calendar.now())
                    .status(ChangeSetStatus.CREATE_COMPLETE)
                    .statusReason(FROM_ROOT)
                    .executionStatus(ExecutionStatus.UNAVAILABLE)
                    .notificationARNs(row.model().notificationARNs())
                    .rollbackConfiguration(row.model().rollbackConfiguration())
                    .capabilities(row.model().capabilities())
                    .parameters(
                            filled.prepared().shown().isEmpty()
                                    ? null
                                    : filled.prepared().shown())
                    .tags(row.model().tags().isEmpty() ? null : row.model().tags())
                    .includeNestedStacks(true)
                    .parentChangeSetId(parent.id())
                    .rootChangeSetId(above.rootChangeSetId() == null ? parent.id() : above.rootChangeSetId())
                    .changes(List.of())
                    .build();
            return new ChangeSetRow(
                    model,
                    List.of(),
                    "",
                    parent.asks(),
                    (update ? ChangeSetType.UPDATE : ChangeSetType.CREATE).toString(),
                    filled.prepared().body(),
                    filled.prepared().values(),
                    filled.prepared().description().orElse(""),
                    parent.roleArn(),
                    List.of(),
                    "",
                    store.next("change-sets"),
                    false,
                    List.of(),
                    logicalId,
                    ids.uuid(),
                    "",
                    parent.mode());
        }
    }

    /** Says of a whole family of change sets that they are on their way out. */
    void mark(ChangeSetRow set, ChangeSetStatus status) {
        store.put(set.with(model -> model.status(status).executionStatus(ExecutionStatus.UNAVAILABLE)));
        store.changeSetsIn(set.id()).forEach(child -> mark(child, status));
    }

    /** Deletes a change set, those that were made with it, and the stacks that were only there to be reviewed by them. */
    void delete(ChangeSetRow set) {
        for (ChangeSetRow child : store.changeSetsIn(set.id())) {
            delete(child);
            StackRow stack = store.stack(child.stackId());
            if (stack.status() == StackStatus.REVIEW_IN_PROGRESS) {
                events.status(stack, StackStatus.DELETE_IN_PROGRESS, "", calendar.now());
                events.status(
                        store.stack(stack.id()).with(model -> model.deletionTime(calendar.now())),
                        StackStatus.DELETE_COMPLETE,
                        "",
                        calendar.now());
            }
        }
        store.put(set.gone());
    }
}
