package dev.penstock.cli;

import dev.penstock.execution.Outcome;
import dev.penstock.runner.Refusal;

/** What {@code penstock} answers with. The numbers are a promise: none changes its meaning. */
public enum ExitCode {
    SUCCEEDED(0, "It succeeded; for a question, it could be answered."),
    FAILED(1, "The execution failed; nothing was taken back."),
    USAGE(2, "The command line is wrong, or names something that does not exist."),
    INVALID(3, "The definition or the settings are not right, or cannot be carried out here; nothing was started."),
    ROLLED_BACK(4, "A deployment failed, and its target runs the previous version again."),
    SUPERSEDED(5, "A newer execution, or somebody else's deployment, took its place."),
    STOPPED(6, "Somebody stopped the execution."),
    INCONCLUSIVE(7, "It could not be established whether the release is good."),
    AWS(8, "AWS refused or could not be reached: credentials, permissions, network."),
    MACHINE(9, "Something on this machine does not work: the journal cannot be opened, the disk is full."),
    UNFINISHED(10, "The execution has not ended, and nobody runs it any more; it can be resumed."),
    INTERNAL(70, "A mistake in Penstock itself."),
    INTERRUPTED(130, "Interrupted by Ctrl-C; the execution can be resumed."),
    TERMINATED(143, "Ended by SIGTERM; the execution can be resumed.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the process ends with. */
    public int number() {
        return number;
    }

    /** What it tells: a full sentence. */
    public String meaning() {
        return meaning;
    }

    /** The code for a command that does nothing, by where the fault is. */
    static ExitCode of(Refusal.Fault fault) {
        return switch (fault) {
            case CALL -> USAGE;
            case DEFINITION -> INVALID;
            case MACHINE -> MACHINE;
        };
    }

    /** The code for an execution that has ended so. */
    public static ExitCode of(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case ROLLED_BACK -> ROLLED_BACK;
            case SUPERSEDED -> SUPERSEDED;
            case STOPPED -> STOPPED;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }
}
