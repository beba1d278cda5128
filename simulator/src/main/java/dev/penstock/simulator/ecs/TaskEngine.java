package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.service.SecretValues;
import java.util.Optional;

/**
 * What carries tasks out.
 *
 * @param behaviour what scripted containers do
 * @param containers makes them real; empty for scripted ones
 * @param secrets what real ones are given
 */
public record TaskEngine(TaskBehaviour behaviour, Optional<ContainerRuntime> containers, SecretValues secrets) {}
