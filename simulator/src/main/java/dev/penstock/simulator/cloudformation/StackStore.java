package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** All rows of CloudFormation's stacks. Everything here happens within a transaction. */
final class StackStore {

    /**
     * An event of a stack.
     *
     * @param operation what kind of operation it belongs to, like CREATE_STACK; empty for none
     */
    record EventRow(StackEvent model, long number, String operation) {}

    /** An event of the making of a change set. */
    record ChangeSetEventRow(OperationEvent model, long number) {}

    /** A signal that a resource was sent, or a wait condition's handle. */
    record SignalRow(String stackId, String logicalId, String uniqueId, String status, String data, String reason) {}

    /**
     * Something that was made in vain, or that another has taken the place of, and that is to be deleted.
     *
     * @param after the logical ids of what it depends on
     */
    record Leftover(
            String stackId, long number, String logicalId, String type, ResourceRow.State state, List<String> after) {

        Leftover {
            after = List.copyOf(after);
        }
    }

    /** How many rows of a kind were ever made. */
    private record Count(long given) {}

    final Table<StackRow> stacks;
    final Table<ResourceRow> resources;
    final Table<StackOperation> operations;
    final Table<Work> work;
    final Table<SignalRow> signals;
    final Table<ChangeSetRow> changeSets;
    final Table<DriftRow> drifts;
    private final Table<Leftover> leftovers;
    private final Table<EventRow> events;
    private final Table<ChangeSetEventRow> changeSetEvents;
    private final Table<Count> counts;
    private final Index<StackRow> byPlace;
    private final Index<StackRow> byName;
    private final Index<StackRow> byParent;
    private final Index<ChangeSetRow> changeSetsById;
    private final Index<ChangeSetRow> changeSetsByParent;

    StackStore(Store store) {
        stacks = store.table("cloudformation.stacks", StackRow.class);
        resources = store.table("cloudformation.resources", ResourceRow.class);
        operations = store.table("cloudformation.operations", StackOperation.class);
        work = store.table("cloudformation.work", Work.class);
        signals = store.table("cloudformation.signals", SignalRow.class);
        changeSets = store.table("cloudformation.change-sets", ChangeSetRow.class);
        drifts = store.table("cloudformation.drift", DriftRow.class);
        leftovers = store.table("cloudformation.leftovers", Leftover.class);
        events = store.table("cloudformation.events", EventRow.class);
        changeSetEvents = store.table("cloudformation.change-set-events", ChangeSetEventRow.class);
        counts = store.table("cloudformation.counts", Count.class);
        changeSetsById = changeSets.index(set -> List.of(set.id()));
        changeSetsByParent =
                changeSets.index(set -> set.isNested() ? List.of(set.model().parentChangeSetId()) : List.of());
        byPlace = stacks.index(row -> List.of(place(row.account(), row.region())));
        byName = stacks.index(
                row -> row.isDeleted() ? List.of() : List.of(place(row.account(), row.region()) + row.name()));
        byParent = stacks.index(row -> row.isNested() ? List.of(row.model().parentId()) : List.of());
    }

    /** Tells somebody of every event of a stack from now on. */
    void whenTold(Consumer<StackEvent> listener) {
        events.watch((key, before, after) -> after.ifPresent(row -> listener.accept(row.model())));
    }

    void put(StackRow row) {
        stacks.put(row.id(), row);
    }

    /** A stack that is known to be there. */
    StackRow stack(String id) {
        return stacks.get(id).orElseThrow(() -> new IllegalStateException("there is no stack " + id));
    }

    /** The stack of a name that is not deleted. */
    Optional<StackRow> named(Caller caller, String name) {
        return byName.of(place(caller.account(), caller.region()) + name).stream()
                .findFirst();
    }

    /** All stacks of the caller's account and region, deleted ones too, the youngest first. */
    List<StackRow> stacksOf(Caller caller) {
        return byPlace.of(place(caller.account(), caller.region())).stream()
                .sorted(Comparator.comparingLong(StackRow::number).reversed())
                .toList();
    }

    List<StackRow> nestedIn(String stackId) {
        return List.copyOf(byParent.of(stackId));
    }

    void put(ResourceRow row) {
        resources.put(row.key(), row);
    }

    Optional<ResourceRow> resource(String stackId, String logicalId) {
        return resources.get(ResourceRow.key(stackId, logicalId));
    }

    /** The resources of a stack in the order of their logical ids. */
    List<ResourceRow> resourcesOf(String stackId) {
        return List.copyOf(resources.under(stackId + " ").values());
    }

    Optional<StackOperation> operation(String stackId) {
        return operations.get(stackId);
    }

    void put(StackOperation operation) {
        operations.put(operation.stackId(), operation);
    }

    void put(Work row) {
        work.put(row.key(), row);
    }

    List<Work> workOn(String stackId) {
        return List.copyOf(work.under(stackId + " ").values());
    }

    void clearWork(String stackId) {
        workOn(stackId).forEach(row -> work.remove(row.key()));
    }

    void put(String stackId, StackEvent event, String operation) {
        long number = next("events");
        events.put(stackId + " " + padded(number), new EventRow(event, number, operation));
    }

    void put(String changeSetId, OperationEvent event) {
        long number = next("events");
        changeSetEvents.put(changeSetId + " " + padded(number), new ChangeSetEventRow(event, number));
    }

    List<ChangeSetEventRow> eventsOfChangeSet(String changeSetId) {
        return List.copyOf(changeSetEvents.under(changeSetId + " ").values());
    }

    /** The events of a stack, the latest first. */
    List<EventRow> eventsOf(String stackId) {
        return List.copyOf(events.under(stackId + " ").values()).reversed();
    }

    void leave(ResourceRow row, ResourceRow.State state) {
        long number = next("leftovers");
        leftovers.put(
                row.stackId() + " " + padded(number),
                new Leftover(row.stackId(), number, row.logicalId(), row.type(), state, row.after()));
    }

    List<Leftover> leftoversOf(String stackId) {
        return List.copyOf(leftovers.under(stackId + " ").values());
    }

    void clearLeftovers(String stackId) {
        leftoversOf(stackId).forEach(left -> leftovers.remove(stackId + " " + padded(left.number())));
    }

    List<SignalRow> signalsOf(String stackId, String logicalId) {
        return List.copyOf(signals.under(stackId + " " + logicalId + " ").values());
    }

    void clearSignals(String stackId, String logicalId) {
        String prefix = stackId + " " + logicalId + " ";
        List.copyOf(signals.under(prefix).keySet()).forEach(signals::remove);
    }

    void put(ChangeSetRow row) {
        changeSets.put(row.key(), row);
    }

    Optional<ChangeSetRow> changeSet(String id) {
        return changeSetsById.of(id).stream().findFirst();
    }

    /** The change sets of the stacks that are nested in that of a change set. */
    List<ChangeSetRow> changeSetsIn(String parentChangeSetId) {
        return changeSetsByParent.of(parentChangeSetId).stream()
                .filter(set -> !set.deleted())
                .sorted(Comparator.comparingLong(ChangeSetRow::number))
                .toList();
    }

    /** The change set that an operation carries out for a nested stack. */
    Optional<ChangeSetRow> changeSetOf(StackOperation parent, String logicalId) {
        return changeSetsIn(parent.options().changeSetId()).stream()
                .filter(set -> set.logicalId().equals(logicalId))
                .findFirst();
    }

    /** The change sets of a stack, the youngest first. */
    List<ChangeSetRow> changeSetsOf(String stackId) {
        return changeSets.under(stackId + " ").values().stream()
                .sorted(Comparator.comparingLong(ChangeSetRow::number).reversed())
                .toList();
    }

    /** The next number of a kind, from 1. */
    long next(String kind) {
        long number = counts.get(kind).map(Count::given).orElse(0L) + 1;
        counts.put(kind, new Count(number));
        return number;
    }

    static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, 12 - digits.length())) + digits;
    }

    private static String place(String account, String region) {
        return account + " " + region + " ";
    }
}
