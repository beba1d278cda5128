package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.HealthCheck;
import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until a container's own check passes, for another that depends on it. */
final class ContainerHealth {

    private ContainerHealth() {}

    /**
     * Waits.
     *
     * @param limit the longest
     * @param pause between two checks
     * @return whether it is well; one without a check is when it runs
     */
    static boolean await(ContainerRuntime runtime, LiveContainer container, Duration limit, Duration pause)
            throws ContainerFailure {
        Optional<HealthCheck> check = container.plan.settings().healthCheck();
        if (check.isEmpty()) {
            return container.runs();
        }
        List<String> command = command(check.get().command());
        Duration patience = Duration.ofSeconds(check.get().timeoutSeconds());
        long begun = System.nanoTime();
        while (container.runs() && System.nanoTime() - begun < limit.toNanos()) {
            try {
                if (runtime.run(container.id(), command, patience).equals(Optional.of(0))) {
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            container.ended(pause);
        }
        return false;
    }

    private static List<String> command(List<String> written) {
        String first = written.getFirst();
        if (first.equals("CMD-SHELL")) {
            return List.of("/bin/sh", "-c", String.join(" ", written.subList(1, written.size())));
        }
        return first.equals("CMD") ? written.subList(1, written.size()) : written;
    }
}
