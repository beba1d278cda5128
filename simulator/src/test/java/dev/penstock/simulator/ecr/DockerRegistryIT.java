package dev.penstock.simulator.ecr;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/** Docker itself pushes to the simulated registry and pulls from it. */
@Tag("container")
class DockerRegistryIT {

    @TempDir
    private Path directory;

    @BeforeEach
    void needDocker() throws IOException {
        String required = System.getenv("PENSTOCK_REQUIRE_CONTAINERS");
        if (!"true".equals(required)) {
            assumeTrue(dockerAnswers(), "no Docker engine answers");
        }
    }

    @Test
    void whatDockerPushesIsInEcrAndDockerPullsItByItsDigest() throws IOException {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            EcrClient ecr = Clients.of(aws).ecr();
            String uri = ecr.createRepository(r -> r.repositoryName("team/web"))
                    .repository()
                    .repositoryUri();
            String image = aws.registryReference(uri + ":1.0");
            Files.writeString(directory.resolve("hello"), "hello");
            Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY hello /hello\n");
            String password = new String(
                    Base64.getDecoder()
                            .decode(ecr.getAuthorizationToken()
                                    .authorizationData()
                                    .getFirst()
                                    .authorizationToken()),
                    StandardCharsets.UTF_8);
            docker(
                    password.substring("AWS:".length()),
                    "login",
                    "--username",
                    "AWS",
                    "--password-stdin",
                    aws.endpoint().getAuthority());
            docker("", "build", "--tag", image, directory.toString());
            try {
                docker("", "push", image);

                ImageDetail pushed = ecr.describeImages(r -> r.repositoryName("team/web"))
                        .imageDetails()
                        .getFirst();
                assertThat(pushed.imageTags()).containsExactly("1.0");
                String byDigest = aws.registryReference(uri + "@" + pushed.imageDigest());
                docker("", "rmi", image);
                docker("", "pull", byDigest);
                assertThat(docker("", "image", "inspect", "--format", "{{.RepoDigests}}", byDigest))
                        .contains(pushed.imageDigest());
                docker("", "rmi", byDigest);
            } catch (AssertionError | IOException e) {
                run(List.of("docker", "rmi", "--force", image), "");
                throw e;
            }
        }
    }

    private String docker(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("docker", "--config", directory.resolve("docker").toString()));
        command.addAll(List.of(arguments));
        Result result = run(command, input);
        assertThat(result.status()).describedAs(result.output()).isZero();
        return result.output();
    }

    private static boolean dockerAnswers() {
        try {
            return run(List.of("docker", "version"), "").status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private record Result(int status, String output) {}

    private static Result run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.onExit().join().exitValue(), output);
    }
}
