package dev.penstock.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The engine's own command line: starts what a test needs beside the simulated AWS, and takes away what its builds left. */
final class ContainerTool implements AutoCloseable {

    private final List<String> started = new ArrayList<>();
    private final List<String> built = new ArrayList<>();
    private final List<String> registries = new ArrayList<>();

    /** Skips the test, with the reason, where an image neither is on this machine nor can be pulled. */
    static void require(String... images) throws IOException, InterruptedException {
        for (String image : images) {
            boolean there = exit("image", "inspect", image) == 0 || exit("pull", "--quiet", image) == 0;
            Assumptions.assumeTrue(there, "the image " + image + " is not on this machine, and cannot be pulled");
        }
    }

    /** Starts a container whose port is published, and returns that port. */
    int start(int port, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("run", "--detach", "--publish", Integer.toString(port)));
        line.addAll(List.of(words));
        String id = says(line.toArray(String[]::new)).strip();
        started.add(id);
        String address =
                says("port", id, Integer.toString(port)).lines().findFirst().orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** The address by which containers reach ports of this machine. */
    static String gateway() throws IOException, InterruptedException {
        String gateway = says("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}")
                .strip();
        if (!gateway.isEmpty()) {
            return gateway;
        }
        // An engine that has not been restarted since it made its bridge does not tell; it takes the first address.
        String subnet = says("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}");
        return subnet.substring(0, subnet.lastIndexOf('.')) + ".1";
    }

    /** Takes away, at the end, the images whose names begin so, and the containers of them that have ended. */
    void remember(String prefix) {
        built.add(prefix);
    }

    /** The same for a registry, from which the engine's client is logged out as well. */
    void registry(String address) {
        registries.add(address);
        remember(address + "/");
    }

    private static Process process(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(words));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static int exit(String... words) throws IOException, InterruptedException {
        Process process = process(words);
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private static String says(String... words) throws IOException, InterruptedException {
        Process process = process(words);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("docker " + String.join(" ", words) + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (String id : started) {
            exit("rm", "--force", "--volumes", id);
        }
        for (String registry : registries) {
            exit("logout", registry);
        }
        for (String name : says("image", "ls", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .toList()) {
            if (built.stream().anyMatch(name::startsWith) && !name.endsWith("<none>")) {
                for (String id : says("ps", "--all", "--quiet", "--filter", "ancestor=" + name)
                        .lines()
                        .toList()) {
                    exit("rm", id);
                }
                exit("image", "rm", name);
            }
        }
    }
}
