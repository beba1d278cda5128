package dev.penstock.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.Secret;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@RequiresContainerEngine
final class EngineImageBuilderIT extends ImageBuilderContract {

    private static final String BASE = "debian:bookworm-slim";

    /** A web server in the Perl that every Debian has. */
    private static final String SERVER = """
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
            while (my $client = $server->accept()) {
                <$client>;
                open(my $page, '<', '/site/index.html');
                my $text = <$page>;
                print $client "HTTP/1.0 200 OK\\r\\nContent-Length: " . length($text) . "\\r\\n\\r\\n$text";
                close($client);
            }
            """;

    @Override
    ImageBuilder builder() {
        return new EngineImageBuilder(BaseImages.REAL_ONLY);
    }

    @Test
    void anInstructionThatFailsIsNamedWithItsLine() throws Exception {
        assumeImage(BASE);

        ImageBuildException refused = refused("FROM " + BASE + "\n\nRUN echo before && exit 3\n");

        assertThat(refused.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(refused).hasMessageStartingWith("Dockerfile:3: ").hasMessageContaining("code: 3");
        assertThat(log).anySatisfy(line -> assertThat(line).contains("before"));
    }

    @Test
    void aBaseImageThatCannotBePulledIsNamedWithItsLine() {
        ImageBuildException refused = refused("FROM 127.0.0.1:1/absent:1\n");

        assertThat(refused.reason()).isEqualTo(Reason.BASE_IMAGE);
        assertThat(refused).hasMessageStartingWith("Dockerfile:1: The base image '127.0.0.1:1/absent:1'");
    }

    @Test
    void aDockerfileThatNeedsBuildKitIsBuiltByTheDockerCommand() throws Exception {
        assumeImage(BASE);
        assumeThat(DockerCommand.hasBuildKit()).as("no docker buildx").isTrue();

        PushedImage image = build("FROM " + BASE + "\nRUN --mount=type=tmpfs,target=/work echo made >/made\n");

        assertThat(registry.files(image.digest())).containsEntry("made", "made\n 644");
    }

    @Test
    void anImageIsPushedToARealRegistryPulledByDigestAndRun() throws Exception {
        assumeImage("registry:2");
        assumeImage(BASE);
        write("Greeter.txt", "hello from the image");
        write("Dockerfile", """
                FROM debian:bookworm-slim
                RUN mkdir /site && echo built > /site/built
                COPY Greeter.txt /site/index.html
                COPY serve.pl /
                EXPOSE 8080
                CMD ["perl", "/serve.pl"]
                """);
        write("serve.pl", SERVER);
        try (DockerClient engine = EngineClient.connect()) {
            String registryContainer = start(engine, "registry:2", 5000);
            try {
                int port = portOf(engine, registryContainer, 5000);
                await(URI.create("http://127.0.0.1:" + port + "/v2/"));
                var access = new RepositoryAccess(
                        "registry.example/web", "127.0.0.1:" + port + "/web", true, "AWS", Secret.of("any"));
                PushedImage image = builder().buildAndPush(request(access), log::add);
                assertThat(image.imageUri()).startsWith("registry.example/web@sha256:");
                String pulled = "127.0.0.1:" + port + "/web@" + image.digest();
                engine.pullImageCmd(pulled).start().awaitCompletion();
                assertServes(engine, pulled);
                engine.removeImageCmd(pulled).withForce(true).exec();
            } finally {
                engine.removeContainerCmd(registryContainer)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    private static void assertServes(DockerClient engine, String image) throws Exception {
        String container = start(engine, image, 8080);
        try {
            assertThat(await(URI.create("http://127.0.0.1:" + portOf(engine, container, 8080) + "/")))
                    .isEqualTo("hello from the image");
        } finally {
            engine.removeContainerCmd(container).withForce(true).exec();
        }
    }

    private static String start(DockerClient engine, String image, int port) {
        var exposed = ExposedPort.tcp(port);
        String id = engine.createContainerCmd(image)
                .withExposedPorts(exposed)
                .withHostConfig(HostConfig.newHostConfig()
                        .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), exposed)))
                .exec()
                .getId();
        engine.startContainerCmd(id).exec();
        return id;
    }

    private static int portOf(DockerClient engine, String container, int port) {
        Ports.Binding[] bindings = engine.inspectContainerCmd(container)
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(port));
        return Integer.parseInt(Objects.requireNonNull(bindings)[0].getHostPortSpec());
    }

    private static String await(URI address) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        IOException last = new IOException("never asked");
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (Instant.now().isBefore(end)) {
                try {
                    return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    last = e;
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            }
        }
        throw new AssertionError(address + " does not answer", last);
    }

    private static void assumeImage(String image) {
        try (DockerClient engine = EngineClient.connect()) {
            engine.inspectImageCmd(image).exec();
        } catch (NotFoundException | IOException e) {
            assumeThat(List.of(image)).as("the engine does not have " + image).isEmpty();
        }
    }
}
