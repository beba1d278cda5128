package dev.penstock.testing.containers;

import java.util.List;
import java.util.Map;

/** Whether a Docker engine answers on this machine, and where or why not. */
public sealed interface ContainerEngine {

    /**
     * The engine that was found.
     *
     * @param address what answered, in the form of {@code DOCKER_HOST}
     */
    record Answering(String address) implements ContainerEngine {}

    /**
     * No engine.
     *
     * @param reason which addresses were tried, and what came back from each
     */
    record Absent(String reason) implements ContainerEngine {}

    /** Asks once per JVM; later calls return the first answer. */
    static ContainerEngine ofThisMachine() {
        return OfThisMachine.ANSWER;
    }

    /** Holds the answer of this JVM. */
    final class OfThisMachine {
        private static final ContainerEngine ANSWER =
                find(candidates(System.getenv(), System.getProperty("user.home")));

        private OfThisMachine() {}
    }

    /**
     * The addresses at which an engine may listen, best first: {@code DOCKER_HOST} alone if it is set, else the sockets
     * that Docker, Docker Desktop, Colima and rootless Docker use.
     */
    static List<String> candidates(Map<String, String> environment, String home) {
        String configured = environment.getOrDefault("DOCKER_HOST", "");
        if (!configured.isBlank()) {
            return List.of(configured);
        }
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/0");
        return List.of(
                "unix:///var/run/docker.sock",
                "unix://" + home + "/.docker/run/docker.sock",
                "unix://" + home + "/.colima/default/docker.sock",
                "unix://" + runtime + "/docker.sock");
    }

    /** The first of the addresses whose engine answers its ping. */
    static ContainerEngine find(List<String> addresses) {
        var tried = new StringBuilder();
        for (String address : addresses) {
            String problem = EnginePing.problemOf(address);
            if (problem.isEmpty()) {
                return new Answering(address);
            }
            tried.append(tried.isEmpty() ? "" : "; ")
                    .append(address)
                    .append(": ")
                    .append(problem);
        }
        return new Absent(tried.toString());
    }
}
