package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.containers.ContainerRuntime.Login;
import java.util.Optional;

/**
 * How an instance gets an image.
 *
 * @param reference that the engine pulls
 * @param login with which
 * @param problem why it cannot be had
 */
record PulledImage(String reference, Optional<Login> login, Optional<String> problem) {}
