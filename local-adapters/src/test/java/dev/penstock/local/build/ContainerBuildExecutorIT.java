package dev.penstock.local.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.build.BuildException;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildExecutorContract;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildMachine;
import dev.penstock.testing.containers.RequiresContainerEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresContainerEngine
final class ContainerBuildExecutorIT extends BuildExecutorContract {

    private static final String IMAGE = "debian:bookworm-slim";

    private static ContainerBuildExecutor executor = new ContainerBuildExecutor(Map.of());

    @BeforeAll
    static void connect() {
        executor = new ContainerBuildExecutor(System.getenv());
    }

    @AfterAll
    static void disconnect() throws IOException {
        executor.close();
    }

    @Override
    protected BuildExecutor executor() {
        return executor;
    }

    @Override
    protected BuildLocation location() {
        return new BuildLocation.Container(IMAGE, false);
    }

    @Override
    protected boolean isRunning(String commandLinePart) throws IOException, InterruptedException {
        String script = "for id in $(docker ps -q --filter label=dev.penstock.build=" + buildId
                + "); do docker top $id -o pid,args; done";
        Process process =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.contains(commandLinePart);
    }

    @Test
    void saysThatAnImageCannotBeHad() {
        BuildMachine given = machine(Map.of(), Map.of());
        BuildMachine machine = new BuildMachine(
                given.buildId(),
                new BuildLocation.Container("localhost:1/none:1", false),
                given.shell(),
                false,
                given.sources(),
                given.environment(),
                false,
                given.timeout(),
                given.workDirectory());

        assertThatThrownBy(() -> executor.open(machine, printed::add))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("localhost:1/none:1");
        assertThat(printed).containsExactly("Pulling the image localhost:1/none:1");
    }
}
