package dev.penstock.execution;

/**
 * What started an execution.
 *
 * @param type one of CodePipeline's {@code TriggerType}s, such as {@code StartPipelineExecution}
 * @param detail who or what, in words; may be empty
 */
public record Trigger(String type, String detail) {

    /** Somebody started it. */
    public static Trigger startedBy(String who) {
        return new Trigger("StartPipelineExecution", who);
    }
}
