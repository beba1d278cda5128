package dev.penstock.simulator.server;

import java.io.IOException;
import java.io.InputStream;

/** Decodes a body in HTTP's chunked transfer coding (RFC 9112 section 7.1); trailers are read over. */
public final class ChunkedInputStream extends InputStream {

    private static final int LONGEST_LINE = 8 * 1024;

    private final InputStream in;
    private long left;
    private boolean started;
    private boolean ended;

    public ChunkedInputStream(InputStream in) {
        this.in = in;
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
            throw new IOException("the client closed the connection within a chunk");
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (started) {
            line();
        }
        started = true;
        String size = line().split(";", 2)[0].trim();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("the size of a chunk is not a hexadecimal number");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            ended = true;
            String trailer;
            do {
                trailer = line();
            } while (!trailer.isEmpty());
        }
        return !ended;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("the body breaks off");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
