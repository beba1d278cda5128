package dev.penstock.cli.simulate;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.document.SourceText;
import dev.penstock.local.build.LocalBuildExecutor;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.service.FaultRulesException;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.state.DamagedStateException;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A simulated AWS that other programs use. */
public final class SimulatedServer implements AutoCloseable {

    /** The account of the credentials that are printed. */
    static final String ACCOUNT = "123456789012";

    static final String REGION = "us-east-1";

    /**
     * What is asked for.
     *
     * @param port on the loopback interface; 0 for any that is free
     * @param seed of ids and chance
     * @param scale how fast time runs
     * @param state the directory that it is kept in; empty to forget everything at the end
     * @param containers whether tasks are containers of the Docker engine
     * @param builds where builds run; empty for scripted ones
     * @param faults the file of what goes wrong; empty for nothing
     * @param policies whether callers may do only what policies allow them
     * @param rateLimits whether calls that come too fast are refused
     * @param opaqueTypes which resource types, of those that are not simulated, CloudFormation takes as they are written:
     *     names, in which {@code *} stands for anything
     */
    public record Options(
            int port,
            long seed,
            TimeScale scale,
            Optional<Path> state,
            boolean containers,
            Optional<LocalBuilds.Where> builds,
            Optional<Path> faults,
            boolean policies,
            boolean rateLimits,
            List<String> opaqueTypes) {

        public Options {
            opaqueTypes = List.copyOf(opaqueTypes);
        }

        private boolean takes(String type) {
            return opaqueTypes.stream().anyMatch(pattern -> matches(pattern, type));
        }

        private static boolean matches(String pattern, String type) {
            String expression =
                    Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return type.matches(expression);
        }
    }

    private final SimulatedAws aws;
    private final Options options;
    private final Optional<LocalBuildExecutor> executor;

    private SimulatedServer(SimulatedAws aws, Options options, Optional<LocalBuildExecutor> executor) {
        this.aws = aws;
        this.options = options;
        this.executor = executor;
    }

    /**
     * Starts it.
     *
     * @param environment of this process: builds on the host are given its {@code PATH} and the like
     * @throws CommandFailure when the port, the state, the faults or the container engine cannot be used
     * @throws IOException when the file of faults cannot be read
     */
    public static SimulatedServer start(Options options, Map<String, String> environment) throws IOException {
        Optional<FaultRules> faults = Optional.empty();
        if (options.faults().isPresent()) {
            faults = Optional.of(read(options.faults().get(), options.seed()));
        }
        SimulatedServer server = open(options, environment);
        faults.ifPresent(
                rules -> server.aws.faults().order(rules, server.aws.time().now()));
        return server;
    }

    private static FaultRules read(Path file, long seed) throws IOException {
        try {
            return FaultRules.read(SourceText.bytes(file), seed);
        } catch (FaultRulesException e) {
            String flaws = e.flaws().stream()
                    .map(flaw -> file + ":" + flaw.line() + ":" + flaw.column() + ": " + flaw.message())
                    .collect(Collectors.joining("\n"));
            throw new CommandFailure(ExitCode.INVALID, "PEN-SIMULATE-006: The faults cannot be read.\n" + flaws, "", e);
        }
    }

    private static SimulatedServer open(Options options, Map<String, String> environment) {
        SimulatedAws.Builder builder = SimulatedAws.builder()
                .port(options.port())
                .seed(options.seed())
                .enforcePolicies(options.policies())
                .opaqueTypes(options::takes)
                .time(SimulatedTime.scaled(Instant.now(), options.scale().factor()));
        if (options.rateLimits()) {
            builder.rateLimits(RateLimits.published());
        }
        options.state().ifPresent(builder::directory);
        Optional<LocalBuildExecutor> executor = options.builds().map(where -> new LocalBuildExecutor(environment));
        executor.ifPresent(
                e -> builder.builds(new LocalBuilds(e, options.builds().orElseThrow())));
        if (options.containers()) {
            builder.containers(engine());
        }
        try {
            return new SimulatedServer(builder.start(), options, executor);
        } catch (DamagedStateException e) {
            throw new CommandFailure(
                    ExitCode.MACHINE,
                    "PEN-SIMULATE-003: The kept state cannot be read. " + e.getMessage() + ".",
                    "Name another folder, or delete this one to begin anew.",
                    e);
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof BindException ? portRefused(options, e) : stateRefused(options, e);
        }
    }

    private static ContainerRuntime engine() {
        try {
            return DockerContainers.connect();
        } catch (IllegalStateException e) {
            throw new CommandFailure(
                    ExitCode.MACHINE,
                    "PEN-SIMULATE-005: Tasks cannot be containers. " + e.getMessage(),
                    "Leave out --containers to have scripted tasks.",
                    e);
        }
    }

    private static CommandFailure portRefused(Options options, UncheckedIOException e) {
        return new CommandFailure(
                ExitCode.MACHINE,
                "PEN-SIMULATE-001: Port " + options.port() + " cannot be used: " + why(e) + ".",
                "Give another with --port N, or take any that is free with --port 0.",
                e);
    }

    private static CommandFailure stateRefused(Options options, UncheckedIOException e) {
        String where = options.state().map(Path::toString).orElse("the folder for temporary files");
        return new CommandFailure(
                ExitCode.MACHINE,
                "PEN-SIMULATE-002: The state cannot be kept in " + where + ": " + why(e) + ".",
                "Name a folder of its own with --state DIR; one simulator at a time can have it open.",
                e);
    }

    private static String why(UncheckedIOException e) {
        return String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage());
    }

    Options options() {
        return options;
    }

    /** Where it listens. */
    public URI endpoint() {
        return aws.endpoint();
    }

    /** Where people look at it. */
    URI page() {
        return endpoint().resolve("/_penstock/");
    }

    /** What programs need in their environment to use it. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", endpoint().toString());
        variables.put("AWS_ACCESS_KEY_ID", ACCOUNT);
        variables.put("AWS_SECRET_ACCESS_KEY", "simulated");
        // The CLI and boto3 know one name of the Region, most SDKs the other.
        variables.put("AWS_DEFAULT_REGION", REGION);
        variables.put("AWS_REGION", REGION);
        return variables;
    }

    @Override
    public void close() {
        aws.close();
        executor.ifPresent(SimulatedServer::close);
    }

    private static void close(LocalBuildExecutor executor) {
        try {
            executor.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
