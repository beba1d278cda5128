package dev.penstock.cli;

import java.util.List;

/** What is released to, each with an account, a pipeline and settings of its own among the test's files. */
enum KilledTarget {
    SERVICE("service", true, 40, "UpdateService", "RegisterTaskDefinition"),
    TASK_SETS("task-sets", true, 150, "CreateTaskSet", "RegisterTaskDefinition CreateTaskSet"),
    CODE_DEPLOY("code-deploy", true, 40, "CreateDeployment", "RegisterTaskDefinition CreateDeployment"),
    FUNCTION("function", true, 150, "PublishVersion", "UpdateFunctionCode PublishVersion"),
    ENVIRONMENTS("environments", false, 150, "CreateEnvironment", "CreateApplicationVersion CreateEnvironment"),
    TWIN_STACKS("twin-stacks", false, 150, "ExecuteChangeSet", "CreateChangeSet ExecuteChangeSet");

    private final String folder;
    private final boolean runs;
    private final int faster;
    private final String begins;
    private final String once;

    KilledTarget(String folder, boolean runs, int faster, String begins, String once) {
        this.folder = folder;
        this.runs = runs;
        this.faster = faster;
        this.begins = begins;
        this.once = once;
    }

    /** Where its files are. */
    String folder() {
        return folder;
    }

    /** Whether the account has a first version; else the pipeline brings it. */
    boolean runs() {
        return runs;
    }

    /** Simulated seconds in a real one: fewer where AWS does not wait long for a runner that does not come again. */
    int faster() {
        return faster;
    }

    /** The operation by which AWS is told to begin. */
    String begins() {
        return begins;
    }

    /** Operations that a release does once, however often its runner dies. */
    List<String> once() {
        return List.of(once.split(" ", -1));
    }
}
