package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes {@code aws-chunked} bodies: chunks with their sizes (and signatures, which are not checked), then trailers.
 */
final class AwsChunkedInputStream extends InputStream {

    private static final int LONGEST_LINE = 16 * 1024;

    private final InputStream in;
    private final Map<String, String> trailers = new TreeMap<>();
    private long left;
    private boolean first = true;
    private boolean ended;

    AwsChunkedInputStream(InputStream in) {
        this.in = in;
    }

    /** What followed the body, names in lower case; complete once the stream has ended. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw incomplete();
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (!first && !line().isEmpty()) {
            throw ServiceError.client("InvalidRequest", "A chunk of the body is longer than it says");
        }
        first = false;
        String size = line().split(";", 2)[0].trim();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw ServiceError.client("InvalidRequest", "The size of a chunk is not a hexadecimal number");
        }
        if (left < 0) {
            throw ServiceError.client("InvalidRequest", "The size of a chunk is negative");
        }
        if (left == 0) {
            ended = true;
            readTrailers();
        }
        return !ended;
    }

    private void readTrailers() throws IOException {
        for (String line = lineOrEnd(); !line.isEmpty(); line = lineOrEnd()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
    }

    private String line() throws IOException {
        return line(false);
    }

    private String lineOrEnd() throws IOException {
        return line(true);
    }

    private String line(boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && mayEnd) {
                break;
            } else if (b < 0 || line.length() > LONGEST_LINE) {
                throw incomplete();
            }
            line.append((char) b);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    private static ServiceError incomplete() {
        return ServiceError.client(
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header.");
    }
}
