package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.image.ImageRegistry;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.time.EngineClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An engine whose pipelines make an {@code imagedefinitions.json} and deploy it. */
public final class ReleaseFixture implements AutoCloseable {

    /** What was logged. */
    public final List<String> log = new CopyOnWriteArrayList<>();

    /** Is told each line that is logged, while time stands still. */
    public volatile Consumer<String> whenLogged = line -> {};

    /** The engine. */
    public final Engine engine;

    private static final ActionTypeId MAKE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Make", "1");

    /** An engine over a platform and a registry. */
    public ReleaseFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            ContainerServices services,
            ImageRegistry registry,
            ResourceReader reader) {
        this(journal, clock, folder, artifacts, runner, new EcsDeployAction(services, registry), List.of(reader));
    }

    /** An engine with an action that deploys to ECS. */
    public ReleaseFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            ActionProvider<?, ?> deploys,
            List<ResourceReader> readers) {
        this.engine = Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(List.of(new Make(), deploys))
                .resourceReaders(readers)
                .clock(clock)
                .runner(new RunnerId(runner))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                        whenLogged.accept(line);
                    }
                })
                .build();
    }

    /** The action that makes what is deployed by these pipelines. */
    public static ActionProvider<?, ?> make() {
        return new Make();
    }

    /** A pipeline that deploys these image definitions to a service. */
    public static Pipeline pipeline(ServiceId service, String imageDefinitions) {
        return pipeline(service, Map.of("imagedefinitions.json", imageDefinitions), Map.of());
    }

    /** A pipeline that deploys an artifact with one file. */
    public static Pipeline pipeline(ServiceId service, Map<String, String> file, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("ClusterName", service.cluster());
        configuration.put("ServiceName", service.service());
        ActionDeclaration make = action(
                "make",
                MAKE,
                Map.of(
                        "Name", file.keySet().iterator().next(),
                        "Content", file.values().iterator().next()),
                List.of(),
                List.of(new OutputArtifact("images", List.of())));
        ActionTypeId ecs = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ECS", "1");
        ActionDeclaration deploy = action("deploy", ecs, configuration, List.of("images"), List.of());
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration("Build", List.of(make)), new StageDeclaration("Deploy", List.of(deploy))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static ActionDeclaration action(
            String name,
            ActionTypeId type,
            Map<String, String> configuration,
            List<String> inputs,
            List<OutputArtifact> outputs) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                inputs,
                outputs,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** Runs to the end. */
    public ExecutionState run(Pipeline pipeline) throws Exception {
        return await(engine.start(pipeline, StartRequest.by("ann")));
    }

    /** Waits for the end. */
    public ExecutionState await(ExecutionId id) throws Exception {
        return engine.whenEnded(id).get(30, TimeUnit.SECONDS);
    }

    /** How the deploy action ended. */
    public static ActionPhase deployed(ExecutionState state) {
        return state.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Makes an artifact of one file. */
    private static final class Make implements ActionProvider<Make.File, Make.Begun> {

        private record File(String name, String content) {}

        private record Begun(int nothing) {}

        @Override
        public ActionTypeId type() {
            return MAKE;
        }

        @Override
        public ArtifactLimits artifacts() {
            return ArtifactLimits.exactly(0, 1);
        }

        @Override
        public File configure(ConfigurationReader configuration) {
            return new File(
                    configuration.required("Name"),
                    configuration.optional("Content").orElse(""));
        }

        @Override
        public Class<Begun> stateType() {
            return Begun.class;
        }

        @Override
        public Begun begin(File configuration) {
            return new Begun(0);
        }

        @Override
        public StepResult<Begun> step(ActionContext context, File file, Begun state) throws IOException {
            Path bundle = Files.createTempFile(context.workDirectory(), "bundle", ".zip");
            try (OutputStream out = Files.newOutputStream(bundle);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                ZipEntry entry = new ZipEntry(file.name());
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(file.content().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
            return new StepResult.Succeed<>(new ActionResult(
                    Map.of("images", context.store(bundle)), Map.of(), "", Optional.empty(), List.of()));
        }
    }
}
