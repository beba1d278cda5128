package dev.penstock.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.image.EcrBuildAndPublishAction;
import dev.penstock.image.ImageDetails;
import dev.penstock.image.ImageRegistry;
import dev.penstock.image.ImageSettings;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.source.LocalSources;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import dev.penstock.source.SourceAction;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceMapping;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample whose Dockerfile has a {@code RUN} instruction, at a commit of a real Git repository: built by the engine,
 * pushed to a real registry, pulled by digest, run, and its page fetched.
 */
@RequiresContainerEngine
@Timeout(180)
class SampleFromGitIT {

    private static final Path SAMPLE = Path.of("..", "samples", "hello-engine");

    @TempDir
    Path folder;

    @Test
    void theSampleAtACommitIsBuiltPushedPulledByDigestAndServesItsPage() throws Exception {
        try (DockerClient docker = EngineClient.connect()) {
            for (String image : List.of("registry:2", "debian:bookworm-slim", "nginx:1.27-alpine")) {
                boolean required = "true".equals(System.getenv("PENSTOCK_REQUIRE_CONTAINERS"));
                if (required) {
                    assertThat(has(docker, image)).as("the engine has " + image).isTrue();
                } else {
                    assumeThat(has(docker, image)).as("the engine has " + image).isTrue();
                }
            }
            String commit = repository();
            String registry = start(docker, "registry:2", 5000);
            try {
                String address = "127.0.0.1:" + port(docker, registry, 5000);
                fetch("http://" + address + "/v2/");
                String digest = release(commit, address);
                String pulled = address + "/hello-engine@" + digest;
                docker.pullImageCmd(pulled).start().awaitCompletion();
                String web = start(docker, pulled, 80);
                try {
                    assertThat(fetch("http://127.0.0.1:" + port(docker, web, 80) + "/"))
                            .contains("<h1>from commit one</h1>");
                } finally {
                    docker.removeContainerCmd(web).withForce(true).exec();
                }
            } finally {
                docker.removeContainerCmd(registry)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    private static boolean has(DockerClient docker, String image) {
        try {
            docker.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** A repository whose newest commit says something else than the one that is deployed. */
    private String repository() throws Exception {
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.copy(SAMPLE.resolve("app/Dockerfile"), app.resolve("Dockerfile"));
        git("init", "-q");
        String commit = commit("from commit one");
        commit("from commit two");
        return commit;
    }

    private String commit(String message) throws Exception {
        Files.writeString(folder.resolve("app/message.txt"), message);
        git("add", "-A");
        git("-c", "user.name=ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", message);
        return git("rev-parse", "HEAD");
    }

    private String git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", folder.resolve("app").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    /** Runs the sample's source and build stages, and says the digest that came of it. */
    private String release(String commit, String registry) throws Exception {
        Pipeline sample = PipelineFile.read(SAMPLE.resolve("pipeline.yml")).pipeline();
        Pipeline untilPushed = new Pipeline(
                sample.name(),
                sample.roleArn(),
                sample.artifactStores(),
                sample.stages().subList(0, 2),
                sample.executionMode(),
                sample.pipelineType(),
                sample.variables(),
                sample.triggers(),
                sample.version());
        var git = new SourceLocation.Git(
                folder.resolve("app").toString(), new SourceLocation.GitReference.Commit(commit), Optional.empty());
        var sources = new LocalSources(folder.resolve("git"), folder, Map.of(), new SecretMasker());
        var images = new EcrBuildAndPublishAction(
                new RealRegistry(registry),
                new LocalImageBuilder(folder.resolve("images"), BaseImages.REAL_ONLY),
                ImageSettings.usual());
        try (Engine engine = Engine.builder(new InMemoryJournal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(SourceAction.all(SourceMapping.of(Map.of("App", git)), sources, new FakeBuckets()))
                .providers(List.of(images))
                .build()) {
            ExecutionState end = engine.whenEnded(engine.start(untilPushed, StartRequest.by("ann")))
                    .join();
            assertThat(end.outcome()).as(end.toString()).contains(Outcome.SUCCEEDED);
            var image = (ActionPhase.Succeeded) end.stage("Build")
                    .orElseThrow()
                    .action("Image")
                    .orElseThrow()
                    .phase();
            assertThat(image.result().variables()).containsEntry("ImageTag", commit);
            return Objects.requireNonNull(image.result().variables().get("ECRImageDigestId"));
        }
    }

    private static String start(DockerClient docker, String image, int port) {
        var binding = new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(port));
        String id = docker.createContainerCmd(image)
                .withExposedPorts(ExposedPort.tcp(port))
                .withHostConfig(HostConfig.newHostConfig().withPortBindings(binding))
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        return id;
    }

    private static int port(DockerClient docker, String container, int port) {
        Ports.Binding[] bindings = docker.inspectContainerCmd(container)
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(port));
        return Integer.parseInt(Objects.requireNonNull(bindings)[0].getHostPortSpec());
    }

    /** What an address answers, once it does. */
    private static String fetch(String address) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    HttpResponse<String> answer = client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        return answer.body();
                    }
                } catch (IOException e) {
                    // It is being started.
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** A registry of the kind that everybody can run. */
    private record RealRegistry(String address) implements ImageRegistry {

        @Override
        public RepositoryAccess access(AwsScope scope, String repositoryName) {
            return new RepositoryAccess(
                    "registry.example/" + repositoryName,
                    address + "/" + repositoryName,
                    true,
                    "any",
                    Secret.of("password"));
        }

        @Override
        public Optional<Digest> digestOf(AwsScope scope, String repositoryName, String tag) {
            return Optional.empty();
        }

        @Override
        public Optional<ImageDetails> details(AwsScope scope, String repositoryName, Digest digest) {
            return Optional.empty();
        }

        @Override
        public boolean contains(AwsScope scope, String repositoryName, Digest digest) {
            String name = repositoryName.substring(repositoryName.lastIndexOf('/') + 1);
            URI manifest = URI.create("http://" + address + "/v2/" + name + "/manifests/" + digest);
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest head = HttpRequest.newBuilder(manifest)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                        .build();
                return client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException | InterruptedException e) {
                return false;
            }
        }

        @Override
        public boolean holds(String repositoryUri) {
            return repositoryUri.startsWith("registry.example/");
        }
    }
}
