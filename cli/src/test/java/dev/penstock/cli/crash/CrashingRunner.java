package dev.penstock.cli.crash;

import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.Machine;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.local.image.BaseImages;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.ImageSetting;
import dev.penstock.settings.RunSettings;
import dev.penstock.testing.FaultyJournal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A runner in a process of its own, which dies at an append as by {@code kill -9}: no hook of the JVM runs. */
final class CrashingRunner {

    static final int KILLED = 137;

    private CrashingRunner() {}

    /**
     * Starts the pipeline, once or as often as is said.
     *
     * @param arguments definition, folder of the state, endpoint of the simulated AWS, {@code before} or {@code after} or
     *     {@code never}, number of the append, and perhaps number of executions
     */
    public static void main(String[] arguments) throws IOException {
        int append = Integer.parseInt(arguments[4]);
        UnaryOperator<Journal> mortal = journal -> {
            var faulty =
                    new FaultyJournal(journal, runner -> Runtime.getRuntime().halt(KILLED));
            switch (arguments[3]) {
                case "before" -> faulty.dieBefore(append);
                case "after" -> faulty.dieAfter(append);
                default -> {}
            }
            return faulty;
        };
        PipelineFile file = read(Path.of(arguments[0]));
        int executions = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
        List<ExecutionState> ends = run(file, Path.of(arguments[1]), URI.create(arguments[2]), mortal, engine -> {
            List<ExecutionId> ids = Stream.generate(
                            () -> engine.start(file.pipeline(), StartRequest.by("crashing runner")))
                    .limit(executions)
                    .toList();
            return ids.stream().map(id -> engine.whenEnded(id).join()).toList();
        });
        ends.forEach(end -> System.out.println(end.status()));
    }

    /** Reads a definition, whose images are built without a container engine: the same on every machine, and quick. */
    static PipelineFile read(Path definition) throws IOException {
        PipelineFile file = PipelineFile.read(definition);
        RunSettings said = file.settings();
        var daemonless = new ImageSetting(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BuilderChoice.DAEMONLESS));
        return new PipelineFile(
                file.definition(),
                new RunSettings(
                        said.region(),
                        said.account(),
                        said.profile(),
                        said.sources(),
                        said.artifactDirectory(),
                        said.artifactBucket(),
                        said.builds(),
                        Map.of(RunSettings.DEFAULT, daemonless),
                        said.deployments(),
                        said.calendar(),
                        said.roles(),
                        said.parameters(),
                        said.variables(),
                        said.pollInterval(),
                        said.simulation(),
                        said.journal(),
                        said.graphs(),
                        said.evidenceKey(),
                        said.schemas()),
                file.unresolved(),
                file.hiddenValues());
    }

    /** Goes on with the one execution that another runner has left, if it has left any. */
    static Optional<ExecutionState> resume(PipelineFile file, Path folder, URI endpoint) {
        return run(file, folder, endpoint, UnaryOperator.identity(), engine -> {
            engine.resumeAll();
            return engine.executions(ExecutionQuery.newest(1)).stream()
                    .findFirst()
                    .map(summary -> engine.whenEnded(summary.id()).join());
        });
    }

    /** Goes on with all that another runner has left, the one that was started first comes first. */
    static List<ExecutionState> resumeAll(PipelineFile file, Path folder, URI endpoint) {
        return run(file, folder, endpoint, UnaryOperator.identity(), engine -> {
            engine.resumeAll();
            return engine.executions(ExecutionQuery.newest(9)).reversed().stream()
                    .map(summary -> engine.whenEnded(summary.id()).join())
                    .toList();
        });
    }

    /** How many entries the newest execution has. */
    static int entries(PipelineFile file, Path folder, URI endpoint) {
        return run(
                file,
                folder,
                endpoint,
                UnaryOperator.identity(),
                engine -> Math.toIntExact(
                        engine.executions(ExecutionQuery.newest(1)).getFirst().version()));
    }

    private static <T> T run(
            PipelineFile file, Path folder, URI endpoint, UnaryOperator<Journal> around, Function<Engine, T> work) {
        Masker masker = new SecretMasker();
        try (FastClock clock = new FastClock();
                Machine machine = machine(folder, masker);
                Cloud cloud = cloud(endpoint, masker);
                Engine engine = Engines.builder(file.settings(), machine, cloud, masker)
                        .journal(around.apply(machine.journal()))
                        .clock(clock)
                        .build()) {
            return work.apply(engine);
        }
    }

    static AwsServices cloud(URI endpoint, Masker masker) {
        return new AwsServices(
                new AwsSettings(
                        new Realm.Simulated(endpoint, "123456789012"),
                        Optional.of("us-east-1"),
                        Set.of(),
                        RoleSession.DEFAULT),
                masker,
                InstantSource.system());
    }

    private static Machine machine(Path folder, Masker masker) {
        return new LocalMachine(
                folder,
                folder.resolveSibling("cache"),
                folder.resolve("artifacts"),
                Map.of("PATH", System.getenv("PATH")),
                masker,
                BaseImages.STAND_INS);
    }
}
