package dev.penstock.local.build;

import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildLog;
import dev.penstock.build.BuildMachine;
import dev.penstock.build.BuildSession;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Runs builds where their projects say: on the host or in containers. Nothing of Docker is loaded before the first build
 * in a container.
 */
public final class LocalBuildExecutor implements BuildExecutor, AutoCloseable {

    private final Map<String, String> runnerEnvironment;
    private final HostBuildExecutor host;
    private Optional<ContainerBuildExecutor> containers = Optional.empty();

    /**
     * An executor.
     *
     * @param runnerEnvironment of this process, {@link System#getenv()}
     */
    public LocalBuildExecutor(Map<String, String> runnerEnvironment) {
        this.runnerEnvironment = Map.copyOf(runnerEnvironment);
        this.host = new HostBuildExecutor(this.runnerEnvironment);
    }

    @Override
    public BuildSession open(BuildMachine machine, BuildLog log) throws IOException, InterruptedException {
        return switch (machine.location()) {
            case BuildLocation.Host() -> host.open(machine, log);
            case BuildLocation.Container container -> containers().open(machine, log);
            case BuildLocation.CodeBuild() -> throw new IllegalArgumentException("CodeBuild has machines of its own");
        };
    }

    private synchronized ContainerBuildExecutor containers() {
        if (containers.isEmpty()) {
            containers = Optional.of(new ContainerBuildExecutor(runnerEnvironment));
        }
        return containers.get();
    }

    @Override
    public synchronized void close() throws IOException {
        if (containers.isPresent()) {
            containers.get().close();
            containers = Optional.empty();
        }
    }
}
