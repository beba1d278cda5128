package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;

/** What is kept of instances: what runs on them and what they logged. Methods are called within transactions. */
final class MachineTable {

    private final Table<MachineRow> rows;

    MachineTable(Store store) {
        rows = store.table("beanstalk.machines", MachineRow.class);
    }

    /** An instance of which nothing is kept yet is a new one. */
    MachineRow of(String instanceId) {
        return rows.get(instanceId).orElse(MachineRow.NEW);
    }

    void put(String instanceId, MachineRow row) {
        rows.put(instanceId, row);
    }

    void remove(String instanceId) {
        rows.remove(instanceId);
    }
}
