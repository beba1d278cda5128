package dev.penstock.simulator.lambda;

import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.server.Signature;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Archives of functions and layers, downloaded without a signature from the addresses that answers give, as from AWS's own bucket. */
final class CodeDownloads implements Protocol {

    private static final String PATH = "/_penstock/lambda/";

    private final Blobs blobs;
    private final Supplier<URI> endpoint;

    CodeDownloads(Blobs blobs, Supplier<URI> endpoint) {
        this.blobs = blobs;
        this.endpoint = endpoint;
    }

    /** The address of an archive. */
    String url(String blob) {
        return endpoint.get() + PATH + blob;
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return request.path().startsWith(PATH);
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) {
        String blob = request.path().substring(PATH.length());
        if (!request.method().equals("GET") || !blob.matches("[0-9a-f]{64}") || !blobs.has(blob)) {
            throw ServiceError.of(404, "NoSuchKey", "The specified key does not exist.");
        }
        return Reply.of(200, "application/zip", blobs.bytes(blob), Map.of("x-amz-request-id", requestId));
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        return Reply.of(
                error.status(),
                "text/plain",
                error.message().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Map.of("x-amz-request-id", requestId));
    }
}
