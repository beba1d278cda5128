package dev.penstock.architecture.bad.cli;

import software.amazon.awssdk.services.ecs.EcsClient;

/** A command that calls AWS by itself. */
final class BadCommand {

    Object sdk(EcsClient client) {
        return client;
    }
}
