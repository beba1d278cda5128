/**
 * Real containers for simulated resources. {@link dev.penstock.simulator.containers.ContainerRuntime} is all that a
 * service knows of an engine; {@link dev.penstock.simulator.containers.DockerContainers} carries it out over a Docker
 * engine. What it makes there carries labels with its owner, and nothing without such a label is ever touched.
 */
@NullMarked
package dev.penstock.simulator.containers;

import org.jspecify.annotations.NullMarked;
