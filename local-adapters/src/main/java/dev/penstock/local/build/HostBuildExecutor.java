package dev.penstock.local.build;

import dev.penstock.build.BuildException;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildLog;
import dev.penstock.build.BuildMachine;
import dev.penstock.build.BuildSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs builds in processes of this machine, as the user that runs Penstock.
 *
 * <p>A build starts with an empty environment and is given of the runner's own {@code PATH}, {@code HOME} and {@code LANG},
 * and its {@code AWS_*} variables if the project says so. The sources are used where they are. Every process that the build
 * starts carries {@code CODEBUILD_BUILD_ID} in its environment, by which all of them are found and ended.
 */
public final class HostBuildExecutor implements BuildExecutor {

    private static final List<String> HANDED_ON = List.of("PATH", "HOME", "LANG");

    private final Map<String, String> runnerEnvironment;

    /**
     * An executor.
     *
     * @param runnerEnvironment of this process, {@link System#getenv()}
     */
    public HostBuildExecutor(Map<String, String> runnerEnvironment) {
        this.runnerEnvironment = Map.copyOf(runnerEnvironment);
    }

    @Override
    public BuildSession open(BuildMachine machine, BuildLog log) throws IOException, InterruptedException {
        Map<String, String> environment = environment(machine);
        String shell = Shells.command(machine.shell());
        Path program = find(shell, environment.getOrDefault("PATH", ""));
        ProcessTree processes = new ProcessTree(machine.buildId());
        processes.end();
        var host = new HostShells(program, machine, environment, processes);
        return new ShellSession(host, log, machine.separateShells(), machine.timeout());
    }

    private Map<String, String> environment(BuildMachine machine) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : HANDED_ON) {
            String value = runnerEnvironment.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        if (machine.passAwsEnvironment()) {
            environment.putAll(Shells.awsVariables(runnerEnvironment));
        }
        environment.putAll(machine.environment().values());
        environment.put(ProcessTree.COOKIE, machine.buildId());
        boolean primary = true;
        for (Map.Entry<String, Path> source : machine.sources().entrySet()) {
            String folder = source.getValue().toAbsolutePath().normalize().toString();
            if (primary) {
                environment.put("CODEBUILD_SRC_DIR", folder);
                primary = false;
            }
            environment.put(Shells.sourceVariable(source.getKey()), folder);
        }
        return environment;
    }

    private static Path find(String shell, String path) throws BuildException {
        for (String folder : path.split(":", -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(shell);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toAbsolutePath();
            }
        }
        throw new BuildException(
                "PEN-BUILD-006",
                "The build needs the shell " + shell + ", and this machine has none on its PATH. Install it, or let the"
                        + " build run in a container.");
    }
}
