package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bodies of requests that are read whole. */
final class Bodies {

    private static final int LARGEST = 8 * 1024 * 1024;

    private Bodies() {}

    /**
     * The body of a request; unpacked, where newer SDKs compress it.
     *
     * @throws ServiceError when it is too large, packed or unpacked, or cannot be unpacked
     */
    static byte[] small(Request request) throws IOException {
        return whole(request, LARGEST, "");
    }

    /**
     * The body of a request; unpacked, where newer SDKs compress it.
     *
     * @param largest how many bytes it may have, packed or unpacked
     * @param operation named in the refusal; empty for none
     * @throws ServiceError when it is too large or cannot be unpacked
     */
    static byte[] whole(Request request, int largest, String operation) throws IOException {
        String encoding = request.header("content-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (!encoding.equals("gzip")) {
            return whole(request.body(), largest, operation);
        }
        try (InputStream unpacked = new GZIPInputStream(new UnclosedInputStream(request.body()))) {
            return whole(unpacked, largest, operation);
        } catch (ZipException | java.io.EOFException e) {
            throw ServiceError.client("SerializationException", "The body is not in the form of gzip");
        }
    }

    /**
     * A whole body.
     *
     * @throws ServiceError when it is too large
     */
    static byte[] small(InputStream body) throws IOException {
        return whole(body, LARGEST, "");
    }

    private static byte[] whole(InputStream body, int largest, String operation) throws IOException {
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            String which = operation.isEmpty() ? "" : " for the " + operation + " operation";
            throw ServiceError.of(
                    413,
                    "RequestEntityTooLargeException",
                    "Request must be smaller than " + largest + " bytes" + which);
        }
        return bytes;
    }

    /** Keeps the connection open when what reads from it is closed. */
    private static final class UnclosedInputStream extends java.io.FilterInputStream {

        UnclosedInputStream(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
