package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.util.Optional;

/** One way of speaking to simulated services. */
public interface Protocol {

    /** Whether a request is spoken this way. */
    boolean speaks(Request request, Optional<Signature> signature);

    /** Whether a request may come from a page of another origin than this machine. */
    default boolean admits(Request request) {
        return false;
    }

    /**
     * Answers a request.
     *
     * @throws ServiceError when the answer is an error
     * @throws IOException when the request breaks off
     */
    Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException;

    /** An error in this protocol's shape. */
    Reply error(Request request, ServiceError error, String requestId);
}
