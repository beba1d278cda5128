package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.service.Refusals;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** Runs operations for all protocols: identity, rate limits, faults, permission, the transaction, effects. */
public final class Dispatcher {

    /** What came of a call: its response, or a connection to close. */
    sealed interface Outcome {
        record Done(SdkPojo response, Call call) implements Outcome {}

        record Hangup() implements Outcome {}
    }

    /**
     * A streamed body and what followed it.
     *
     * @param trailers names in lower case
     */
    record Payload(Blob blob, Map<String, String> trailers) {}

    private final Store store;
    private final SimulatedTime time;
    private final Identities identities;
    private final Effects effects;
    private final Faults faults;
    private final RateLimits limits;
    private final Authorizer authorizer;

    public Dispatcher(
            Store store,
            SimulatedTime time,
            Identities identities,
            Effects effects,
            Faults faults,
            RateLimits limits,
            Authorizer authorizer) {
        this.store = store;
        this.time = time;
        this.identities = identities;
        this.effects = effects;
        this.faults = faults;
        this.limits = limits;
        this.authorizer = authorizer;
    }

    Store store() {
        return store;
    }

    Outcome run(
            String service,
            Operation<?, ?> operation,
            Request http,
            Optional<Signature> signature,
            SdkPojo request,
            @Nullable Payload payload,
            Unmodelled unmodelled) {
        Caller caller = store.transact(() -> Refusals.inTermsOf(service, () -> caller(signature)));
        limits.take(caller, service, operation.name(), time.now());
        FaultPlan.Struck struck = faults.any()
                ? new FaultPlan.Struck(caller, service, operation.name(), request.toString())
                : new FaultPlan.Struck(caller, service, operation.name(), "");
        if (strike(Moment.BEFORE, struck)) {
            return new Outcome.Hangup();
        }
        Call call = new Call(
                caller,
                service,
                operation.name(),
                time.now(),
                effects,
                http.headers(),
                payload == null ? null : payload.blob(),
                payload == null ? Map.of() : payload.trailers(),
                unmodelled);
        SdkPojo response = store.transact(() -> {
            permit(service, () -> authorizer.authorize(caller, service, operation.name(), request));
            return operation.run(call, request);
        });
        return strike(Moment.AFTER, struck) ? new Outcome.Hangup() : new Outcome.Done(response, call);
    }

    /**
     * Runs an operation that is asked for in a protocol of its own.
     *
     * @param about text that fault plans may look for
     * @return empty when a fault closes the connection
     */
    public <R> Optional<R> run(
            String service, String operation, Caller caller, String about, Function<Call, R> handler) {
        limits.take(caller, service, operation, time.now());
        FaultPlan.Struck struck = new FaultPlan.Struck(caller, service, operation, about);
        if (strike(Moment.BEFORE, struck)) {
            return Optional.empty();
        }
        Call call =
                new Call(caller, service, operation, time.now(), effects, Map.of(), null, Map.of(), Unmodelled.none());
        R result = store.transact(() -> handler.apply(call));
        return strike(Moment.AFTER, struck) ? Optional.empty() : Optional.of(result);
    }

    /**
     * Asks whether a caller may do what is asked for in a protocol of its own. Called within the transaction.
     *
     * @param action like {@code ecr:BatchGetImage}
     * @param resource its ARN
     * @throws ServiceError in the terms of the service
     */
    public void permit(String service, Caller caller, String action, String resource) {
        permit(service, () -> authorizer.authorize(caller, action, resource));
    }

    private static void permit(String service, Runnable asks) {
        Refusals.inTermsOf(service, () -> {
            asks.run();
            return service;
        });
    }

    /** Who has, or had, an access key: for passwords that outlive the key they were asked for with. */
    public Caller holder(String accessKey, String region) {
        return identities.holder(accessKey, region);
    }

    /** The simulated time. */
    public Instant now() {
        return time.now();
    }

    Caller caller(Optional<Signature> signature) {
        return identities.caller(
                signature.map(Signature::accessKey).orElse(""),
                signature.map(Signature::region).orElse(""),
                time.now());
    }

    /** Lets a fault strike: returns whether to hang up, throws when it is an error to answer with. */
    boolean strike(Moment moment, FaultPlan.Struck call) {
        Fault fault = faults.strike(moment, call).orElse(null);
        return switch (fault) {
            case null -> false;
            case Fault.Disconnect d -> true;
            case Fault.Refuse refuse -> throw ServiceError.of(refuse.status(), refuse.code(), refuse.message());
        };
    }
}
