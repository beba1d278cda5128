package dev.penstock.local.build;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.penstock.build.BuildException;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildLog;
import dev.penstock.build.BuildMachine;
import dev.penstock.build.BuildSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs each build in a container of its own, through a Docker engine (the one that {@code DOCKER_HOST} names, or the
 * local one).
 *
 * <p>The sources are copied in and what the build made is copied out, so that the engine may be on another machine and
 * nothing that the build does as root is left in the user's folders. The container starts with the environment of its
 * image and what the build is given; it is removed at the end, and with it all that runs there. It carries the build's id
 * as a label, by which what a dead runner left is found.
 */
public final class ContainerBuildExecutor implements BuildExecutor, AutoCloseable {

    private static final String LABEL = "dev.penstock.build";

    private final DockerClient engine;
    private final Map<String, String> runnerEnvironment;

    /**
     * An executor over the engine that the environment names.
     *
     * @param runnerEnvironment of this process, {@link System#getenv()}: of it {@code AWS_*} is handed on if a project says
     *     so
     */
    public ContainerBuildExecutor(Map<String, String> runnerEnvironment) {
        this(connect(), runnerEnvironment);
    }

    ContainerBuildExecutor(DockerClient engine, Map<String, String> runnerEnvironment) {
        this.engine = engine;
        this.runnerEnvironment = Map.copyOf(runnerEnvironment);
    }

    private static DockerClient connect() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .build();
        return DockerClientImpl.getInstance(config, http);
    }

    @Override
    public BuildSession open(BuildMachine machine, BuildLog log) throws IOException, InterruptedException {
        if (!(machine.location() instanceof BuildLocation.Container location)) {
            throw new IllegalArgumentException("not a build for a container: " + machine.location());
        }
        String shell = Shells.command(machine.shell());
        boolean opened = false;
        try {
            removeContainers(machine.buildId());
            provideImage(location.image(), log);
            String container = create(location, machine.buildId());
            var host = new ContainerShells(engine, container, shell, machine, environment(machine));
            engine.startContainerCmd(container).exec();
            host.copySources();
            host.checkShell(location.image());
            opened = true;
            return new ShellSession(host, log, machine.separateShells(), machine.timeout());
        } catch (RuntimeException e) {
            // Whatever the client throws, down to a socket that is not there.
            throw new BuildException(
                    "PEN-BUILD-007",
                    "The Docker engine cannot run a build in a container of the image " + location.image() + ": "
                            + e.getMessage() + ". Check that an engine is running and has the image.");
        } finally {
            if (!opened) {
                removeQuietly(machine.buildId());
            }
        }
    }

    private void removeQuietly(String buildId) {
        try {
            removeContainers(buildId);
        } catch (RuntimeException e) {
            // No engine, or it does not answer: why is being told already. The next run of the build removes the rest.
            return;
        }
    }

    private void removeContainers(String buildId) {
        List<Container> left = engine.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(LABEL, buildId))
                .exec();
        left.forEach(container -> ContainerShells.remove(engine, container.getId()));
    }

    private void provideImage(String image, BuildLog log) throws InterruptedException {
        try {
            engine.inspectImageCmd(image).exec();
        } catch (NotFoundException absent) {
            log.line("Pulling the image " + image);
            engine.pullImageCmd(image).start().awaitCompletion();
        }
    }

    private String create(BuildLocation.Container location, String buildId) {
        CreateContainerResponse created = engine.createContainerCmd(location.image())
                .withLabels(Map.of(LABEL, buildId))
                .withEntrypoint("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done")
                .withCmd(List.of())
                .withUser("0")
                .withHostConfig(HostConfig.newHostConfig().withPrivileged(location.privileged()))
                .exec();
        return created.getId();
    }

    private Map<String, String> environment(BuildMachine machine) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (machine.passAwsEnvironment()) {
            environment.putAll(Shells.awsVariables(runnerEnvironment));
        }
        environment.putAll(machine.environment().values());
        environment.put(ProcessTree.COOKIE, machine.buildId());
        int index = 0;
        for (Map.Entry<String, Path> source : machine.sources().entrySet()) {
            String folder = ContainerShells.sourceFolder(index++);
            environment.putIfAbsent("CODEBUILD_SRC_DIR", folder);
            environment.put(Shells.sourceVariable(source.getKey()), folder);
        }
        return environment;
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
