package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.BuildRow;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.SecretValues;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/**
 * Has builds carried out by a {@link BuildRunner}: fetches the sources, hands on the log, puts the artifact away. Each
 * build has a thread and a busy token, so that virtual time waits for it.
 */
final class BuildWork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BuildWork.class.getName());

    private static final class Problem extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient BuildFiles.Problem problem;

        Problem(BuildFiles.Problem problem) {
            super(problem.message());
            this.problem = problem;
        }
    }

    private final Store store;
    private final SimulatedTime time;
    private final BuildFiles files;
    private final SecretValues secrets;
    private final BuildLogs logs;
    private final BuildRunner runner;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private volatile URI endpoint = URI.create("http://127.0.0.1");
    private volatile boolean closed;

    BuildWork(
            Store store,
            SimulatedTime time,
            BuildFiles files,
            SecretValues secrets,
            BuildLogs logs,
            BuildRunner runner) {
        this.store = store;
        this.time = time;
        this.files = files;
        this.secrets = secrets;
        this.logs = logs;
        this.runner = runner;
    }

    void open(URI simulator) {
        endpoint = simulator;
    }

    /** Begins to carry a build out that is in its phase DOWNLOAD_SOURCE. Part of a transaction. */
    void begin(BuildRow row, BuildLife life) {
        store.afterCommit(() -> {
            SimulatedTime.Busy busy = time.busy();
            // A platform thread: what runs builds waits for processes.
            Thread thread = Thread.ofPlatform().daemon().name("simulated-build").unstarted(() -> {
                try {
                    work(row, life);
                } finally {
                    running.remove(row.build().arn());
                    busy.close();
                }
            });
            running.put(row.build().arn(), thread);
            thread.start();
        });
    }

    void stop(String arn) {
        Optional.ofNullable(running.get(arn)).ifPresent(Thread::interrupt);
    }

    /** Ends all builds that are under way and waits for what they started to be gone. */
    @Override
    public void close() {
        closed = true;
        List<Thread> all = List.copyOf(running.values());
        all.forEach(Thread::interrupt);
        for (Thread thread : all) {
            try {
                boolean ended = thread.join(Duration.ofSeconds(10));
                if (!ended) {
                    LOG.log(System.Logger.Level.WARNING, "a build does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void work(BuildRow row, BuildLife life) {
        Build build = row.build();
        Instant begun = time.now();
        Path folder = null;
        try (BuildLogs.Stream log = logs.open(build)) {
            folder = Files.createTempDirectory("penstock-simulated-build");
            Build resolved = build;
            BuildRunner.Order order;
            try {
                Fetched fetched = fetch(build, folder);
                resolved = fetched.build();
                order = order(row, fetched, folder, log);
            } catch (Problem e) {
                fail(life, row, "DOWNLOAD_SOURCE", "FAILED", e.problem, begun);
                return;
            }
            BuildRunner.Outcome outcome = runner.run(order, progress(life, row, log));
            finish(life, row.with(resolved), outcome);
        } catch (InterruptedException e) {
            // The build was stopped, which has been told already, or the simulator is closed.
            LOG.log(System.Logger.Level.DEBUG, "stopped", e);
        } catch (IOException | RuntimeException e) {
            BuildFiles.Problem problem = new BuildFiles.Problem("CLIENT_ERROR", String.valueOf(e.getMessage()));
            fail(life, row, "DOWNLOAD_SOURCE", "FAULT", problem, begun);
        } finally {
            if (folder != null) {
                ZippedFiles.delete(folder);
            }
        }
    }

    /** @param build with the version of its source */
    private record Fetched(Build build, Map<String, Path> sources) {}

    private Fetched fetch(Build build, Path folder) throws IOException, Problem {
        Map<String, Path> sources = new LinkedHashMap<>();
        Build resolved = build;
        List<ProjectSource> all = new ArrayList<>(List.of(build.source()));
        all.addAll(build.secondarySources());
        for (ProjectSource source : all) {
            Path target = Files.createDirectories(folder.resolve("src" + sources.size()));
            String identifier = sources.isEmpty() || source.sourceIdentifier() == null
                    ? "primary" + (sources.isEmpty() ? "" : sources.size())
                    : source.sourceIdentifier();
            if (source.type() == SourceType.S3) {
                ObjectAccess.Found found = unpack(build, source, target, sources.isEmpty());
                if (sources.isEmpty()) {
                    resolved = build.toBuilder()
                            .resolvedSourceVersion(BuildFiles.resolved(found))
                            .build();
                }
            } else if (source.type() != SourceType.NO_SOURCE) {
                throw new Problem(new BuildFiles.Problem(
                        "CLIENT_ERROR", "simulator: sources of type " + source.typeAsString() + " cannot be fetched"));
            }
            sources.put(identifier, target);
        }
        return new Fetched(resolved, sources);
    }

    private ObjectAccess.Found unpack(Build build, ProjectSource source, Path target, boolean primary)
            throws IOException, Problem {
        Optional<String> version = primary ? Optional.ofNullable(build.sourceVersion()) : Optional.empty();
        ObjectAccess.Found found;
        try {
            found = store.transact(() -> files.source(build, source, version, time.now()));
        } catch (ServiceError e) {
            throw new Problem(BuildFiles.missing(source, e));
        }
        Path zip = target.resolveSibling(target.getFileName() + ".zip");
        try (InputStream contents = store.blobs().open(found.sha256())) {
            Files.copy(contents, zip);
        }
        try {
            ZippedFiles.unpack(zip, target);
        } catch (ZipException e) {
            throw new Problem(new BuildFiles.Problem("CLIENT_ERROR", "the source is not a ZIP: " + e.getMessage()));
        }
        return found;
    }

    private BuildRunner.Order order(BuildRow row, Fetched fetched, Path folder, BuildLogs.Stream log)
            throws IOException, Problem {
        Build build = fetched.build();
        BuildVariables variables = store.transact(() -> BuildVariables.of(build, secrets, endpoint));
        if (variables.problem().isPresent()) {
            throw new Problem(variables.problem().get());
        }
        log.hide(variables.secretValues());
        return new BuildRunner.Order(
                build.id(),
                Optional.ofNullable(build.source().buildspec()).filter(text -> !text.isBlank()),
                build.environment().image(),
                Boolean.TRUE.equals(build.environment().privilegedMode()),
                fetched.sources(),
                variables.values(),
                variables.secretNames(),
                row.artifacts().wanted(),
                row.secondary().keySet(),
                Duration.ofMinutes(build.timeoutInMinutes()),
                Files.createDirectories(folder.resolve("work")));
    }

    private BuildRunner.Progress progress(BuildLife life, BuildRow row, BuildLogs.Stream log) {
        return new BuildRunner.Progress() {
            @Override
            public InstantSource clock() {
                return time::now;
            }

            @Override
            public void line(String text) {
                log.line(text);
            }

            @Override
            public void entering(String phase) {
                log.flush();
                change(() -> life.entering(row.build().arn(), phase));
            }

            @Override
            public Optional<String> parameter(String name) {
                return hidden(BuildVariables.value(row.build(), secrets, "PARAMETER_STORE", name));
            }

            @Override
            public Optional<String> secret(String reference) {
                return hidden(BuildVariables.value(row.build(), secrets, "SECRETS_MANAGER", reference));
            }

            private Optional<String> hidden(Supplier<Optional<String>> read) {
                Optional<String> value = store.transact(read);
                value.ifPresent(v -> log.hide(List.of(v)));
                return value;
            }
        };
    }

    private void finish(BuildLife life, BuildRow row, BuildRunner.Outcome outcome) throws IOException {
        List<BuildRunner.Phase> phases = new ArrayList<>(outcome.phases());
        Optional<Blob> primary = outcome.artifact().isPresent()
                ? Optional.of(blob(outcome.artifact().get()))
                : Optional.empty();
        Map<String, Blob> secondary = new LinkedHashMap<>();
        for (Map.Entry<String, Path> each : outcome.secondaryArtifacts().entrySet()) {
            secondary.put(each.getKey(), blob(each.getValue()));
        }
        List<ExportedEnvironmentVariable> exported = outcome.exported().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> ExportedEnvironmentVariable.builder()
                        .name(e.getKey())
                        .value(e.getValue())
                        .build())
                .toList();
        change(() -> {
            Instant now = time.now();
            Build build = row.build();
            if (primary.isPresent() || !secondary.isEmpty()) {
                BuildFiles.Step step = files.upload(row, primary, secondary, now);
                build = step.build();
                step.problem().ifPresent(problem -> {
                    phases.removeIf(p -> p.type().equals("UPLOAD_ARTIFACTS"));
                    phases.add(new BuildRunner.Phase(
                            "UPLOAD_ARTIFACTS", "FAILED", now, now, problem.code(), problem.message()));
                });
            }
            life.ran(
                    build.arn(),
                    phases,
                    build.toBuilder().exportedEnvironmentVariables(exported).build());
        });
    }

    private Blob blob(Path file) throws IOException {
        try (InputStream contents = Files.newInputStream(file)) {
            return store.blobs().store(contents);
        }
    }

    private void fail(
            BuildLife life, BuildRow row, String phase, String status, BuildFiles.Problem problem, Instant begun) {
        BuildRunner.Phase failed =
                new BuildRunner.Phase(phase, status, begun, time.now(), problem.code(), problem.message());
        change(() -> life.ran(row.build().arn(), List.of(failed), row.build()));
    }

    private void change(Runnable change) {
        if (closed) {
            return;
        }
        store.transact(() -> {
            change.run();
            return closed;
        });
    }
}
