package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Lets the runtime execute versions, and writes down what comes of it. */
final class Executions {

    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);

    /**
     * An execution that has ended.
     *
     * @param payload what is answered
     * @param failed whether it is an error that is answered
     * @param log from START to REPORT
     */
    record Executed(String version, String payload, boolean failed, List<String> log) {}

    private final Store state;
    private final LambdaStore store;
    private final ProvisionedConcurrency provisioned;
    private final FunctionRuntime runtime;
    private final ExecutionRecords records;
    private final Ids ids;
    private final Supplier<Instant> clock;
    private final FunctionSessions sessions;
    private final Map<String, Integer> running = new HashMap<>();

    Executions(
            Store state,
            LambdaStore store,
            ProvisionedConcurrency provisioned,
            FunctionRuntime runtime,
            ExecutionRecords records,
            Ids ids,
            Supplier<Instant> clock,
            FunctionSessions sessions) {
        this.state = state;
        this.store = store;
        this.provisioned = provisioned;
        this.runtime = runtime;
        this.records = records;
        this.ids = ids;
        this.clock = clock;
        this.sessions = sessions;
    }

    /** What an invocation of a name goes to: of an alias with two versions either, by chance. */
    LambdaStore.Target route(FunctionName name) {
        FunctionName meant = name.qualifier().isPresent() ? name : name.qualified(FunctionName.LATEST);
        LambdaStore.Target target = store.find(name)
                .orElseThrow(() -> LambdaErrors.functionNotFound(
                        store.function(name).isPresent() ? name.qualifiedArn() : meant.qualifiedArn()));
        return target.alias()
                .map(alias -> {
                    String number =
                            Aliases.version(alias.configuration(), ids.next().nextDouble());
                    LambdaStore.Version version = store.version(name, number)
                            .orElseThrow(() -> LambdaErrors.functionNotFound(name.arn(number)));
                    return new LambdaStore.Target(target.function(), version, target.alias(), target.arn());
                })
                .orElse(target);
    }

    /**
     * What an invocation of a name goes to; empty when it leads nowhere.
     *
     * @param chance from 0 to less than 1, decides where an alias leads to
     */
    Optional<LambdaStore.Target> chosen(FunctionName name, double chance) {
        return store.find(name)
                .flatMap(target -> target.alias().isEmpty()
                        ? Optional.of(target)
                        : store.version(
                                        name,
                                        Aliases.version(target.alias().get().configuration(), chance))
                                .map(version -> new LambdaStore.Target(
                                        target.function(), version, target.alias(), target.arn())));
    }

    /** Executes a version without a record of it. */
    CompletionStage<FunctionRuntime.Outcome> outcome(LambdaStore.Target target, String requestId, double chance) {
        return runtime.invoke(invocation(target, requestId, "{}", chance));
    }

    /** Whether no execution is left for a version: all that are reserved are kept ready for others, go on, or none are. */
    boolean isThrottled(LambdaStore.Target target) {
        return target.function()
                .reserved()
                .filter(reserved -> reserved <= running(target)
                        || (reserved <= provisioned.total(target.function().reference()) && !provisioned.isFor(target)))
                .isPresent();
    }

    /** How many executions of a function go on. */
    int running(LambdaStore.Target target) {
        return running.getOrDefault(target.function().reference().key(), 0);
    }

    private void count(LambdaStore.Target target, int change) {
        running.merge(target.function().reference().key(), change, Integer::sum);
    }

    /** Counts an invocation that was refused. */
    void throttled(LambdaStore.Target target) {
        records.throttled(target, clock.get());
    }

    /** Executes a version. Within a transaction; the stage may be completed outside of it. */
    CompletionStage<Executed> execute(LambdaStore.Target target, String requestId, String event) {
        FunctionRuntime.Invocation invocation =
                invocation(target, requestId, event, ids.next().nextDouble());
        count(target, 1);
        return runtime.invoke(invocation)
                .thenApply(outcome -> state.transact(() -> ended(target, invocation, outcome)));
    }

    private Executed ended(
            LambdaStore.Target target, FunctionRuntime.Invocation invocation, FunctionRuntime.Outcome outcome) {
        count(target, -1);
        List<String> log = records.ended(target, invocation, outcome, clock.get());
        String answer = Payloads.answer(invocation, outcome.result());
        Optional<String> tooLarge = Payloads.tooLarge(answer);
        boolean failed = tooLarge.isPresent() || !(outcome.result() instanceof FunctionRuntime.Result.Answered);
        return new Executed(invocation.version(), tooLarge.orElse(answer), failed, log);
    }

    private FunctionRuntime.Invocation invocation(
            LambdaStore.Target target, String requestId, String event, double chance) {
        FunctionConfiguration configuration = target.version().configuration();
        Code code = target.version().code();
        Map<String, String> environment = new HashMap<>(code.environment());
        if (configuration.environment() != null) {
            environment.putAll(configuration.environment().variables());
        }
        Instant since =
                OffsetDateTime.parse(configuration.lastModified(), MODIFIED).toInstant();
        return new FunctionRuntime.Invocation(
                target.arn(),
                target.function().name(),
                target.version().number(),
                requestId,
                event,
                environment,
                code.labels(),
                code.blob(),
                code.image().map(Code.Image::digest).orElse(""),
                configuration.handler() == null ? "" : configuration.handler(),
                configuration.runtimeAsString() == null ? "" : configuration.runtimeAsString(),
                configuration.memorySize(),
                Duration.ofSeconds(configuration.timeout()),
                Duration.between(since, clock.get().truncatedTo(ChronoUnit.MILLIS)),
                chance,
                sessions.accessKey(target, configuration.role()),
                sessions.endpoint(),
                () -> sessions.archive(code.blob()));
    }
}
