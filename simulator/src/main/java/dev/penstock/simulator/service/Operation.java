package dev.penstock.simulator.service;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * An operation of a simulated service.
 *
 * @param name as AWS calls it
 * @param builder makes a builder of the request's model class
 * @param handler does it
 * @param <Q> the request
 * @param <R> the response
 */
public record Operation<Q extends SdkPojo, R extends SdkPojo>(
        String name, Supplier<? extends SdkBuilder<?, ? extends Q>> builder, Handler<Q, R> handler) {

    /** Handles one call, inside a transaction. */
    public interface Handler<Q, R> {

        /**
         * Does what the request asks.
         *
         * @throws dev.penstock.simulator.wire.ServiceError when AWS would answer with an error; nothing is changed
         */
        R handle(Call call, Q request);
    }

    /** A fresh builder, to be filled by the codec of the protocol. */
    public SdkPojo newBuilder() {
        return (SdkPojo) builder.get();
    }

    /** Handles a request that was built by {@link #newBuilder}. */
    @SuppressWarnings("unchecked") // the builder made it
    public SdkPojo run(Call call, SdkPojo request) {
        return handler.handle(call, (Q) request);
    }
}
