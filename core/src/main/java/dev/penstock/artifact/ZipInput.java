package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A ZIP file that is read at any place. */
final class ZipInput implements Closeable {

    private static final int PORTION = 64 << 10;

    private final String bundle;
    private final FileChannel channel;
    private final long size;
    private final Inflater inflater = new Inflater(true);

    ZipInput(Path file) throws IOException {
        this.bundle = String.valueOf(file.getFileName());
        this.channel = FileChannel.open(file);
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    String bundle() {
        return bundle;
    }

    BundleException damaged(String what) {
        return refused(Reason.DAMAGED, "", what);
    }

    BundleException refused(Reason reason, String entry, String what) {
        return new BundleException(reason, bundle, entry, what);
    }

    /** So many bytes from a place, ready to be read. */
    ByteBuffer read(long position, int length) throws IOException {
        return ByteBuffer.wrap(bytes(position, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(long position, int length) throws IOException {
        if (position < 0 || length < 0 || position > size - length) {
            throw damaged("it ends too early");
        }
        byte[] bytes = new byte[length];
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            int read = channel.read(rest, position + rest.position());
            if (read < 0) {
                throw new EOFException("the bundle " + bundle + " was cut while it was read");
            }
        }
        return bytes;
    }

    /** Where an entry's content begins: behind its own header, which must have the same name. */
    long contentStart(ZipEntry entry) throws IOException {
        ByteBuffer header = read(entry.header(), ZipFormat.LOCAL_SIZE);
        if (header.getInt(0) != ZipFormat.LOCAL_SIGNATURE) {
            throw refused(Reason.DAMAGED, entry.name(), "is not where the directory says");
        }
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        int extraLength = Short.toUnsignedInt(header.getShort(28));
        long start = entry.header() + ZipFormat.LOCAL_SIZE + nameLength + extraLength;
        if (start > size - entry.compressed()) {
            throw refused(Reason.DAMAGED, entry.name(), "ends behind the end of the file");
        }
        return start;
    }

    /** A small entry's content. */
    byte[] content(ZipEntry entry) throws IOException {
        var content = new ByteArrayOutputStream((int) entry.size());
        copy(entry, content);
        return content.toByteArray();
    }

    /** Writes an entry's content, never more than its directory says. */
    void copy(ZipEntry entry, OutputStream out) throws IOException {
        var crc = new CRC32();
        long start = contentStart(entry);
        if (entry.method() == ZipFormat.STORED) {
            copyStored(entry, start, out, crc);
        } else {
            inflate(entry, start, out, crc);
        }
        if (crc.getValue() != entry.crc()) {
            throw wrong(entry);
        }
    }

    private void copyStored(ZipEntry entry, long start, OutputStream out, CRC32 crc) throws IOException {
        if (entry.compressed() != entry.size()) {
            throw wrong(entry);
        }
        long done = 0;
        while (done < entry.size()) {
            byte[] portion = bytes(start + done, (int) Math.min(PORTION, entry.size() - done));
            crc.update(portion);
            out.write(portion);
            done += portion.length;
        }
    }

    private void inflate(ZipEntry entry, long start, OutputStream out, CRC32 crc) throws IOException {
        inflater.reset();
        byte[] portion = new byte[PORTION];
        long taken = 0;
        long written = 0;
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                int next = (int) Math.min(PORTION, entry.compressed() - taken);
                if (next == 0) {
                    throw wrong(entry);
                }
                inflater.setInput(bytes(start + taken, next));
                taken += next;
            }
            int length = unpack(entry, portion);
            written += length;
            if (written > entry.size()) {
                throw wrong(entry);
            }
            crc.update(portion, 0, length);
            out.write(portion, 0, length);
        }
        if (written != entry.size() || inflater.getBytesRead() != entry.compressed()) {
            throw wrong(entry);
        }
    }

    private int unpack(ZipEntry entry, byte[] portion) throws BundleException {
        try {
            int length = inflater.inflate(portion);
            if (length == 0 && inflater.needsDictionary()) {
                throw wrong(entry);
            }
            return length;
        } catch (DataFormatException e) {
            throw wrong(entry);
        }
    }

    private BundleException wrong(ZipEntry entry) {
        return refused(Reason.WRONG_CONTENT, entry.name(), "does not have the content that the directory says");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        channel.close();
    }
}
