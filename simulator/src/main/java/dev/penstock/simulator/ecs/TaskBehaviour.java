package dev.penstock.simulator.ecs;

import dev.penstock.simulator.network.ResponseScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what the containers of simulated tasks do. The default, {@link SimulateVariable}, reads it from the
 * container's environment or the image.
 */
@FunctionalInterface
public interface TaskBehaviour {

    /**
     * A container that is about to be pulled and started.
     *
     * @param task the task's ARN
     * @param taskDefinition the ARN of its definition
     * @param container the container's name
     * @param image the reference to be pulled
     * @param environment what the container will see: the image's, the definition's, then the overrides'
     * @param labels of the image, as far as it is in a simulated repository
     */
    record Launch(
            String task,
            String taskDefinition,
            String container,
            String image,
            Map<String, String> environment,
            Map<String, String> labels) {
        public Launch {
            environment = Map.copyOf(environment);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * What the container will do.
     *
     * @throws IllegalArgumentException when what was asked for cannot be understood; the task then fails to start and
     *     its reason says why
     */
    ContainerScript scriptOf(Launch launch);

    /**
     * How a container answers requests to its ports, those of health checks among them. Asked anew for each, so that it
     * may change while the container runs. Without health checks of a load balancer nobody asks.
     *
     * @param running how long the container has been running
     * @return empty while nobody listens
     */
    default Optional<ResponseScript> answers(Launch launch, Duration running) {
        return Optional.of(ResponseScript.OK);
    }

    /**
     * When a container will next begin to answer otherwise than it does.
     *
     * @param running how long the container has been running
     * @return counted from its start, later than {@code running}; empty for never, or not of itself
     */
    default Optional<Duration> answersChange(Launch launch, Duration running) {
        return Optional.empty();
    }

    /** The lines that a container without further instructions logs. */
    static List<String> defaultLog(Launch launch) {
        return List.of("started " + launch.image());
    }
}
