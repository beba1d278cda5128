package dev.penstock.aws.beanstalk;

/** What happens to a deployment: the rows of the matrix. */
enum MatrixCourse {
    GOES_WELL("all goes well", ""),
    HEALTH_FAILS("the new version is not healthy", "unhealthy"),
    COMMAND_FAILS("a command fails on the instances", "command-fails"),
    BUSY("the environment is in another update", ""),
    ABORTED("somebody aborts the update", ""),
    TAKEN_OVER("somebody aborts the update and deploys another version", ""),
    STOPPED("the action is abandoned", ""),
    KILLED_AT_THE_UPDATE("killed (`-9`) before it hears that the update is accepted; resumed", ""),
    KILLED_HALF_WAY("killed when the first instance has the version; resumed", ""),
    KILLED_AT_THE_FAILURE("a command fails, killed when it hears so; resumed", "command-fails");

    private final String words;
    private final String script;

    MatrixCourse(String words, String script) {
        this.words = words;
        this.script = script;
    }

    /** What the documentation says. */
    String words() {
        return words;
    }

    /** What instances do with the new version. */
    String script() {
        return script;
    }

    /** Whether the new version is a bad one. */
    boolean isBad() {
        return !script.isEmpty();
    }
}
