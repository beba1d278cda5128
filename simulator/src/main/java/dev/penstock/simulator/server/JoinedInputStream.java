package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.Function;

/** Contents one after the other, each opened when it is its turn. */
final class JoinedInputStream extends InputStream {

    private final Iterator<Call.Contents> left;
    private final Function<Call.Contents, InputStream> open;
    private InputStream current = InputStream.nullInputStream();

    JoinedInputStream(Iterator<Call.Contents> all, Function<Call.Contents, InputStream> open) {
        this.left = all;
        this.open = open;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = current.read(bytes, offset, length);
        while (count < 0 && left.hasNext()) {
            current.close();
            current = open.apply(left.next());
            count = current.read(bytes, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
