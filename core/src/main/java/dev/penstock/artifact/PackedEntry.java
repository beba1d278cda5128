package dev.penstock.artifact;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * An entry whose content was read ahead of its turn: compressed if it is not large. Of a large one only the beginning was read; the
 * rest is compressed while it is written, so that no more than a few such beginnings are in memory.
 */
final class PackedEntry implements Closeable {

    /** Bundles are handed on within minutes: the fastest level compresses them to within a few percent of the best. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    /** Of compressed bytes: what is more is large. */
    private static final int MOST = 1 << 20;

    private static final int BUFFER = 64 << 10;

    private final EntryKind kind;
    private final InputStream content;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final MessageDigest digest = Digest.sha256();
    private final CRC32 crc = new CRC32();
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final byte[] in = new byte[BUFFER];
    private final byte[] out = new byte[BUFFER];
    private long size;
    private boolean complete;

    private PackedEntry(EntryKind kind, InputStream content) {
        this.kind = kind;
        this.content = content;
    }

    static PackedEntry of(BundleWriter.Item item) throws IOException {
        InputStream content = item.content().open();
        PackedEntry entry = new PackedEntry(item.kind(), content);
        try {
            if (item.kind().isFile()) {
                entry.pack(entry.packed, MOST);
            }
            return entry;
        } catch (IOException | RuntimeException e) {
            entry.close();
            throw e;
        }
    }

    /** Compresses until all is read, or so much was put out. */
    private void pack(OutputStream to, long most) throws IOException {
        long written = 0;
        while (!complete && written < most) {
            int read = content.read(in);
            if (read < 0) {
                deflater.finish();
                complete = true;
            } else {
                crc.update(in, 0, read);
                digest.update(in, 0, read);
                size += read;
                deflater.setInput(in, 0, read);
            }
            while (complete ? !deflater.finished() : !deflater.needsInput()) {
                int count = deflater.deflate(out);
                to.write(out, 0, count);
                written += count;
            }
        }
    }

    /**
     * Writes it.
     *
     * @return the digest of its content
     */
    byte[] writeTo(ZipOutput zip, String name) throws IOException {
        if (kind.isFile()) {
            zip.file(name, kind, to -> {
                packed.writeTo(to);
                pack(to, Long.MAX_VALUE);
                return new ZipOutput.Packed(crc.getValue(), size);
            });
        } else {
            byte[] small = content.readAllBytes();
            digest.update(small);
            zip.small(name, kind, small);
        }
        return digest.digest();
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        content.close();
    }
}
