package dev.penstock.simulator.lambda;

import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.server.Signature;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Refusals;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;

/**
 * Function URLs, at the simulator's own port, told apart by the host that requests name: {@code ID.lambda-url.REGION.on.aws} as AWS has
 * it, or {@code ID.lambda-url.REGION.localhost}. Responses are buffered, whatever the invoke mode is.
 *
 * <p>Where policies are enforced, a URL without authentication needs a policy that lets everybody use it, as in AWS. Source: Lambda
 * Developer Guide, "Invoking Lambda function URLs" and "Control access to Lambda function URLs".
 */
final class FunctionUrlEndpoint implements Protocol {

    private static final Pattern HOST =
            Pattern.compile("([a-z0-9]+)\\.lambda-url\\.([a-z0-9-]+)\\.(on\\.aws|localhost)(:[0-9]+)?");
    private static final String ACTION = "lambda:InvokeFunctionUrl";
    private static final int LARGEST = 6 * 1024 * 1024;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Store state;
    private final SimulatedTime time;
    private final FunctionUrls urls;
    private final Executions executions;
    private final Ids ids;
    private final Identities identities;
    private final Authorizer authorizer;

    /** @param authorizer asked whether a caller may use a URL */
    FunctionUrlEndpoint(
            Store state,
            SimulatedTime time,
            FunctionUrls urls,
            Executions executions,
            Ids ids,
            Identities identities,
            Authorizer authorizer) {
        this.state = state;
        this.time = time;
        this.urls = urls;
        this.executions = executions;
        this.ids = ids;
        this.identities = identities;
        this.authorizer = authorizer;
    }

    private static Matcher host(Request request) {
        return HOST.matcher(request.header("host").orElse(""));
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return host(request).matches();
    }

    /** Browsers of other origins may ask where the URL's own configuration lets them. */
    @Override
    public boolean admits(Request request) {
        Matcher host = host(request);
        return host.matches()
                && state.transact(() -> urls.byId(host.group(1)))
                        .filter(config -> UrlAnswers.allows(config, request))
                        .isPresent();
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        Matcher host = host(request);
        if (!host.matches()) {
            throw forbidden();
        }
        FunctionUrlConfig config =
                state.transact(() -> urls.byId(host.group(1))).orElseThrow(FunctionUrlEndpoint::forbidden);
        if (UrlAnswers.isPreflight(config, request)) {
            return Reply.empty(200, UrlAnswers.crossOrigin(config, request));
        }
        byte[] body = request.body().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw ServiceError.of(413, "RequestEntityTooLargeException", "Request must be smaller than 6291456 bytes");
        }
        LambdaStore.Target[] target = new LambdaStore.Target[1];
        CompletableFuture<Executions.Executed> executed = state.transact(() -> {
            Optional<Caller> caller = permitted(config, signature);
            target[0] = executions.route(FunctionName.ofArn(config.functionArn()));
            if (executions.isThrottled(target[0])) {
                executions.throttled(target[0]);
                throw ServiceError.of(429, "TooManyRequestsException", "Rate Exceeded.");
            }
            String event = UrlEvents.of(request, host.group(1), caller, body, requestId, time.now());
            return executions.execute(target[0], ids.uuid(), event).toCompletableFuture();
        });
        return UrlAnswers.of(await(executed, target[0]), UrlAnswers.crossOrigin(config, request));
    }

    private Executions.Executed await(CompletableFuture<Executions.Executed> executed, LambdaStore.Target target) {
        if (!executed.isDone()) {
            Instant last = time.now()
                    .plusSeconds(target.version().configuration().timeout())
                    .plus(MARGIN);
            SimulatedTime.Sleeper sleeper = time.sleeper();
            var unused = executed.whenComplete((result, failure) -> sleeper.wake());
            sleeper.sleepUntil(last);
        }
        return executed.join();
    }

    /** Who asks; empty for a URL that needs no signature. */
    private Optional<Caller> permitted(FunctionUrlConfig config, Optional<Signature> signature) {
        String arn = config.functionArn();
        if (config.authType() == FunctionUrlAuthType.NONE) {
            Map<String, String> context = Map.of("lambda:FunctionUrlAuthType", "NONE");
            if (!authorizer.admits("anonymous", ACTION, arn, context)) {
                throw forbidden();
            }
            return Optional.empty();
        }
        Signature given = signature.orElseThrow(FunctionUrlEndpoint::forbidden);
        Caller caller = identities.caller(given.accessKey(), given.region(), time.clientsNow());
        Refusals.inTermsOf("lambda", () -> {
            authorizer.authorize(caller, ACTION, arn);
            return arn;
        });
        return Optional.of(caller);
    }

    private static ServiceError forbidden() {
        return ServiceError.of(403, "AccessDeniedException", "Forbidden");
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        byte[] body = dev.penstock.simulator.wire.Json.treeText(Map.of("Message", error.message()))
                .getBytes(StandardCharsets.UTF_8);
        return Reply.of(
                error.status(),
                "application/json",
                body,
                Map.of("x-amzn-ErrorType", error.code(), "x-amzn-RequestId", requestId));
    }
}
