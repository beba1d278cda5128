package dev.penstock.release;

import java.util.List;
import java.util.OptionalInt;

/**
 * A task that has stopped.
 *
 * @param arn of the task
 * @param stopCode the platform's code, such as {@code EssentialContainerExited} or {@code TaskFailedToStart}; may be empty
 * @param stoppedReason in the platform's words; may be empty
 * @param containers its containers
 */
public record StoppedTask(String arn, String stopCode, String stoppedReason, List<Container> containers) {

    public StoppedTask {
        containers = List.copyOf(containers);
    }

    /**
     * A container of a stopped task.
     *
     * @param name of the container
     * @param exitCode absent if it never ran
     * @param reason in the platform's words; may be empty
     * @param lastLogLines the end of its log; empty if there is none or it cannot be read
     */
    public record Container(String name, OptionalInt exitCode, String reason, List<String> lastLogLines) {

        public Container {
            lastLogLines = List.copyOf(lastLogLines);
        }
    }
}
