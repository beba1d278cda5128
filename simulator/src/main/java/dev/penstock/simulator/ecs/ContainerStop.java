package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerFailure;
import dev.penstock.simulator.containers.ContainerRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops the containers of a task: those that others depend on last. Each is asked to end and killed when its stop timeout
 * is over, in real time, as what runs in it knows no other. Source: ECS API Reference, ContainerDefinition
 * ({@code dependsOn}, {@code stopTimeout}).
 */
final class ContainerStop {

    private static final System.Logger LOG = System.getLogger(ContainerStop.class.getName());
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private ContainerStop() {}

    /** Stops all of these that have started, and returns when they have ended. */
    static void all(ContainerRuntime runtime, List<LiveContainer> started) {
        List<LiveContainer> left =
                new ArrayList<>(started.stream().filter(c -> !c.ended.isDone()).toList());
        while (!left.isEmpty()) {
            List<LiveContainer> free = left.stream()
                    .filter(c -> left.stream().noneMatch(other -> needed(c, other)))
                    .toList();
            List<LiveContainer> wave = free.isEmpty() ? List.copyOf(left) : free;
            wave.forEach(container -> signal(runtime, container, false));
            long begun = System.nanoTime();
            for (LiveContainer container : wave) {
                Duration rest = container.stopTimeout().minusNanos(System.nanoTime() - begun);
                if (!endsWithin(container, rest)) {
                    signal(runtime, container, true);
                    endsWithin(container, AFTER_KILL);
                }
            }
            left.removeAll(wave);
        }
    }

    private static boolean needed(LiveContainer container, LiveContainer by) {
        return container != by
                && by.plan.dependencies().stream().anyMatch(d -> d.container().equals(container.plan.name()));
    }

    private static void signal(ContainerRuntime runtime, LiveContainer container, boolean kill) {
        try {
            if (kill) {
                runtime.kill(container.id);
            } else {
                runtime.terminate(container.id);
            }
        } catch (ContainerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "a container could not be stopped", e);
        }
    }

    private static boolean endsWithin(LiveContainer container, Duration limit) {
        try {
            container.ended.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
