package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An engine whose pipelines make an artifact {@code app} and deploy a stack from it. */
public final class StackFixture implements AutoCloseable {

    /** What was logged. */
    public final List<String> log = new CopyOnWriteArrayList<>();

    /** Is told each line that is logged, while time stands still. */
    public volatile Consumer<String> whenLogged = line -> {};

    /** The engine. */
    public final Engine engine;

    private static final ActionTypeId MAKE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Make", "1");

    /** An engine over a platform. */
    public StackFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            Stacks stacks,
            List<ResourceReader> readers,
            ChangeSetGate gate,
            StackOptions options) {
        this(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(new CloudFormationAction(
                        stacks,
                        StackFiles.NONE,
                        gate,
                        type -> type.contains("::RDS::"),
                        action -> options,
                        Optional::of)),
                readers);
    }

    /** An engine with some actions. */
    public static StackFixture of(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            List<ActionProvider<?, ?>> actions,
            List<ResourceReader> readers) {
        return new StackFixture(journal, clock, folder, artifacts, "one", actions, readers);
    }

    /** An engine with some actions. */
    public StackFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            List<ActionProvider<?, ?>> actions,
            List<ResourceReader> readers) {
        List<ActionProvider<?, ?>> all = new ArrayList<>(actions);
        all.add(new Make());
        this.engine = Engine.builder(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work-" + runner))
                .providers(all)
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

    /**
     * A pipeline that deploys a stack {@code shop}.
     *
     * @param files of the artifact {@code app}, content by name
     * @param more configuration of the action
     */
    public static Pipeline pipeline(String mode, Map<String, String> files, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("ActionMode", mode);
        configuration.putIfAbsent("StackName", "shop");
        return pipelineOf("CloudFormation", files, configuration);
    }

    /** The action that makes the artifact {@code app}, for engines of others. */
    public static ActionProvider<?, ?> maker() {
        return new Make();
    }

    /** A pipeline with another action over the artifact {@code app}. */
    public static Pipeline pipelineOf(String provider, Map<String, String> files, Map<String, String> configuration) {
        boolean writes = configuration.containsKey("OutputFileName");
        ActionDeclaration make = action("make", MAKE, files, List.of(), List.of(new OutputArtifact("app", List.of())));
        ActionDeclaration deploy = action(
                "deploy",
                new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, provider, "1"),
                configuration,
                List.of("app"),
                writes ? List.of(new OutputArtifact("outputs", List.of())) : List.of());
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

    /** The action that makes the artifact. */
    public static ActionProvider<?, ?> making() {
        return new Make();
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

    /** Makes an artifact of the files in its configuration. */
    private static final class Make implements ActionProvider<Make.Files, Make.Begun> {

        private record Files(Map<String, String> files) {}

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
        public Files configure(ConfigurationReader configuration) {
            Map<String, String> files = configuration.declaration().configuration();
            files.keySet().forEach(configuration::optional);
            return new Files(files);
        }

        @Override
        public Class<Begun> stateType() {
            return Begun.class;
        }

        @Override
        public Begun begin(Files configuration) {
            return new Begun(0);
        }

        @Override
        public StepResult<Begun> step(ActionContext context, Files files, Begun state) throws IOException {
            Path bundle = context.workDirectory().resolve("bundle.zip");
            BundleWriter writer = new BundleWriter();
            for (Map.Entry<String, String> file : files.files().entrySet()) {
                writer.file(file.getKey(), file.getValue());
            }
            writer.write(bundle);
            return new StepResult.Succeed<>(
                    new ActionResult(Map.of("app", context.store(bundle)), Map.of(), "", Optional.empty(), List.of()));
        }
    }
}
