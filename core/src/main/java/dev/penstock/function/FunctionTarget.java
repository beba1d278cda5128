package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.function.FunctionDeployState.Begun;
import dev.penstock.function.FunctionDeployState.Calls;
import dev.penstock.function.FunctionDeployState.Ready;
import dev.penstock.image.ImageRegistry;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.configuration.DeployStrategy;
import dev.penstock.stack.AlarmStates;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * {@code Deploy/AWS/Lambda/1}: releases a version of a function to an alias.
 *
 * <p>The new version is published of the input artifact, or was before; then the alias sends it the shares of calls that the plan
 * says. Everything that is changed names the state that it changes, so that nobody's change is overwritten; going back sends calls
 * exactly where they went before. Without an alias the version is published and that is all.
 */
public final class FunctionTarget implements ReleaseTarget<FunctionDeployConfiguration, FunctionDeployState> {

    private static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "Lambda", "1");

    private final Functions functions;
    private final AlarmStates alarms;
    private final FunctionPreparation preparation;
    private final FunctionTrial trial;
    private final FunctionCalls calls;

    /**
     * A target over a platform.
     *
     * @param place where archives are put that are too large to be sent with a request; absent if no bucket is set
     * @param events that a new version is invoked with before users have it, as JSON, by the action's name
     */
    public FunctionTarget(
            Functions functions,
            AlarmStates alarms,
            Bundles bundles,
            Optional<BundlePlace> place,
            ImageRegistry registry,
            Function<String, Optional<String>> events) {
        this(functions, alarms, new FunctionBundle(bundles, place, registry, FunctionCode.LARGEST_SENT), events);
    }

    FunctionTarget(
            Functions functions, AlarmStates alarms, FunctionBundle bundle, Function<String, Optional<String>> events) {
        this.functions = functions;
        this.alarms = alarms;
        this.trial = new FunctionTrial(functions, events);
        this.preparation = new FunctionPreparation(functions, alarms, bundle, trial);
        this.calls = new FunctionCalls(functions);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 0);
    }

    @Override
    public FunctionDeployConfiguration configure(ConfigurationReader configuration) {
        return FunctionDeployKeys.read(configuration);
    }

    @Override
    public Class<FunctionDeployState> stateType() {
        return FunctionDeployState.class;
    }

    @Override
    public FunctionDeployState begin(FunctionDeployConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Optional<Refusal> refusal(FunctionDeployConfiguration configuration, ReleasePlan plan) {
        return cannotDo(configuration, plan);
    }

    /** Why no function can be released by a plan; absent if one can. */
    public static Optional<Refusal> cannotDo(FunctionDeployConfiguration configuration, ReleasePlan plan) {
        return FunctionPlans.refusal(configuration, plan);
    }

    @Override
    public ReleaseSettings usual(FunctionDeployConfiguration configuration) {
        return ReleaseSettings.of(
                configuration.strategy().orElse(DeployStrategy.STANDARD).routing());
    }

    /** An alias always has a version. */
    @Override
    public TargetFacts facts(ActionContext context, FunctionDeployConfiguration configuration) {
        return TargetFacts.live(OptionalInt.empty());
    }

    @Override
    public TargetResult<FunctionDeployState> carryOut(
            ReleaseContext context,
            FunctionDeployConfiguration configuration,
            FunctionDeployState state,
            ReleaseStep.OfTarget step)
            throws IOException {
        try {
            if (step instanceof ReleaseStep.Prepare) {
                return preparation.prepare(context.action(), configuration, state);
            }
            return carryOut(context, configuration, (Ready) state, step);
        } catch (FunctionFailure e) {
            return new TargetResult.Failed<>(state, e.failure(), aftermath(state));
        }
    }

    private static Aftermath aftermath(FunctionDeployState state) {
        return state instanceof Ready ready
                        && ready.alias()
                                .filter(calls -> !calls.set().equals(calls.before()))
                                .isPresent()
                ? Aftermath.CHANGED
                : Aftermath.UNTOUCHED;
    }

    private TargetResult<FunctionDeployState> carryOut(
            ReleaseContext context, FunctionDeployConfiguration configuration, Ready ready, ReleaseStep.OfTarget step)
            throws FunctionFailure {
        return switch (step) {
            case ReleaseStep.Prepare() -> throw new IllegalStateException("it is prepared already");
            // Lambda gives a version what its calls need.
            case ReleaseStep.ScaleUp scaleUp -> new TargetResult.Done<>(ready, "");
            case ReleaseStep.Test() -> test(context, configuration, ready);
            case ReleaseStep.Shift(Share share) -> calls.shift(context.action(), configuration, ready, share);
            case ReleaseStep.Replace replace -> all(context, configuration, ready);
            case ReleaseStep.Finish() -> all(context, configuration, ready);
        };
    }

    private TargetResult<FunctionDeployState> test(
            ReleaseContext context, FunctionDeployConfiguration configuration, Ready ready) throws FunctionFailure {
        if (context.settings().test().isPresent()) {
            trial.request(
                    context.action(),
                    configuration,
                    ready.version(),
                    context.settings().test().get());
        }
        return new TargetResult.Done<>(ready, "");
    }

    /** Also at the end: what was sent elsewhere in the meantime is noticed. */
    private TargetResult<FunctionDeployState> all(
            ReleaseContext context, FunctionDeployConfiguration configuration, Ready ready) {
        return ready.alias().isEmpty()
                ? new TargetResult.Done<>(ready, "")
                : calls.shift(context.action(), configuration, ready, Share.ALL);
    }

    @Override
    public Position position(
            ReleaseContext context, FunctionDeployConfiguration configuration, FunctionDeployState state) {
        if (!(state instanceof Ready ready) || ready.alias().isEmpty()) {
            return new Position(
                            condition(context, configuration),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of())
                    .toldOf(AlarmSight.resources(context.action().scope(), configuration.alarms()));
        }
        Calls known = ready.alias().get();
        AliasRouting routing;
        try {
            routing = functions
                    .alias(context.action().scope(), configuration.function(), FunctionCalls.alias(configuration))
                    .routing();
        } catch (RemoteCallException e) {
            if (e.kind() != RemoteCallException.Kind.NOT_FOUND) {
                throw e;
            }
            return overtaken(FunctionCalls.overtaken(configuration, known, "nobody, as the alias is gone"));
        }
        if (!FunctionCalls.isOurs(routing, ready, known, context.share())) {
            return overtaken(FunctionCalls.overtaken(configuration, known, routing.toString()));
        }
        return new Position(
                        condition(context, configuration),
                        Optional.of(new Share((int) Math.round(routing.share(ready.version()) * Share.ALL.permille()))),
                        Optional.empty(),
                        Optional.of(new Arms(
                                arm(configuration, ready.version()),
                                arm(configuration, known.before().version()))),
                        List.of(FunctionAlias.resource(
                                context.action().scope(),
                                configuration.function(),
                                FunctionCalls.alias(configuration))))
                .toldOf(AlarmSight.resources(context.action().scope(), configuration.alarms()));
    }

    private Condition condition(ReleaseContext context, FunctionDeployConfiguration configuration) {
        List<String> against = configuration.alarms().isEmpty()
                ? List.of()
                : alarms.against(context.action().scope(), configuration.alarms());
        return against.isEmpty()
                ? new Condition.Well()
                : new Condition.Broken(ActionFailure.failed(
                        "PEN-LAMBDA-013", "An alarm ends the release: " + String.join(", ", against) + "."));
    }

    private static Position overtaken(ActionFailure failure) {
        return new Position(
                new Condition.Overtaken(failure), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private static Arm arm(FunctionDeployConfiguration configuration, String version) {
        return new Arm(
                "version " + version,
                Map.of(
                        Arm.FUNCTION_NAME, configuration.function().shortName(),
                        Arm.FUNCTION_ALIAS, FunctionCalls.alias(configuration),
                        Arm.FUNCTION_VERSION, version));
    }

    /** Where nothing was sent elsewhere there is nothing to bring back: the code of the latest version stays. */
    @Override
    public TargetResult<FunctionDeployState> rollBack(
            ReleaseContext context, FunctionDeployConfiguration configuration, FunctionDeployState state) {
        return state instanceof Ready ready && ready.alias().isPresent()
                ? calls.back(context, configuration, ready)
                : new TargetResult.Done<>(state, "");
    }

    @Override
    public void abandon(ReleaseContext context, FunctionDeployConfiguration configuration, FunctionDeployState state) {
        switch (rollBack(context, configuration, state)) {
            case TargetResult.Failed<FunctionDeployState>(var left, ActionFailure failure, var aftermath) ->
                context.action().log(failure.message());
            case TargetResult.Await<FunctionDeployState>(var same, var until, String summary) ->
                throw new RemoteCallException(
                        RemoteCallException.Kind.TRANSIENT,
                        "lambda:UpdateAlias",
                        "",
                        "The calls of the " + configuration.target() + " could not be sent back: " + summary + ".",
                        new IllegalStateException(summary));
            case TargetResult.Done<FunctionDeployState> done -> {}
            case TargetResult.Next<FunctionDeployState> next -> {}
            case TargetResult.Nothing<FunctionDeployState> nothing -> {}
        }
    }

    @Override
    public ActionResult result(
            ReleaseContext context, FunctionDeployConfiguration configuration, FunctionDeployState state) {
        Ready ready = (Ready) state;
        return new ActionResult(
                Map.of(),
                Map.of("FunctionVersion", ready.version()),
                "version " + ready.version() + " of function " + configuration.functionName(),
                Optional.of(new ActionResult.ExternalExecution(ready.arn(), Optional.empty())),
                List.of(new ActionResult.Deployment(
                        "Lambda " + configuration.target(), ready.arn(), "version " + ready.version())));
    }
}
