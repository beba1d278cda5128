package dev.penstock.release;

import dev.penstock.release.StoppedTask.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why tasks stopped. The texts are those of Amazon ECS ("Amazon ECS stopped tasks error messages", Developer Guide).
 *
 * <p>A cause is <em>deterministic</em> if the next task will fail of it as this one did:
 *
 * <ul>
 *   <li>An image that cannot be pulled because it is not there, may not be read, or is not for this platform: from the first
 *       task. An image that cannot be pulled because the network or the registry is slow is not.
 *   <li>A container that cannot be started, as with a port that is taken or a secret that may not be read: from the first
 *       task.
 *   <li>An essential container that exits: from the second task that ends with the same exit code, since a first one may be
 *       bad luck.
 *   <li>A port that no instance has free: from the second time that the service says so.
 * </ul>
 *
 * <p>Failed health checks are not: whether they go by is for the service's circuit breaker and the action's timeout.
 */
public final class Diagnosis {

    private static final int SIGKILL = 137;
    private static final int SIGTERM = 143;
    private static final int TOLD_TASKS = 3;

    private static final List<String> START_ERRORS = List.of(
            "CannotStartContainerError",
            "CannotCreateContainerError",
            "CannotCreateVolumeError",
            "ResourceInitializationError",
            "InvalidArchitecture");

    /** What passes by itself, whatever the error is called. */
    private static final List<String> PASSING = List.of(
            "timeout",
            "timed out",
            "deadline exceeded",
            "too many requests",
            "toomanyrequests",
            "connection re",
            "eof");

    private static final List<String> CAUSAL = List.of("unable to", "failed", "unhealthy", "cannot", "error");

    private Diagnosis() {}

    /** The cause that waiting does not cure, in words; absent if there is none. */
    public static Optional<String> deterministicCause(List<StoppedTask> tasks, List<String> events) {
        return tasks.stream()
                .flatMap(task -> notStarted(task).stream())
                .findFirst()
                .or(() -> exited(tasks))
                .or(() -> portTaken(events));
    }

    private static Optional<String> notStarted(StoppedTask task) {
        return reasons(task).stream()
                .filter(reason -> !passes(reason))
                .flatMap(reason -> {
                    if (reason.contains("CannotPull") || reason.contains("pull image manifest")) {
                        return Optional.of("the image cannot be pulled: " + reason).stream();
                    }
                    return START_ERRORS.stream()
                            .filter(reason::contains)
                            .map(error -> "the task cannot be started: " + reason);
                })
                .findFirst();
    }

    private static Optional<String> exited(List<StoppedTask> tasks) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (StoppedTask task : tasks) {
            if (task.stopCode().equals("EssentialContainerExited")) {
                culprit(task).ifPresent(container -> counts.merge(inWords(container), 1, Integer::sum));
            }
        }
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(count -> count.getKey() + ", in " + count.getValue() + " tasks")
                .findFirst();
    }

    private static Optional<String> portTaken(List<String> events) {
        List<String> taken = events.stream()
                .filter(event -> event.contains("already using a port"))
                .toList();
        return taken.size() < 2 ? Optional.empty() : Optional.of("no instance has the port free: " + taken.getFirst());
    }

    /** The container that ended first, as far as exit codes tell: the others were ended because of it. */
    private static Optional<Container> culprit(StoppedTask task) {
        return task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .min(Comparator.comparingInt(Diagnosis::innocence));
    }

    private static int innocence(Container container) {
        int code = container.exitCode().orElse(0);
        if (container.reason().contains("OutOfMemory")) {
            return 0;
        }
        return switch (code) {
            case 0 -> 2;
            case SIGKILL, SIGTERM -> 3;
            default -> 1;
        };
    }

    private static String inWords(Container container) {
        String reason = container.reason().isEmpty() ? "" : " (" + container.reason() + ")";
        return "container '" + container.name() + "' exited with code "
                + container.exitCode().orElse(0) + reason;
    }

    private static Set<String> reasons(StoppedTask task) {
        Set<String> reasons = new LinkedHashSet<>();
        task.containers().forEach(container -> reasons.add(container.reason()));
        reasons.add(task.stoppedReason());
        reasons.remove("");
        return reasons;
    }

    private static boolean passes(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return PASSING.stream().anyMatch(lower::contains);
    }

    /** What is told of failed tasks: one paragraph for each way in which they failed. */
    public static List<String> findings(List<StoppedTask> tasks) {
        Map<String, StoppedTask> different = new LinkedHashMap<>();
        for (StoppedTask task : tasks) {
            different.putIfAbsent(task.stopCode() + task.stoppedReason() + reasons(task), task);
        }
        List<String> lines = new ArrayList<>();
        different.values().stream().limit(TOLD_TASKS).forEach(task -> tell(task, lines));
        return lines;
    }

    private static void tell(StoppedTask task, List<String> lines) {
        String id = task.arn().substring(task.arn().lastIndexOf('/') + 1);
        String code = task.stopCode().isEmpty() ? "" : " (" + task.stopCode() + ")";
        lines.add("Task " + id + " stopped" + code + ": " + task.stoppedReason());
        for (Container container : task.containers()) {
            if (container.exitCode().isPresent()) {
                lines.add("  " + inWords(container));
            } else if (!container.reason().isEmpty() && !container.reason().equals(task.stoppedReason())) {
                lines.add("  container '" + container.name() + "': " + container.reason());
            }
            container.lastLogLines().forEach(line -> lines.add("  " + container.name() + " | " + line));
        }
    }

    /** The first event that tells of trouble; absent if none does. */
    static Optional<String> firstTrouble(List<String> events) {
        return events.stream()
                .filter(event -> CAUSAL.stream().anyMatch(event.toLowerCase(Locale.ROOT)::contains))
                .findFirst();
    }

    /** Why tasks could not be placed when that was last tried; absent if all could be. */
    static Optional<String> lastRefusal(List<String> events) {
        return events.reversed().stream()
                .filter(event -> event.contains("was unable to place"))
                .findFirst();
    }
}
