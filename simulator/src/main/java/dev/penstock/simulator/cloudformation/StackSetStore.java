package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackInstance;
import software.amazon.awssdk.services.cloudformation.model.StackSet;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperation;
import software.amazon.awssdk.services.cloudformation.model.StackSetStatus;

/** All rows of StackSets. Everything here happens within a transaction. */
final class StackSetStore {

    /**
     * A stack set.
     *
     * @param model as it is described
     * @param account of the administrator
     * @param region where it is administered
     * @param given the parameters as they were given
     */
    record SetRow(StackSet model, String account, String region, List<Parameter> given, long number) {

        SetRow {
            given = List.copyOf(given);
        }

        String id() {
            return model.stackSetId();
        }

        SetRow with(StackSet changed) {
            return new SetRow(changed, account, region, given, number);
        }

        SetRow with(List<Parameter> parameters) {
            return new SetRow(model, account, region, parameters, number);
        }
    }

    record InstanceRow(StackInstance model) {
        String key() {
            return key(model.stackSetId(), model.account(), model.region());
        }

        static String key(String setId, String account, String region) {
            return setId + " " + account + " " + region;
        }
    }

    /**
     * Where an operation has something to do.
     *
     * @param status as its result is listed
     * @param stackId of the stack that is waited for; empty before it is known
     */
    record Target(String account, String region, String status, String reason, String stackId) {

        Target being(String next, String why) {
            return new Target(account, region, next, why, stackId);
        }

        Target on(String stack) {
            return new Target(account, region, "RUNNING", "", stack);
        }

        boolean isOver() {
            return status.equals("SUCCEEDED") || status.equals("FAILED") || status.equals("CANCELLED");
        }
    }

    /**
     * An operation on a stack set.
     *
     * @param asks who asked for it
     * @param targets in the order in which regions and accounts come
     * @param overrides parameters for the instances it is about; empty for none
     * @param regions in their order
     */
    record OperationRow(
            StackSetOperation model,
            Caller asks,
            List<Target> targets,
            List<Parameter> overrides,
            List<String> regions,
            long number) {

        OperationRow {
            targets = List.copyOf(targets);
            overrides = List.copyOf(overrides);
            regions = List.copyOf(regions);
        }

        String key() {
            return model.stackSetId() + " " + model.operationId();
        }

        OperationRow with(StackSetOperation changed) {
            return new OperationRow(changed, asks, targets, overrides, regions, number);
        }

        OperationRow with(List<Target> now) {
            return new OperationRow(model, asks, now, overrides, regions, number);
        }
    }

    final Table<SetRow> sets;
    final Table<InstanceRow> instances;
    final Table<OperationRow> operations;

    StackSetStore(Store store) {
        sets = store.table("cloudformation.stack-sets", SetRow.class);
        instances = store.table("cloudformation.stack-instances", InstanceRow.class);
        operations = store.table("cloudformation.stack-set-operations", OperationRow.class);
    }

    /** The stack sets of an account and region, deleted ones too, in the order in which they were made. */
    List<SetRow> of(Caller caller) {
        return sets.all().stream()
                .filter(row ->
                        row.account().equals(caller.account()) && row.region().equals(caller.region()))
                .sorted(Comparator.comparingLong(SetRow::number))
                .toList();
    }

    /** By name or id; only ids find deleted ones. */
    Optional<SetRow> find(Caller caller, String nameOrId) {
        return of(caller).stream()
                .filter(row -> row.id().equals(nameOrId)
                        || nameOrId.equals(row.model().stackSetARN())
                        || (row.model().stackSetName().equals(nameOrId)
                                && row.model().status() == StackSetStatus.ACTIVE))
                .findFirst();
    }

    void put(SetRow row) {
        sets.put(row.id(), row);
    }

    List<InstanceRow> instancesOf(String setId) {
        return List.copyOf(instances.under(setId + " ").values());
    }

    Optional<InstanceRow> instance(String setId, String account, String region) {
        return instances.get(InstanceRow.key(setId, account, region));
    }

    void put(InstanceRow row) {
        instances.put(row.key(), row);
    }

    void put(OperationRow row) {
        operations.put(row.key(), row);
    }

    /** The youngest first. */
    List<OperationRow> operationsOf(String setId) {
        return operations.under(setId + " ").values().stream()
                .sorted(Comparator.comparingLong(OperationRow::number).reversed())
                .toList();
    }
}
