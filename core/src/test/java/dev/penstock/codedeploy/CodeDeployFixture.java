package dev.penstock.codedeploy;

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
import dev.penstock.release.ContainerTasks;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An engine whose pipelines make templates and images, and deploy them by CodeDeploy. */
public final class CodeDeployFixture implements AutoCloseable {

    /** A task definition template for an image. */
    public static final String TASK_DEFINITION = """
            {
              "family": "web",
              "networkMode": "awsvpc",
              "requiresCompatibilities": ["FARGATE"],
              "cpu": "256",
              "memory": "512",
              "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
              "containerDefinitions": [
                {
                  "name": "web",
                  "image": "<IMAGE1_NAME>",
                  "essential": true,
                  "portMappings": [{"containerPort": 80}]
                }
              ]
            }
            """;

    /** An AppSpec template for it. */
    public static final String APP_SPEC = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: <TASK_DEFINITION>
                    LoadBalancerInfo:
                      ContainerName: web
                      ContainerPort: 80
            """;

    /** What was logged. */
    public final List<String> log = new CopyOnWriteArrayList<>();

    /** Is told each line that is logged, while time stands still. */
    public volatile Consumer<String> whenLogged = line -> {};

    /** Is told each summary, while time stands still. */
    public volatile Consumer<String> whenProgressed = summary -> {};

    /** The engine. */
    public final Engine engine;

    private static final ActionTypeId MAKE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Make", "1");

    /** What a fixture stands on: where things are kept, and what time it is. */
    public record Ground(Journal journal, EngineClock clock, Path folder, InMemoryArtifactStore artifacts) {}

    /** An engine over CodeDeploy. */
    public CodeDeployFixture(
            Ground ground,
            String runner,
            CodeDeployments deployments,
            ContainerTasks tasks,
            ImageRegistry registry,
            ResourceReader reader,
            CodeDeployOptions options) {
        this(ground, runner, new CodeDeployToEcsAction(deployments, tasks, registry, action -> options), reader);
    }

    /** An engine over any action of this type. */
    public CodeDeployFixture(Ground ground, String runner, ActionProvider<?, ?> deploy, ResourceReader reader) {
        this.engine = Engine.builder(ground.journal())
                .artifacts(ground.artifacts())
                .workFolder(ground.folder().resolve("work-" + runner))
                .providers(List.of(new Make(), deploy))
                .resourceReaders(List.of(reader))
                .clock(ground.clock())
                .runner(new RunnerId(runner))
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        log.add(line);
                        whenLogged.accept(line);
                    }

                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        whenProgressed.accept(summary);
                    }
                })
                .build();
    }

    /** A pipeline that deploys an image by the templates above. */
    public static Pipeline pipeline(DeploymentGroupId group, String image) {
        return pipeline(group, files(TASK_DEFINITION, APP_SPEC, image), Map.of());
    }

    /** The files of an artifact. */
    public static Map<String, String> files(String taskDefinition, String appSpec, String image) {
        return Map.of(
                "taskdef.json",
                taskDefinition,
                "appspec.yaml",
                appSpec,
                "imageDetail.json",
                "{\"ImageURI\":\"" + image + "\"}");
    }

    /** A pipeline that deploys an artifact of some files. */
    public static Pipeline pipeline(DeploymentGroupId group, Map<String, String> files, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "ApplicationName", group.application(),
                "DeploymentGroupName", group.group(),
                "TaskDefinitionTemplateArtifact", "files",
                "AppSpecTemplateArtifact", "files",
                "Image1ArtifactName", "files",
                "Image1ContainerName", "IMAGE1_NAME"));
        configuration.putAll(more);
        configuration.values().removeIf(String::isEmpty);
        ActionDeclaration make =
                action("make", MAKE, files, List.of(), List.of(new OutputArtifact("files", List.of())));
        ActionTypeId type = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CodeDeployToECS", "1");
        ActionDeclaration deploy = action("deploy", type, configuration, List.of("files"), List.of());
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

    /** Why a release cannot be carried out by CodeDeploy. */
    public static Optional<Refusal> refusal(ReleasePlan plan) {
        return TimedTraffic.refusal(plan);
    }

    /** The action that makes the artifact of such a pipeline. */
    public static ActionProvider<?, ?> make() {
        return new Make();
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

    /** Makes an artifact of the files that its configuration names. */
    private static final class Make implements ActionProvider<Make.FileSet, Make.Begun> {

        private record FileSet(Map<String, String> contents) {}

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
        public FileSet configure(ConfigurationReader configuration) {
            Map<String, String> contents = new TreeMap<>();
            for (String name : configuration.declaration().configuration().keySet()) {
                contents.put(name, configuration.required(name));
            }
            return new FileSet(contents);
        }

        @Override
        public Class<Begun> stateType() {
            return Begun.class;
        }

        @Override
        public Begun begin(FileSet configuration) {
            return new Begun(0);
        }

        @Override
        public StepResult<Begun> step(ActionContext context, FileSet files, Begun state) throws IOException {
            Path bundle = Files.createTempFile(context.workDirectory(), "bundle", ".zip");
            try (OutputStream out = Files.newOutputStream(bundle);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, String> file : files.contents().entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
            return new StepResult.Succeed<>(new ActionResult(
                    Map.of("files", context.store(bundle)), Map.of(), "", Optional.empty(), List.of()));
        }
    }
}
