package dev.penstock.simulator.beanstalk.instance;

/** How a command ended on an instance. A command that does not end is given up at its deadline by the control plane. */
public sealed interface CommandOutcome {

    /** It was done. */
    record Succeeded() implements CommandOutcome {}

    /**
     * It failed. What ran before may be gone.
     *
     * @param step where, in the platform's terms, like {@code Docker Specific Build Application} or {@code PreBuildEbExtension}
     * @param message what the event of the instance says after {@code [Instance: i-…] Command failed on instance. }
     * @param returnCode of the step, 1 where there is no other
     */
    record Failed(String step, String message, int returnCode) implements CommandOutcome {}
}
