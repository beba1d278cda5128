package dev.penstock.cli.command;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.simulate.Announcement;
import dev.penstock.cli.simulate.LocalBuilds;
import dev.penstock.cli.simulate.ServedProgram;
import dev.penstock.cli.simulate.SimulatedServer;
import dev.penstock.cli.simulate.TimeScale;
import dev.penstock.cli.terminal.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a simulated AWS. */
@Command(name = "simulate", description = "Serve a simulated AWS to the aws CLI and any SDK.")
final class SimulateCommand extends PenstockCommand {

    private static final int HIGHEST_PORT = 65_535;
    private static final TimeScale FAST = new TimeScale(60);

    /** Programs in containers start in their own time; the simulated AWS must not give them up before. */
    private static final TimeScale BESIDE_CONTAINERS = new TimeScale(10);

    /** What runs containers. */
    private enum Engine {
        DOCKER
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PROGRAM",
            description = "After '--', a program to run with the simulated AWS in its environment, and its arguments."
                    + " The simulator ends with it, with its exit code.")
    private List<String> program = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "4566",
            description = "The port on 127.0.0.1; 0 for any that is free. 4566 unless said otherwise.")
    private int port;

    @Option(
            names = "--time-scale",
            paramLabel = "N|real",
            converter = TimeScale.Converter.class,
            description = "Simulated seconds in a real one; 60 unless said otherwise, 10 with --containers.")
    private @Nullable TimeScale scale;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed and the same calls give the same ids and chances.")
    private long seed;

    @Option(names = "--state", paramLabel = "DIR", description = "Keep the simulated accounts in a folder.")
    private @Nullable Path state;

    @Option(
            names = "--containers",
            paramLabel = "ENGINE",
            description =
                    "docker: tasks are containers of the images that were pushed. Scripted unless said otherwise.")
    private @Nullable Engine containers;

    @Option(
            names = "--builds",
            paramLabel = "WHERE",
            description = "Run the builds of CodeBuild: on the host, as you, or each in a container."
                    + " Scripted unless said otherwise.")
    private LocalBuilds.@Nullable Where builds;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            description = "What goes wrong, as docs/simulator.md describes it.")
    private @Nullable Path faults;

    @Option(names = "--enforce-policies", description = "Let callers do only what IAM policies allow them.")
    private boolean policies;

    @Option(
            names = "--opaque-types",
            paramLabel = "PATTERN",
            split = ",",
            description =
                    "Resource types like 'AWS::Glue::*' that CloudFormation takes as they are written, though they"
                            + " are not simulated. They get ids and do nothing.")
    private List<String> opaqueTypes = List.of();

    @Option(names = "--rate-limits", description = "Refuse calls that come faster than AWS's published limits allow.")
    private boolean rateLimits;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private OutputFormat output = OutputFormat.TEXT;

    SimulateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** With a program, the exit code is that one's. */
    @Override
    public Integer call() throws Exception {
        if (program.isEmpty()) {
            return super.call();
        }
        try (SimulatedServer server = start()) {
            ServedProgram served = ServedProgram.start(server, program, surroundings());
            // A terminal sends Ctrl-C to the program as well, and it decides what becomes of it.
            Signals.on("INT", () -> {});
            Signals.on("TERM", served::end);
            return served.await();
        }
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Signals.on("INT", asked::countDown);
        Signals.on("TERM", asked::countDown);
        try (SimulatedServer server = start()) {
            switch (output) {
                case TEXT -> Announcement.text(server, surroundings());
                case JSON -> surroundings().out().println(Announcement.json(server));
            }
            asked.await();
        }
        return ExitCode.SUCCEEDED;
    }

    private SimulatedServer start() throws IOException {
        checkPort();
        TimeScale otherwise = containers == null ? FAST : BESIDE_CONTAINERS;
        return SimulatedServer.start(
                new SimulatedServer.Options(
                        port,
                        seed,
                        scale == null ? otherwise : scale,
                        Optional.ofNullable(state).map(surroundings()::resolve),
                        containers != null,
                        Optional.ofNullable(builds),
                        Optional.ofNullable(faults).map(surroundings()::resolve),
                        policies,
                        rateLimits,
                        opaqueTypes),
                surroundings().environment());
    }

    private void checkPort() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be at least 0 and at most " + HIGHEST_PORT + ", not " + port);
        }
    }
}
