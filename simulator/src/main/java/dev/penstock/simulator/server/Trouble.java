package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.service.FaultPlan.Struck;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** Lets the faults in force strike calls. */
final class Trouble {

    /** What operations that only read are called. */
    private static final List<String> READING =
            List.of("Describe", "List", "Get", "Head", "BatchGet", "BatchCheck", "Filter", "Lookup");

    private final Faults faults;
    private final Store store;
    private final SimulatedTime time;
    private final Effects effects;

    Trouble(Faults faults, Store store, SimulatedTime time, Effects effects) {
        this.faults = faults;
        this.store = store;
        this.time = time;
        this.effects = effects;
    }

    /** One call, from before it is handled until its answer goes out. */
    final class OfOneCall {

        private final Struck call;
        private final boolean possible;
        private @Nullable Instant asOf;

        private OfOneCall(Struck call, boolean possible) {
            this.call = call;
            this.possible = possible;
        }

        /**
         * Strikes before the call is handled.
         *
         * @return whether to hang up
         * @throws ServiceError when the fault is an error
         */
        boolean before() {
            store.remember(possible ? faults.memory() : Duration.ZERO);
            Fault fault = possible ? faults.strike(Moment.BEFORE, call).orElse(null) : null;
            switch (fault) {
                case null -> {}
                case Fault.Disconnect d -> {
                    return true;
                }
                case Fault.Refuse refuse ->
                    throw ServiceError.of(refuse.status(), refuse.code(), refuse.message())
                            .retryAfter(refuse.retryAfter());
                case Fault.Stale(Duration age) -> asOf = reads() ? time.now().minus(age) : null;
                case Fault.Unseen(Duration age) -> {
                    Instant then = time.now().minus(age);
                    asOf = reads() && wasMadeSince(then) ? then : null;
                }
                case Fault.ClockJump(Duration by) -> time.advance(by);
                case Fault.Disorder d -> throw misplaced(d);
                case Fault.Delivery d -> throw misplaced(d);
            }
            return false;
        }

        /** Handles the call, in a transaction of its own, or for some faults as if it were earlier. */
        <R> R handle(Supplier<R> handler) {
            return asOf == null ? store.transact(handler) : store.asOf(asOf, handler);
        }

        /** Strikes after the call had its effect. */
        Optional<Fault> after() {
            Optional<Fault> fault = possible ? faults.strike(Moment.AFTER, call) : Optional.empty();
            fault.ifPresent(f -> {
                if (!(f instanceof Fault.Disconnect || f instanceof Fault.Delivery || f instanceof Fault.Disorder)) {
                    throw misplaced(f);
                }
            });
            return fault;
        }

        /** Brings the first list of an answer in disorder. */
        SdkPojo disordered(SdkPojo response, Fault.Disorder how) {
            return reads() ? Trouble.disordered(response, how) : response;
        }

        private boolean reads() {
            return READING.stream().anyMatch(call.operation()::startsWith);
        }

        /** Whether the request names something that was made after an instant. */
        private boolean wasMadeSince(Instant then) {
            return store.transact(() -> {
                long count = effects.count();
                return Stream.iterate(count - 1, n -> n >= 0, n -> n - 1)
                        .map(n -> effects.after(n, 1).getFirst())
                        .takeWhile(effect -> effect.at().isAfter(then))
                        .anyMatch(this::names);
            });
        }

        private boolean names(Effect effect) {
            boolean makes = Stream.of("Create", "Put", "Register", "Run", "Start", "Allocate")
                    .anyMatch(effect.operation()::startsWith);
            String resource = effect.resource();
            String name = resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
            return makes
                    && effect.service().equals(call.service())
                    && effect.account().equals(call.caller().account())
                    && !name.isEmpty()
                    && call.request().contains(name);
        }

        private IllegalStateException misplaced(Fault fault) {
            return new IllegalStateException(fault + " cannot strike " + call.operation() + " at this moment");
        }
    }

    /** @param request its text, made only when it is needed */
    OfOneCall of(Caller caller, String service, String operation, Supplier<String> request) {
        boolean possible = faults.any();
        String text = possible ? request.get() : "";
        return new OfOneCall(new Struck(caller, service, operation, text, time.now()), possible);
    }

    private static SdkPojo disordered(SdkPojo response, Fault.Disorder how) {
        for (SdkField<?> field : response.sdkFields()) {
            if (field.marshallingType() == MarshallingType.LIST
                    && field.getValueOrDefault(response) instanceof List<?> items
                    && !items.isEmpty()
                    && response instanceof ToCopyableBuilder<?, ?> copyable) {
                List<Object> disordered = new ArrayList<>(items);
                switch (how) {
                    case REVERSED -> Collections.reverse(disordered);
                    case REPEATED -> disordered.add(items.getFirst());
                }
                SdkPojo builder = (SdkPojo) copyable.toBuilder();
                field.set(builder, disordered);
                return (SdkPojo) ((Buildable) builder).build();
            }
        }
        return response;
    }
}
