package dev.penstock.build;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.secret.SecretResolver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Compute/AWS/Commands/1}: runs the action's commands as a build whose buildspec is made of them, where builds run: on this
 * machine, in a container, or by CodeBuild in a project that the settings name, as the action names none.
 */
public final class CommandsAction implements ActionProvider<CodeBuildConfiguration, CodeBuildState> {

    /** {@code Compute/AWS/Commands/1}. */
    public static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.COMPUTE, ActionOwner.AWS, "Commands", "1");

    /** "Quotas in AWS CodePipeline". */
    private static final Duration LONGEST = Duration.ofMinutes(55);

    /** What CodePipeline's own machines would be like. */
    private static final List<String> MACHINE = List.of("ComputeType", "VpcId", "Subnets", "SecurityGroupIds");

    private final BuildProjects projects;
    private final Function<String, Optional<String>> projectNames;
    private final ServiceBuildSteps service;
    private final CodeBuildAction builds;

    /**
     * A provider.
     *
     * @param projects where the builds of an action run
     * @param projectNames the project in which CodeBuild runs the commands of an action, by the action's name
     * @param executor for builds on the runner's own machine
     * @param secrets for those
     * @param codeBuilds for builds that CodeBuild runs
     * @param exchange for the sources and artifacts of those
     * @param logs what is followed of their logs
     */
    public CommandsAction(
            BuildProjects projects,
            Function<String, Optional<String>> projectNames,
            BuildExecutor executor,
            SecretResolver secrets,
            CodeBuilds codeBuilds,
            BuildExchange exchange,
            BuildLogs logs) {
        this.projects = projects;
        this.projectNames = projectNames;
        this.service = new ServiceBuildSteps(codeBuilds, exchange, logs);
        this.builds = new CodeBuildAction(TYPE, projects, executor, secrets, service);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, 10, 0, 1);
    }

    @Override
    public CodeBuildConfiguration configure(ConfigurationReader keys) {
        ActionDeclaration action = keys.declaration();
        String kind =
                keys.choice("EnvironmentType", "LINUX_CONTAINER", "LINUX_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER");
        if (kind.startsWith("WINDOWS")) {
            keys.problem(
                    "EnvironmentType",
                    "The commands are for Windows, and commands run here in a shell of Linux.",
                    "Write them for 'sh', and leave EnvironmentType out.");
        }
        MACHINE.forEach(keys::optional);
        names(keys);
        Optional<String> project = projectNames.apply(action.name());
        BuildLocation location =
                projects.project(project.orElse(""), action.name()).location();
        if (location instanceof BuildLocation.CodeBuild) {
            new CodeBuildConfigurationReader(keys, location, service.hasExchange()).checkExchange(Optional.empty());
            if (project.isEmpty()) {
                keys.problem(
                        "",
                        "CodeBuild is to run the commands, and the action names no project of CodeBuild.",
                        "Name one in the settings (penstock.yml), 'builds: {" + action.name() + ": {project: NAME}}'.");
            }
        }
        return new CodeBuildConfiguration(
                project.orElse(action.name()),
                Optional.empty(),
                action.environmentVariables(),
                Optional.of(CommandsBuildspec.of(action)),
                Optional.empty());
    }

    private static void names(ConfigurationReader keys) {
        keys.declaration().environmentVariables().stream()
                .filter(variable -> variable.name().startsWith(BuildEnvironment.RESERVED_PREFIX))
                .forEach(variable -> keys.problem(
                        "",
                        "The environment variable '" + variable.name()
                                + "' has a name that CodeBuild keeps for itself.",
                        "Use a name that does not start with CODEBUILD_."));
        keys.declaration().outputVariables().stream()
                .filter(name -> !BuildEnvironment.isIdentifier(name))
                .forEach(name -> keys.problem(
                        "",
                        "The output variable '" + name + "' has a name that no shell can give a variable.",
                        "A name has letters, digits and underscores, and does not begin with a digit."));
    }

    @Override
    public Class<CodeBuildState> stateType() {
        return CodeBuildState.class;
    }

    @Override
    public CodeBuildState begin(CodeBuildConfiguration configuration) {
        return builds.begin(configuration);
    }

    @Override
    public Duration timeout(CodeBuildConfiguration configuration) {
        return LONGEST;
    }

    @Override
    public StepResult<CodeBuildState> step(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state)
            throws IOException, InterruptedException {
        if (state instanceof CodeBuildState.Begun) {
            MACHINE.stream()
                    .filter(context.declaration().configuration()::containsKey)
                    .forEach(key -> context.log(
                            "Warning: '" + key + "' has no effect: the settings say on what the commands run."));
        }
        int count = context.declaration().commands().size();
        String commands = count + (count == 1 ? " command" : " commands");
        return switch (builds.step(context, configuration, state)) {
            case StepResult.Next<CodeBuildState>(CodeBuildState.Started started, String building) ->
                new StepResult.Next<>(started, "running " + commands);
            case StepResult.Succeed<CodeBuildState>(ActionResult result) ->
                new StepResult.Succeed<>(new ActionResult(
                        result.artifacts(),
                        result.variables(),
                        "ran " + commands,
                        result.external(),
                        result.deployments()));
            case StepResult<CodeBuildState> other -> other;
        };
    }

    @Override
    public void abandon(ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state) {
        builds.abandon(context, configuration, state);
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, CodeBuildConfiguration configuration, CodeBuildState state) {
        return builds.stopping(context, configuration, state);
    }
}
