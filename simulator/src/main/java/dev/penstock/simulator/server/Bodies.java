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
        String encoding = request.header("content-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (!encoding.equals("gzip")) {
            return small(request.body());
        }
        try (InputStream unpacked = new GZIPInputStream(new UnclosedInputStream(request.body()))) {
            return small(unpacked);
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
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw ServiceError.of(413, "RequestEntityTooLargeException", "Request body is larger than 8 MiB");
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
