package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Invokes a function with CodePipeline's event: {@code Invoke/AWS/Lambda/1}. CodePipeline waits until the function calls {@code
 * PutJobSuccessResult} or {@code PutJobFailureResult}, which takes results of its own jobs alone. So the function's own answer counts
 * here: {@link JobAnswer}.
 *
 * <p>The job's id is the same after a crash, so that a function which is invoked a second time can know it.
 */
public final class FunctionInvokeAction implements ActionProvider<FunctionInvokeConfiguration, FunctionInvokeState> {

    /** {@code Invoke/AWS/Lambda/1}. */
    public static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.INVOKE, ActionOwner.AWS, "Lambda", "1");

    /** "Quotas in AWS CodePipeline". */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration BEFORE_GOING_ON = Duration.ofSeconds(30);
    private static final int LONGEST_SHOWN = 500;
    private static final int MOST_LINES = 20;
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[a-zA-Z0-9-_]{1,128}");

    /** How functions tell that CodePipeline did not take their result, in whatever language they are written. */
    private static final Pattern NO_JOB =
            Pattern.compile("JobNotFoundException|PutJobSuccessResult|PutJobFailureResult|InvalidJobStateException");

    private final Functions functions;
    private final FunctionArtifacts artifacts;

    /**
     * A provider.
     *
     * @param exchange where functions read and put artifacts
     */
    public FunctionInvokeAction(Functions functions, BuildExchange exchange) {
        this.functions = functions;
        this.artifacts = new FunctionArtifacts(exchange);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 5, 0, 5);
    }

    @Override
    public FunctionInvokeConfiguration configure(ConfigurationReader keys) {
        var configuration =
                new FunctionInvokeConfiguration(keys.required("FunctionName"), keys.optional("UserParameters"));
        if (keys.isKnown("FunctionName")
                && (configuration.named().isEmpty()
                        || !QUALIFIER.matcher(configuration.qualifier()).matches())) {
            keys.problem(
                    "FunctionName",
                    "'" + configuration.functionName() + "' does not name a function.",
                    "Write its name or its ARN, perhaps with ':' and an alias.");
        }
        boolean hasArtifacts = !keys.declaration().inputArtifacts().isEmpty()
                || !keys.declaration().outputArtifacts().isEmpty();
        if (hasArtifacts && !artifacts.haveAPlace()) {
            keys.problem(
                    "",
                    "The function is to read or put artifacts, and there is no bucket for them.",
                    "Name one in the settings (penstock.yml), 'artifacts: {bucket: NAME}', that the function's role may"
                            + " read and write.");
        }
        return configuration;
    }

    @Override
    public Class<FunctionInvokeState> stateType() {
        return FunctionInvokeState.class;
    }

    @Override
    public FunctionInvokeState begin(FunctionInvokeConfiguration configuration) {
        return new FunctionInvokeState.Begun();
    }

    @Override
    public Duration timeout(FunctionInvokeConfiguration configuration) {
        return LONGEST;
    }

    @Override
    public StepResult<FunctionInvokeState> step(
            ActionContext context, FunctionInvokeConfiguration configuration, FunctionInvokeState state)
            throws IOException {
        try {
            return switch (state) {
                case FunctionInvokeState.Begun() -> prepare(context, configuration);
                case FunctionInvokeState.Job job -> invoke(context, configuration, job);
            };
        } catch (FunctionFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private StepResult<FunctionInvokeState> prepare(ActionContext context, FunctionInvokeConfiguration configuration)
            throws IOException {
        FunctionVersion version;
        try {
            version = functions.version(context.scope(), configuration.function(), FunctionVersion.LATEST);
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND) {
                return new StepResult.Fail<>(ActionFailure.failed(
                        "PEN-INVOKE-001",
                        "There is no function '" + configuration.function() + "'. Create it first, or check its name,"
                                + " the account and the Region."));
            }
            throw e;
        }
        Optional<ObjectLocation> exchange = artifacts.bring(context);
        return new StepResult.Next<>(
                new FunctionInvokeState.Job(0, Optional.empty(), exchange, account(version.arn())),
                "invoking " + configuration.functionName());
    }

    /** {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}. */
    private static String account(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length > 4 ? parts[4] : "";
    }

    private StepResult<FunctionInvokeState> invoke(
            ActionContext context, FunctionInvokeConfiguration configuration, FunctionInvokeState.Job job)
            throws IOException, FunctionFailure {
        JobEvent event = new JobEvent(context, configuration, job);
        Invocation answer =
                functions.invoke(context.scope(), configuration.function(), configuration.qualifier(), event.text());
        answer.logLines().forEach(context::log);
        if (answer.failed()) {
            throw brokenOff(context, configuration, answer);
        }
        return switch (JobAnswer.read(answer.payload())) {
            case JobAnswer.Done done -> succeeded(context, configuration, job, event, done);
            case JobAnswer.Later(String token, String summary) ->
                new StepResult.Await<>(
                        new FunctionInvokeState.Job(job.job() + 1, Optional.of(token), job.exchange(), job.account()),
                        new Wait.Until(context.now().plus(BEFORE_GOING_ON)),
                        summary.isEmpty()
                                ? "the function " + configuration.functionName() + " goes on"
                                : context.masker().mask(summary));
            case JobAnswer.Failed(String message) ->
                throw failure(
                        context,
                        Kind.FAILED,
                        "PEN-INVOKE-003",
                        configuration,
                        "says that it failed. " + message,
                        answer);
            case JobAnswer.Misshapen(String why) ->
                throw failure(
                        context,
                        Kind.FAILED,
                        "PEN-INVOKE-004",
                        configuration,
                        "gave an answer that PutJobSuccessResult would not take. " + why,
                        answer);
        };
    }

    private StepResult<FunctionInvokeState> succeeded(
            ActionContext context,
            FunctionInvokeConfiguration configuration,
            FunctionInvokeState.Job job,
            JobEvent event,
            JobAnswer.Done done)
            throws IOException, FunctionFailure {
        Map<String, ArtifactReference> taken = artifacts.take(context, job.exchange());
        Map<String, String> variables = new LinkedHashMap<>();
        done.variables().forEach((name, value) -> {
            if (context.masker().mask(value).equals(value)) {
                variables.put(name, value);
            } else {
                context.log(
                        "Warning: the variable " + name + " is not put out, because its value is or may be secret.");
            }
        });
        return new StepResult.Succeed<>(new ActionResult(
                taken,
                variables,
                done.summary().isEmpty()
                        ? "invoked " + configuration.functionName()
                        : context.masker().mask(done.summary()),
                Optional.of(
                        new ActionResult.ExternalExecution(done.externalId().orElseGet(event::id), Optional.empty())),
                List.of()));
    }

    /** A function that AWS refuses its result may have done its work or not: nobody can say. */
    private static FunctionFailure brokenOff(
            ActionContext context, FunctionInvokeConfiguration configuration, Invocation answer) {
        boolean refused = NO_JOB.matcher(answer.payload()).find();
        return refused
                ? failure(
                        context,
                        Kind.INCONCLUSIVE,
                        "PEN-INVOKE-006",
                        configuration,
                        "wanted to tell CodePipeline how it ended, and CodePipeline has no such job. Let it return what"
                                + " it would put. " + shown(answer.payload()),
                        answer)
                : failure(
                        context,
                        Kind.FAILED,
                        "PEN-INVOKE-002",
                        configuration,
                        "ended with an error: " + shown(answer.payload()),
                        answer);
    }

    private static FunctionFailure failure(
            ActionContext context,
            Kind kind,
            String code,
            FunctionInvokeConfiguration configuration,
            String what,
            Invocation answer) {
        List<String> lines =
                answer.logLines().stream().map(context.masker()::mask).toList();
        return new FunctionFailure(
                kind,
                code,
                context.masker().mask("The function '" + configuration.functionName() + "' " + what),
                lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    private static String shown(String payload) {
        return payload.length() <= LONGEST_SHOWN ? payload : payload.substring(0, LONGEST_SHOWN) + "…";
    }
}
