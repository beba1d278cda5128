package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What ECS asks of the task definition that Elastic Beanstalk registers for a version 2 file. Source: ECS API Reference,
 * RegisterTaskDefinition; the form of the event is that of the Java SDK's exceptions, which Elastic Beanstalk shows.
 */
final class EcsRules {

    /** Volumes that Elastic Beanstalk adds, one for each container. Source: Developer Guide, "Container definition format". */
    static final String LOGS = "awseb-logs-";

    private EcsRules() {}

    static void check(Dockerrun.Containers file) throws BundleRefused {
        if (file.containerDefinitions().isEmpty()) {
            throw refused("Container list cannot be empty.");
        }
        Set<String> names = new HashSet<>();
        boolean essential = false;
        for (JsonValue container : file.containerDefinitions()) {
            String name = Values.text(container, "name").orElse("");
            if (name.isEmpty()) {
                throw refused("Container.name should not be null or empty.");
            }
            if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
                throw refused(
                        "Invalid container name: up to 255 letters, numbers, hyphens and underscores are allowed.");
            }
            if (Values.text(container, "image").orElse("").isEmpty()) {
                throw refused("Container.image should not be null or empty.");
            }
            if (!names.add(name)) {
                throw refused("Container names must be unique: " + name);
            }
            if (!positive(container, "memory") && !positive(container, "memoryReservation")) {
                throw refused("Invalid setting for container '" + name
                        + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
            }
            essential |=
                    !Values.text(container, "essential").filter("false"::equals).isPresent();
        }
        if (!essential) {
            throw refused("A task definition must have at least one essential container.");
        }
        checkReferences(file, names);
    }

    private static void checkReferences(Dockerrun.Containers file, Set<String> names) throws BundleRefused {
        Set<String> volumes = new HashSet<>();
        names.forEach(name -> volumes.add(LOGS + name));
        file.volumes().forEach(volume -> Values.text(volume, "name").ifPresent(volumes::add));
        for (JsonValue container : file.containerDefinitions()) {
            for (JsonValue point : Values.elements(container, "mountPoints")) {
                String volume = Values.text(point, "sourceVolume").orElse("");
                if (!volumes.contains(volume)) {
                    throw refused("Unknown volume '" + volume + "'.");
                }
            }
            for (String link : Values.texts(container, "links")) {
                String linked = link.split(":", 2)[0];
                if (!names.contains(linked)) {
                    throw refused("Invalid link '" + linked + "' of container '"
                            + Values.text(container, "name").orElse("") + "': there is no container of that name.");
                }
            }
            for (String field : List.of("memory", "memoryReservation", "cpu")) {
                String number = Values.text(container, field).orElse("0");
                if (!number.matches("[0-9]{1,9}")) {
                    throw refused("Invalid value for " + field + ": " + number);
                }
            }
        }
    }

    private static boolean positive(JsonValue container, String field) {
        return Values.text(container, field).filter(n -> !n.matches("0+")).isPresent();
    }

    private static BundleRefused refused(String message) {
        return BundleRefused.byService("Service:AmazonECS, Code:ClientException, Message:" + message
                + ", Class:com.amazonaws.services.ecs.model.ClientException");
    }
}
