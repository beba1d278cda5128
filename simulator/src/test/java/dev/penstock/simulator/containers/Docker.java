package dev.penstock.simulator.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The engine's own command line, for tests to build and push with and to look what is there. */
public final class Docker {

    private final Path folder;

    /** @param folder for what it needs, empty */
    public Docker(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where no engine answers, or fails it under {@code PENSTOCK_REQUIRE_CONTAINERS=true}. */
    public static void required() throws IOException {
        if (!"true".equals(System.getenv("PENSTOCK_REQUIRE_CONTAINERS"))) {
            assumeTrue(answers(), "no Docker engine answers");
        }
    }

    /**
     * Builds an image and pushes it to a simulated repository, which is made when it is not there.
     *
     * @param files contents by path, among them the Dockerfile
     * @return the image's reference as AWS has it
     */
    public String push(SimulatedAws aws, Clients clients, String repository, String tag, Map<String, String> files)
            throws IOException {
        if (clients.ecr().describeRepositories().repositories().stream()
                .noneMatch(r -> r.repositoryName().equals(repository))) {
            clients.ecr().createRepository(r -> r.repositoryName(repository));
        }
        String uri = clients.ecr()
                .describeRepositories(r -> r.repositoryNames(repository))
                .repositories()
                .getFirst()
                .repositoryUri();
        Path context = Files.createTempDirectory(folder, "context");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(context.resolve(file.getKey()), file.getValue());
        }
        String password = new String(
                Base64.getDecoder()
                        .decode(clients.ecr()
                                .getAuthorizationToken()
                                .authorizationData()
                                .getFirst()
                                .authorizationToken()),
                StandardCharsets.UTF_8);
        String image = aws.registryReference(uri + ":" + tag);
        run(
                password.substring(4),
                "login",
                "--username",
                "AWS",
                "--password-stdin",
                aws.endpoint().getAuthority());
        run("", "build", "--quiet", "--tag", image, context.toString());
        try {
            run("", "push", "--quiet", image);
        } finally {
            run("", "rmi", image);
        }
        return uri + ":" + tag;
    }

    /** Runs a command and answers with what it printed. */
    public String run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("docker", "--config", folder.resolve("docker").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(String.join(" ", arguments) + ": " + output);
        }
        return output.trim();
    }

    private static boolean answers() {
        try {
            Process process = new ProcessBuilder("docker", "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
