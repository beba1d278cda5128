package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Operation;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.service.Refusals;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
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

    private final Store store;
    private final SimulatedTime time;
    private final Identities identities;
    private final Effects effects;
    private final Trouble troubles;
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
        this.troubles = new Trouble(faults, store, time, effects);
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
            Call.@Nullable Body body,
            Unmodelled unmodelled) {
        Caller caller = store.transact(() -> Refusals.inTermsOf(service, () -> caller(signature)));
        limits.take(caller, service, operation.name(), time.now());
        Trouble.OfOneCall trouble = troubles.of(caller, service, operation.name(), request::toString);
        if (trouble.before()) {
            return new Outcome.Hangup();
        }
        Call call = new Call(caller, service, operation.name(), time.now(), effects, http.headers(), body, unmodelled)
                .identified(http.id());
        SdkPojo response = handle(trouble, operation, call, request);
        while (call.pause().isPresent()) {
            Call.Pause pause = call.pause().get();
            boolean inTime = pause.sleeper().sleepUntil(pause.until());
            call = call.again(time.now(), inTime);
            response = handle(trouble, operation, call, request);
        }
        return outcome(trouble, call, call.answer(response));
    }

    private SdkPojo handle(Trouble.OfOneCall trouble, Operation<?, ?> operation, Call call, SdkPojo request) {
        return trouble.handle(() -> {
            permit(
                    call.service(),
                    () -> authorizer.authorize(call.caller(), call.service(), operation.name(), request));
            return operation.run(call, request);
        });
    }

    private static Outcome outcome(Trouble.OfOneCall trouble, Call call, SdkPojo response) {
        return switch (trouble.after().orElse(null)) {
            case Fault.Disconnect d -> new Outcome.Hangup();
            case Fault.Disorder how -> new Outcome.Done(trouble.disordered(response, how), call);
            case Fault.Delivery how -> {
                call.deliver(how);
                yield new Outcome.Done(response, call);
            }
            case null, default -> new Outcome.Done(response, call);
        };
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
        Trouble.OfOneCall trouble = troubles.of(caller, service, operation, () -> about);
        if (trouble.before()) {
            return Optional.empty();
        }
        Call call = new Call(caller, service, operation, time.now(), effects, Map.of(), null, Unmodelled.none());
        R result = trouble.handle(() -> handler.apply(call));
        boolean lost =
                trouble.after().filter(Fault.Disconnect.class::isInstance).isPresent();
        return lost ? Optional.empty() : Optional.of(result);
    }

    /**
     * Asks whether a caller may do what is asked for in a protocol of its own. Called within the transaction.
     *
     * @param action like {@code ecr:BatchGetImage}
     * @param resource its ARN
     * @throws dev.penstock.simulator.wire.ServiceError in the terms of the service
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

    /** The time that clients' clocks say, see {@link SimulatedTime#clientsNow}. */
    public Instant clientsNow() {
        return time.clientsNow();
    }

    Caller caller(Optional<Signature> signature) {
        return identities.caller(
                signature.map(Signature::accessKey).orElse(""),
                signature.map(Signature::region).orElse(""),
                time.clientsNow());
    }
}
