package dev.penstock.build;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.secret.SecretResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Build/AWS/CodeBuild/1} and {@code Test/AWS/CodeBuild/1}: runs the buildspec where the project says.
 *
 * <p>A build on the runner's own machine runs inside one step, which ends with it. A runner that dies takes its build along; the
 * next one runs it again from its beginning, on fresh copies of the sources. A build that CodeBuild runs goes on by itself, and
 * whoever drives the execution then follows it.
 */
public final class CodeBuildAction implements ActionProvider<CodeBuildConfiguration, CodeBuildState> {

    private static final String CREDENTIALS =
            ". It was given no credentials of AWS: 'awsEnvironment: true' below 'builds' in the settings gives it those of the run.";

    private final ActionTypeId type;
    private final BuildProjects projects;
    private final BuildExecutor executor;
    private final SecretResolver secrets;
    private final ServiceBuildSteps service;

    CodeBuildAction(
            ActionTypeId type,
            BuildProjects projects,
            BuildExecutor executor,
            SecretResolver secrets,
            ServiceBuildSteps service) {
        this.type = type;
        this.projects = projects;
        this.executor = executor;
        this.secrets = secrets;
        this.service = service;
    }

    /**
     * Both types of action.
     *
     * @param projects where the builds of an action run
     * @param executor for builds on the runner's own machine
     * @param secrets for those
     * @param service for builds that CodeBuild runs
     * @param exchange for the sources and artifacts of those
     * @param logs what is followed of their logs
     */
    public static List<ActionProvider<?, ?>> all(
            BuildProjects projects,
            BuildExecutor executor,
            SecretResolver secrets,
            CodeBuilds service,
            BuildExchange exchange,
            BuildLogs logs) {
        return List.of(
                of(ActionCategory.BUILD, projects, executor, secrets, service, exchange, logs),
                of(ActionCategory.TEST, projects, executor, secrets, service, exchange, logs));
    }

    /** One of them: {@code Build/AWS/CodeBuild/1} or {@code Test/AWS/CodeBuild/1}. */
    public static CodeBuildAction of(
            ActionCategory category,
            BuildProjects projects,
            BuildExecutor executor,
            SecretResolver secrets,
            CodeBuilds service,
            BuildExchange exchange,
            BuildLogs logs) {
        return new CodeBuildAction(
                new ActionTypeId(category, ActionOwner.AWS, "CodeBuild", "1"),
                projects,
                executor,
                secrets,
                new ServiceBuildSteps(service, exchange, logs));
    }

    @Override
    public ActionTypeId type() {
        return type;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, 5, 0, 5);
    }

    @Override
    public CodeBuildConfiguration configure(ConfigurationReader configuration) {
        ActionDeclaration action = configuration.declaration();
        BuildProject project = projects.project(action.configuration().getOrDefault("ProjectName", ""), action.name());
        return new CodeBuildConfigurationReader(configuration, project.location(), service.hasExchange()).read();
    }

    /** On the runner's own machine a build needs no project; its name is then only shown. */
    @Override
    public boolean needs(ActionDeclaration action, String key) {
        return !key.equals("ProjectName") || isElsewhere(projects.project("", action.name()));
    }

    @Override
    public Class<CodeBuildState> stateType() {
        return CodeBuildState.class;
    }

    @Override
    public CodeBuildState begin(CodeBuildConfiguration configuration) {
        return new CodeBuildState.Begun();
    }

    /** CodePipeline's own limit for builds; the project's is shorter and ends the build before. */
    @Override
    public Duration timeout(CodeBuildConfiguration configuration) {
        return Duration.ofHours(36);
    }

    @Override
    public StepResult<CodeBuildState> step(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state)
            throws IOException, InterruptedException {
        BuildProject project = project(context, configuration);
        return switch (state) {
            case CodeBuildState.Begun() -> begin(context, configuration, project);
            case CodeBuildState.Started(String buildId) ->
                isElsewhere(project)
                        ? begin(context, configuration, project)
                        : run(context, configuration, project, buildId);
            case CodeBuildState.Asked asked -> service.ask(context, configuration, project, asked);
            case CodeBuildState.Running running -> service.follow(context, configuration, running);
        };
    }

    private StepResult<CodeBuildState> begin(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project) throws IOException {
        return isElsewhere(project)
                ? service.begin(context, configuration)
                : new StepResult.Next<>(
                        new CodeBuildState.Started(configuration.projectName() + ":" + context.token("build")),
                        "building " + configuration.projectName());
    }

    private static boolean isElsewhere(BuildProject project) {
        return project.location() instanceof BuildLocation.CodeBuild;
    }

    private BuildProject project(ActionContext context, CodeBuildConfiguration configuration) {
        return projects.project(
                configuration.projectName(), context.declaration().name());
    }

    @Override
    public void abandon(ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state) {
        service.abandon(context, configuration, project(context, configuration), state);
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state) {
        return service.stopping(context, configuration, project(context, configuration), state);
    }

    private StepResult<CodeBuildState> run(
            ActionContext context, CodeBuildConfiguration configuration, BuildProject project, String buildId)
            throws IOException, InterruptedException {
        BuildLogTail log = new BuildLogTail(context);
        try (BuildFolders folders = BuildFolders.unpack(context)) {
            Map<String, Path> sources = folders.sources(configuration.primarySource());
            BuildspecFile file = BuildspecFile.find(
                    configuration.buildspecOverride().or(project::buildspec),
                    folders.primary(configuration.primarySource()));
            BuildspecReading reading = BuildspecReader.read(file.text());
            if (!(reading instanceof BuildspecReading.Accepted accepted)) {
                return refused(reading);
            }
            accepted.buildspec().notCarriedOut().forEach(sentence -> log.line("Warning: " + sentence));
            if (configuration.serviceRole().isPresent()) {
                log.line(
                        "Warning: 'ServiceRoleArnOverride' has no effect: commands use the credentials they are given.");
            }
            BuildEnvironment environment =
                    new BuildVariables(context, project, configuration, secrets).of(accepted.buildspec(), buildId);
            BuildMachine machine = new BuildMachine(
                    buildId,
                    project.location(),
                    accepted.buildspec().environment().shell(),
                    accepted.buildspec().version() == Buildspec.Version.V0_1,
                    sources,
                    environment,
                    project.passAwsEnvironment(),
                    project.timeout(),
                    folders.work());
            return run(context, accepted.buildspec(), machine, log);
        } catch (BuildException e) {
            return new StepResult.Fail<>(ActionFailure.failed(e.code(), String.valueOf(e.getMessage())));
        }
    }

    private StepResult<CodeBuildState> run(
            ActionContext context, Buildspec buildspec, BuildMachine machine, BuildLogTail log)
            throws IOException, InterruptedException {
        List<String> outputs = context.declaration().outputArtifacts().stream()
                .map(OutputArtifact::name)
                .toList();
        try (BuildSession session = executor.open(machine, log)) {
            BuildResult result = new BuildRun(buildspec, session, log, context::now).run(new BuildOutputs(outputs));
            if (result.status() != BuildStatus.SUCCEEDED) {
                return failed(context, machine, result, log);
            }
            return new StepResult.Succeed<>(new ActionResult(
                    store(context, machine, result),
                    exported(context, machine, result, log),
                    "built by " + machine.buildId()
                            + result.tests().map(tests -> ": " + tests.words()).orElse(""),
                    Optional.of(new ExternalExecution(machine.buildId(), Optional.empty())),
                    List.of()));
        }
    }

    private static StepResult<CodeBuildState> refused(BuildspecReading reading) {
        List<String> problems = reading.problems().stream()
                .map(problem -> problem.span() + ": " + problem.message()
                        + problem.hint().map(hint -> " " + hint).orElse(""))
                .toList();
        return new StepResult.Fail<>(new ActionFailure(
                ActionFailure.Kind.FAILED,
                "PEN-BUILD-002",
                "The buildspec cannot be used. " + problems.getFirst(),
                problems.subList(1, problems.size())));
    }

    private static StepResult<CodeBuildState> failed(
            ActionContext context, BuildMachine machine, BuildResult result, BuildLogTail log) {
        String what = result.failure()
                .map(failure -> "The build failed in phase " + failure.phase() + ". " + failure.message())
                .orElse("The build failed.");
        boolean timedOut = result.status() == BuildStatus.TIMED_OUT;
        List<String> details = new ArrayList<>();
        result.reports().forEach((group, tests) -> {
            details.add("Report " + group + ": " + tests.words());
            tests.failedTests().forEach(test -> details.add(context.masker().mask("  failed: " + test)));
        });
        details.addAll(log.lastLines());
        return new StepResult.Fail<>(new ActionFailure(
                timedOut ? ActionFailure.Kind.TIMED_OUT : ActionFailure.Kind.FAILED,
                timedOut ? "PEN-BUILD-003" : "PEN-BUILD-001",
                context.masker().mask(what)
                        + (log.lacksCredentials() && !machine.passAwsEnvironment() ? CREDENTIALS : ""),
                details));
    }

    private static Map<String, ArtifactReference> store(ActionContext context, BuildMachine machine, BuildResult result)
            throws IOException {
        Map<String, ArtifactReference> stored = new LinkedHashMap<>();
        for (Map.Entry<String, CollectedArtifact> artifact : result.artifacts().entrySet()) {
            BundleWriter writer = new BundleWriter();
            for (Map.Entry<String, Path> file : artifact.getValue().files().entrySet()) {
                Path path = file.getValue();
                writer.path(file.getKey(), artifact.getValue().keepLinks() ? path : path.toRealPath());
            }
            Path bundle = Files.createTempFile(machine.workDirectory(), "artifact", ".zip");
            writer.write(bundle);
            stored.put(artifact.getKey(), context.store(bundle));
        }
        return stored;
    }

    /** Without secrets: what an action puts out is written into the journal. */
    private static Map<String, String> exported(
            ActionContext context, BuildMachine machine, BuildResult result, BuildLogTail log) {
        Map<String, String> variables = new LinkedHashMap<>();
        result.exportedVariables().forEach((name, value) -> {
            boolean secret = machine.environment().isSecret(name)
                    || !context.masker().mask(value).equals(value);
            if (secret || !BuildEnvironment.mayBePutOut(name)) {
                log.line("Warning: the variable " + name + " is not exported, because its value is or may be secret.");
            } else {
                variables.put(name, value);
            }
        });
        return variables;
    }
}
