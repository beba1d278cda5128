package dev.penstock.cli.simulate;

import dev.penstock.artifact.BundleWriter;
import dev.penstock.build.BuildEnvironment;
import dev.penstock.build.BuildException;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildLog;
import dev.penstock.build.BuildMachine;
import dev.penstock.build.BuildOutputs;
import dev.penstock.build.BuildPhase;
import dev.penstock.build.BuildPhaseType;
import dev.penstock.build.BuildResult;
import dev.penstock.build.BuildRun;
import dev.penstock.build.BuildSession;
import dev.penstock.build.Buildspec;
import dev.penstock.build.BuildspecFile;
import dev.penstock.build.BuildspecReader;
import dev.penstock.build.BuildspecReading;
import dev.penstock.build.CollectedArtifact;
import dev.penstock.simulator.codebuild.BuildRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries builds of the simulated CodeBuild out with Penstock's own executor, by the buildspec: on this machine as the user
 * that runs it, or each in a container of the image that the project names.
 */
public final class LocalBuilds implements BuildRunner {

    /** Where builds run. */
    public enum Where {
        HOST,
        CONTAINER
    }

    private static final String PRIMARY = "primary";

    private static final List<BuildPhaseType> ALWAYS = List.of(
            BuildPhaseType.INSTALL,
            BuildPhaseType.PRE_BUILD,
            BuildPhaseType.BUILD,
            BuildPhaseType.POST_BUILD,
            BuildPhaseType.UPLOAD_ARTIFACTS);

    private final BuildExecutor executor;
    private final Where where;

    public LocalBuilds(BuildExecutor executor, Where where) {
        this.executor = executor;
        this.where = where;
    }

    /** What stops a build before its first command. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    @Override
    public Outcome run(Order order, Progress progress) throws IOException, InterruptedException {
        Instant begun = progress.clock().instant();
        BuildLog log = log(progress);
        try {
            Buildspec buildspec = buildspec(order);
            buildspec.notCarriedOut().forEach(sentence -> log.line("Warning: " + sentence));
            BuildMachine machine = new BuildMachine(
                    order.buildId(),
                    where == Where.HOST
                            ? new BuildLocation.Host()
                            : new BuildLocation.Container(order.image(), order.privileged()),
                    buildspec.environment().shell(),
                    buildspec.version() == Buildspec.Version.V0_1,
                    order.sources(),
                    environment(order, buildspec, progress),
                    false,
                    order.timeout(),
                    order.work());
            try (BuildSession session = executor.open(machine, log)) {
                BuildResult result = new BuildRun(buildspec, session, log, progress.clock()).run(outputs(order));
                return outcome(order, result, machine);
            }
        } catch (BuildException e) {
            return refused(new Refused("CLIENT_ERROR", String.valueOf(e.getMessage())), begun, progress);
        } catch (Refused e) {
            return refused(e, begun, progress);
        }
    }

    private static BuildOutputs outputs(Order order) {
        List<String> identifiers = new ArrayList<>(order.secondaryArtifacts());
        if (order.artifacts()) {
            identifiers.addFirst(PRIMARY);
        }
        return new BuildOutputs(identifiers, order.artifacts() ? Optional.of(PRIMARY) : Optional.empty());
    }

    private static Buildspec buildspec(Order order) throws IOException, Refused {
        Path primary = order.sources().values().iterator().next();
        BuildspecReading reading;
        try {
            reading = BuildspecReader.read(
                    BuildspecFile.find(order.buildspec(), primary).text());
        } catch (BuildException e) {
            throw new Refused("YAML_FILE_ERROR", String.valueOf(e.getMessage()));
        }
        if (reading instanceof BuildspecReading.Accepted accepted) {
            return accepted.buildspec();
        }
        throw new Refused(
                "YAML_FILE_ERROR",
                String.join(
                        " ",
                        reading.problems().stream()
                                .map(problem -> problem.span() + ": " + problem.message())
                                .toList()));
    }

    /** What the buildspec says gives way to what the project and the call say. */
    private static BuildEnvironment environment(Order order, Buildspec buildspec, Progress progress) throws Refused {
        BuildEnvironment.Builder environment = BuildEnvironment.builder();
        environment.plain(buildspec.environment().variables());
        for (Map.Entry<String, String> each :
                buildspec.environment().parameterStore().entrySet()) {
            environment.secret(each.getKey(), found(each.getValue(), progress.parameter(each.getValue())));
        }
        for (Map.Entry<String, String> each :
                buildspec.environment().secretsManager().entrySet()) {
            environment.secret(each.getKey(), found(each.getValue(), progress.secret(each.getValue())));
        }
        order.environment().forEach((name, value) -> {
            if (order.secretNames().contains(name)) {
                environment.secret(name, value);
            } else {
                environment.plain(name, value);
            }
        });
        return environment.build();
    }

    private static String found(String name, Optional<String> value) throws Refused {
        if (value.isEmpty()) {
            throw new Refused("Decrypted Variables Error", "parameter does not exist: " + name);
        }
        return value.get();
    }

    private static BuildLog log(Progress progress) {
        return new BuildLog() {
            @Override
            public void line(String text) {
                progress.line(text);
            }

            @Override
            public void entering(BuildPhaseType phase) {
                progress.entering(phase.name());
            }
        };
    }

    private static Outcome outcome(Order order, BuildResult result, BuildMachine machine) throws IOException {
        Map<String, String> exported = new HashMap<>(result.exportedVariables());
        exported.keySet()
                .removeIf(
                        name -> name.startsWith("AWS_") || machine.environment().isSecret(name));
        Map<String, Path> bundles = new HashMap<>();
        for (Map.Entry<String, CollectedArtifact> each : result.artifacts().entrySet()) {
            bundles.put(each.getKey(), bundle(order, each.getKey(), each.getValue()));
        }
        Optional<Path> primary = order.artifacts() ? Optional.ofNullable(bundles.remove(PRIMARY)) : Optional.empty();
        return new Outcome(result.status().name(), phases(result.phases()), exported, primary, bundles);
    }

    private static Path bundle(Order order, String identifier, CollectedArtifact artifact) throws IOException {
        BundleWriter writer = new BundleWriter();
        for (Map.Entry<String, Path> file : artifact.files().entrySet()) {
            Path path = file.getValue();
            writer.path(file.getKey(), artifact.keepLinks() ? path : path.toRealPath());
        }
        Path bundle = order.work().resolve("artifact-" + identifier + ".zip");
        writer.write(bundle);
        return bundle;
    }

    /** CodeBuild goes through all phases; those that the buildspec leaves out take no time. */
    private static List<Phase> phases(List<BuildPhase> ran) {
        List<Phase> phases = new ArrayList<>();
        Instant at = ran.isEmpty() ? Instant.EPOCH : ran.getFirst().start();
        BuildPhaseType last =
                ran.isEmpty() ? BuildPhaseType.COMPLETED : ran.getLast().type();
        boolean failed = ran.stream().anyMatch(phase -> !phase.contexts().isEmpty());
        for (BuildPhaseType type : ALWAYS) {
            Optional<BuildPhase> own =
                    ran.stream().filter(phase -> phase.type() == type).findFirst();
            if (own.isPresent()) {
                phases.add(phase(own.get()));
                at = own.get().end();
            } else if (!failed || type.compareTo(last) < 0) {
                phases.add(new Phase(type.name(), "SUCCEEDED", at, at, "", ""));
            }
        }
        return phases;
    }

    private static Phase phase(BuildPhase phase) {
        boolean well = phase.contexts().isEmpty();
        return new Phase(
                phase.type().name(),
                phase.status().name(),
                phase.start(),
                phase.end(),
                well ? "" : phase.contexts().getFirst().statusCode(),
                well ? "" : phase.contexts().getFirst().message());
    }

    private static Outcome refused(Refused why, Instant begun, Progress progress) {
        Phase phase = new Phase(
                "DOWNLOAD_SOURCE",
                "FAILED",
                begun,
                progress.clock().instant(),
                why.code,
                String.valueOf(why.getMessage()));
        return new Outcome("FAILED", List.of(phase), Map.of(), Optional.empty(), Map.of());
    }
}
