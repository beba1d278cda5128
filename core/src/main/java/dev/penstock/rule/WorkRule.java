package dev.penstock.rule;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildProjects;
import dev.penstock.build.CodeBuildAction;
import dev.penstock.build.CommandsAction;
import dev.penstock.execution.ActionFailure;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A rule that holds if the work of an action succeeds: {@code Rule/AWS/CodeBuild/1}, {@code Rule/AWS/Commands/1} and {@code
 * Rule/AWS/LambdaInvoke/1}. It is configured as the action is, and done where the settings say under the rule's name, such as {@code
 * onSuccess/Tests}.
 *
 * @param <C> the action's configuration
 * @param <S> the action's state
 */
public final class WorkRule<C, S> implements ActionProvider<WorkRule.Limited<C>, S> {

    /** The build was carried out, and did not succeed; any other failure says nothing about the rule. */
    private static final Set<String> BUILD_DID_NOT = Set.of("PEN-BUILD-001", "PEN-BUILD-003", "PEN-BUILD-010");

    /** The function was carried out, and says no. */
    private static final Set<String> FUNCTION_DID_NOT = Set.of("PEN-INVOKE-002", "PEN-INVOKE-003");

    private final ActionTypeId type;
    private final ArtifactLimits artifacts;
    private final ActionProvider<C, S> work;
    private final Set<String> unmet;
    private final Consumer<ConfigurationReader> check;

    /**
     * The configuration of the action, and how long the rule may take.
     *
     * @param work the action's
     * @param timeout after what time the rule does not hold
     */
    public record Limited<C>(C work, Duration timeout) {}

    private WorkRule(
            String provider,
            ArtifactLimits artifacts,
            ActionProvider<C, S> work,
            Set<String> unmet,
            Consumer<ConfigurationReader> check) {
        this.type = Rules.type(provider);
        this.artifacts = artifacts;
        this.work = work;
        this.unmet = unmet;
        this.check = check;
    }

    /** {@code Rule/AWS/CodeBuild/1}: holds if a build succeeds. */
    public static ActionProvider<?, ?> codeBuild(CodeBuildAction builds) {
        return new WorkRule<>("CodeBuild", new ArtifactLimits(1, 5, 0, 0), builds, BUILD_DID_NOT, keys -> {});
    }

    /**
     * {@code Rule/AWS/Commands/1}: holds if the commands that the rule lists exit with 0.
     *
     * @param projects where they run
     */
    public static ActionProvider<?, ?> commands(CommandsAction commands, BuildProjects projects) {
        return new WorkRule<>("Commands", new ArtifactLimits(0, 5, 0, 0), commands, BUILD_DID_NOT, keys -> {
            String name = keys.declaration().name();
            boolean elsewhere = projects.project("", name).location() instanceof BuildLocation.CodeBuild;
            if (elsewhere && keys.declaration().inputArtifacts().isEmpty()) {
                keys.problem(
                        "",
                        "CodeBuild is to run the commands of the rule '" + name
                                + "', and a build of CodeBuild begins in an artifact.",
                        "Give the rule an input artifact.");
            }
        });
    }

    /** {@code Rule/AWS/LambdaInvoke/1}: holds if a function does not answer that it failed. */
    public static ActionProvider<?, ?> lambdaInvoke(FunctionInvokeAction invoking) {
        return new WorkRule<>("LambdaInvoke", new ArtifactLimits(0, 5, 0, 0), invoking, FUNCTION_DID_NOT, keys -> {});
    }

    @Override
    public ActionTypeId type() {
        return type;
    }

    @Override
    public ArtifactLimits artifacts() {
        return artifacts;
    }

    @Override
    public Limited<C> configure(ConfigurationReader configuration) {
        C configured = work.configure(configuration);
        check.accept(configuration);
        Duration longest = work.timeout(configured);
        return new Limited<>(
                configured,
                Rules.ownTimeout(configuration)
                        .filter(own -> own.compareTo(longest) < 0)
                        .orElse(longest));
    }

    @Override
    public Class<S> stateType() {
        return work.stateType();
    }

    @Override
    public S begin(Limited<C> configuration) {
        return work.begin(configuration.work());
    }

    @Override
    public Duration timeout(Limited<C> configuration) {
        return configuration.timeout();
    }

    @Override
    public StepResult<S> step(ActionContext context, Limited<C> configuration, S state)
            throws IOException, InterruptedException {
        StepResult<S> result = work.step(context, configuration.work(), state);
        return result instanceof StepResult.Fail<S>(ActionFailure failure) && unmet.contains(failure.code())
                ? Rules.doesNotHold(failure.code(), failure.message(), failure.details())
                : result;
    }

    @Override
    public void abandon(ActionContext context, Limited<C> configuration, S state)
            throws IOException, InterruptedException {
        work.abandon(context, configuration.work(), state);
    }

    @Override
    public Optional<String> stopping(ActionContext context, Limited<C> configuration, S state)
            throws IOException, InterruptedException {
        return work.stopping(context, configuration.work(), state);
    }
}
