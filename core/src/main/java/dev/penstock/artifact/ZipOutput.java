package dev.penstock.artifact;

import static dev.penstock.artifact.ZipFormat.littleEndian;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a ZIP file in which nothing depends on when and where it is written. The JDK's own stream cannot say that a file
 * is executable or a link.
 */
final class ZipOutput implements Closeable {

    private final OutputStream out;
    private final List<Written> entries = new ArrayList<>();
    private long position;

    private record Written(
            byte[] name, EntryKind kind, int method, int flags, long crc, long compressed, long size, long offset) {}

    ZipOutput(Path file) throws IOException {
        this.out = new BufferedOutputStream(
                Files.newOutputStream(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                64 << 10);
    }

    /** Where the compressed bytes of a file go. */
    interface Packer {

        /** Puts them there, and says of what. */
        Packed pack(OutputStream to) throws IOException;
    }

    /** A file that was compressed. */
    record Packed(long crc, long size) {}

    /** A file, whose size is known only after it was read: it stands behind the content. */
    void file(String name, EntryKind kind, Packer packer) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        int flags = ZipFormat.FLAG_UTF8 | ZipFormat.FLAG_DESCRIPTOR;
        long offset = position;
        localHeader(nameBytes, flags, ZipFormat.DEFLATED, 0, 0);
        long start = position;
        Packed done = packer.pack(new Counting());
        long packed = position - start;
        descriptor(done.crc(), packed, done.size());
        entries.add(new Written(nameBytes, kind, ZipFormat.DEFLATED, flags, done.crc(), packed, done.size(), offset));
    }

    /** Writes to the file. */
    private final class Counting extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            ZipOutput.this.write(new byte[] {(byte) b}, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            position += length;
        }
    }

    /** A folder (no content), or a link (the content is its target). */
    void small(String name, EntryKind kind, byte[] content) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var crc = new CRC32();
        crc.update(content);
        long offset = position;
        localHeader(nameBytes, ZipFormat.FLAG_UTF8, ZipFormat.STORED, crc.getValue(), content.length);
        write(content, content.length);
        entries.add(new Written(
                nameBytes,
                kind,
                ZipFormat.STORED,
                ZipFormat.FLAG_UTF8,
                crc.getValue(),
                content.length,
                content.length,
                offset));
    }

    private void localHeader(byte[] name, int flags, int method, long crc, int size) throws IOException {
        write(littleEndian(ZipFormat.LOCAL_SIZE)
                .putInt(ZipFormat.LOCAL_SIGNATURE)
                .putShort((short) ZipFormat.VERSION)
                .putShort((short) flags)
                .putShort((short) method)
                .putShort((short) 0)
                .putShort((short) ZipFormat.FIRST_DATE)
                .putInt((int) crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) name.length)
                .putShort((short) 0));
        write(name, name.length);
    }

    private void descriptor(long crc, long packed, long size) throws IOException {
        boolean large = packed >= ZipFormat.MAX32 || size >= ZipFormat.MAX32;
        ByteBuffer descriptor = littleEndian(large ? 24 : 16)
                .putInt(ZipFormat.DESCRIPTOR_SIGNATURE)
                .putInt((int) crc);
        write(
                large
                        ? descriptor.putLong(packed).putLong(size)
                        : descriptor.putInt((int) packed).putInt((int) size));
    }

    /** Writes the directory, without which there is no bundle. */
    void finish() throws IOException {
        long start = position;
        for (Written entry : entries) {
            centralHeader(entry);
        }
        end(start, position - start);
        out.flush();
    }

    private void centralHeader(Written entry) throws IOException {
        ByteBuffer extra = extra64(entry);
        int version = extra.hasRemaining() ? ZipFormat.VERSION64 : ZipFormat.VERSION;
        write(littleEndian(ZipFormat.CENTRAL_SIZE)
                .putInt(ZipFormat.CENTRAL_SIGNATURE)
                .putShort((short) (ZipFormat.HOST_UNIX << 8 | version))
                .putShort((short) version)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putShort((short) 0)
                .putShort((short) ZipFormat.FIRST_DATE)
                .putInt((int) entry.crc)
                .putInt((int) Math.min(entry.compressed, ZipFormat.MAX32))
                .putInt((int) Math.min(entry.size, ZipFormat.MAX32))
                .putShort((short) entry.name.length)
                .putShort((short) extra.remaining())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(ZipFormat.unixMode(entry.kind) << 16)
                .putInt((int) Math.min(entry.offset, ZipFormat.MAX32)));
        write(entry.name, entry.name.length);
        write(extra.compact());
    }

    /** The numbers that do not fit into 32 bits, in the order in which the header has them. */
    private static ByteBuffer extra64(Written entry) {
        ByteBuffer extra = littleEndian(28).putShort((short) ZipFormat.EXTRA64).putShort((short) 0);
        for (long number : new long[] {entry.size, entry.compressed, entry.offset}) {
            if (number >= ZipFormat.MAX32) {
                extra.putLong(number);
            }
        }
        if (extra.position() == 4) {
            return extra.position(0).limit(0);
        }
        return extra.putShort(2, (short) (extra.position() - 4)).flip();
    }

    private void end(long start, long size) throws IOException {
        int count = entries.size();
        if (count >= ZipFormat.MAX16 || start >= ZipFormat.MAX32 || size >= ZipFormat.MAX32) {
            long end64 = position;
            write(littleEndian(ZipFormat.END64_SIZE)
                    .putInt(ZipFormat.END64_SIGNATURE)
                    .putLong(ZipFormat.END64_SIZE - 12)
                    .putShort((short) (ZipFormat.HOST_UNIX << 8 | ZipFormat.VERSION64))
                    .putShort((short) ZipFormat.VERSION64)
                    .putInt(0)
                    .putInt(0)
                    .putLong(count)
                    .putLong(count)
                    .putLong(size)
                    .putLong(start));
            write(littleEndian(ZipFormat.LOCATOR64_SIZE)
                    .putInt(ZipFormat.LOCATOR64_SIGNATURE)
                    .putInt(0)
                    .putLong(end64)
                    .putInt(1));
        }
        write(littleEndian(ZipFormat.END_SIZE)
                .putInt(ZipFormat.END_SIGNATURE)
                .putInt(0)
                .putShort((short) Math.min(count, ZipFormat.MAX16))
                .putShort((short) Math.min(count, ZipFormat.MAX16))
                .putInt((int) Math.min(size, ZipFormat.MAX32))
                .putInt((int) Math.min(start, ZipFormat.MAX32))
                .putShort((short) 0));
    }

    private void write(ByteBuffer full) throws IOException {
        byte[] bytes = new byte[full.flip().remaining()];
        full.get(bytes);
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
