package dev.penstock.runner;

/** Why a command does nothing, by the ids of {@code docs/failures.md}; none of them is ever given another meaning. */
public enum Refusal {
    /** The command line cannot be understood: an unknown word, a value that an option does not take, options that clash. */
    COMMAND_LINE("PEN-CALL-001", Fault.CALL),
    /** A file or folder that was named is not there, is the other of both, or may not be read. */
    FILE("PEN-CALL-002", Fault.CALL),
    /** What would be written is there already. */
    OVERWRITE("PEN-CALL-003", Fault.CALL),
    /** Something that was named is not there, or is there several times. */
    NAME("PEN-CALL-004", Fault.CALL),
    /** What is asked of an execution or a stack does not fit how it stands. */
    STATE("PEN-CALL-005", Fault.CALL),
    /** Nothing was ever run in this folder or above it. */
    PROJECT("PEN-CALL-006", Fault.CALL),
    /** The configuration of AWS on this machine does not have the profile. */
    PROFILE("PEN-CALL-007", Fault.CALL),
    /** A file that the command stands on is not right. */
    INPUT("PEN-CALL-008", Fault.DEFINITION),
    /** The file system of this machine does not do what was asked. */
    FILE_SYSTEM("PEN-MACHINE-001", Fault.MACHINE),
    /** The simulated accounts of this project cannot be opened. */
    SIMULATED_ACCOUNTS("PEN-MACHINE-002", Fault.MACHINE),
    /** What the command has to say cannot be written to where its output goes. */
    OUTPUT("PEN-MACHINE-003", Fault.MACHINE);

    /** Where the fault is. */
    public enum Fault {
        /** In the call: it names something that does not exist. */
        CALL,
        /** In what is to be run: a definition, its settings, a plugin. */
        DEFINITION,
        /** On this machine: what is kept there cannot be read or used. */
        MACHINE
    }

    private final String id;
    private final Fault fault;

    Refusal(String id, Fault fault) {
        this.id = id;
        this.fault = fault;
    }

    /** What it is looked up by. */
    public String id() {
        return id;
    }

    /** Where the fault is. */
    public Fault fault() {
        return fault;
    }
}
