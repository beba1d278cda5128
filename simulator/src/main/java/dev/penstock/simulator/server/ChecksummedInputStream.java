package dev.penstock.simulator.server;

import dev.penstock.simulator.state.ContentChecksum;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Computes checksums of what is read, so that contents need not be read again for them. */
final class ChecksummedInputStream extends FilterInputStream {

    private final Map<ContentChecksum, ContentChecksum.Running> running = new EnumMap<>(ContentChecksum.class);

    ChecksummedInputStream(InputStream in, Set<ContentChecksum> wanted) {
        super(in);
        wanted.forEach(checksum -> running.put(checksum, checksum.start()));
    }

    /** The checksums of what was read, in Base64. Asked once, at the end. */
    Map<ContentChecksum, String> checksums() {
        Map<ContentChecksum, String> values = new EnumMap<>(ContentChecksum.class);
        running.forEach((checksum, value) -> values.put(checksum, value.base64()));
        return values;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            running.values().forEach(value -> value.update(bytes, offset, count));
        }
        return count;
    }
}
