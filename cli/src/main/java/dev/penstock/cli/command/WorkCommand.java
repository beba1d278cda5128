package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.run.WorkSession;
import dev.penstock.library.WorkerOptions;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Works on whatever is due. */
@Command(name = "work", description = "Go on with whatever is due in a journal, beside other workers.")
final class WorkCommand extends ProjectCommand {

    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST = 100_000;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "256",
            description = "So many executions are held at once; 256 unless said otherwise. Those that wait for long are"
                    + " given back and do not count.")
    private int concurrency;

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long steps under way may take when it is stopped; 60 unless said otherwise.")
    private int stopTimeout;

    @Option(
            names = "--health-port",
            paramLabel = "N",
            description = "Serve /health/live, /health/ready and /metrics on this port; 0 for any that is free.")
    private @Nullable Integer healthPort;

    @Option(
            names = "--health-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to serve them; 127.0.0.1 unless said otherwise.")
    private String healthAddress = "127.0.0.1";

    @Option(
            names = "--simulator",
            paramLabel = "URL",
            description = "Work on simulated runs that use the simulated AWS which 'penstock simulate' serves there.")
    private @Nullable String simulator;

    WorkCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException, InterruptedException {
        check("--concurrency", concurrency, 1, MOST);
        check("--stop-timeout", stopTimeout, 0, 86_400);
        if (healthPort != null) {
            check("--health-port", healthPort, 0, HIGHEST_PORT);
        }
        project().prepare();
        return new WorkSession(
                        surroundings(),
                        journalChoice(),
                        Optional.ofNullable(simulator).map(URI::create))
                .work(
                        WorkerOptions.defaults().withCapacity(concurrency),
                        Duration.ofSeconds(stopTimeout),
                        Optional.ofNullable(healthPort).map(port -> new InetSocketAddress(healthAddress, port)));
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    option + " is " + value + ".",
                    "It is a number from " + least + " to " + most + ".");
        }
    }
}
