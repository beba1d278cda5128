package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the directory at the end of a ZIP file, and trusts none of it. The JDK's own reader does not tell links and
 * executables, and takes entries that share bytes.
 */
final class ZipDirectory {

    private static final long MAXIMUM_BYTES = 256L << 20;

    private final ZipInput input;
    private final BundleLimits limits;

    private ZipDirectory(ZipInput input, BundleLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    private record End(long count, long start, long size) {}

    static List<ZipEntry> read(ZipInput input, BundleLimits limits) throws IOException {
        try {
            return new ZipDirectory(input, limits).entries();
        } catch (BufferUnderflowException e) {
            throw input.damaged("its directory ends too early");
        }
    }

    private List<ZipEntry> entries() throws IOException {
        End end = findEnd();
        if (end.count > limits.entries()) {
            throw input.refused(
                    Reason.TOO_MANY_ENTRIES, "", "it has " + end.count + " entries, allowed are " + limits.entries());
        }
        if (end.size > MAXIMUM_BYTES || end.size < end.count * ZipFormat.CENTRAL_SIZE) {
            throw input.damaged("its directory has an impossible size");
        }
        ByteBuffer directory = input.read(end.start, (int) end.size);
        List<ZipEntry> entries = new ArrayList<>((int) end.count);
        for (long i = 0; i < end.count; i++) {
            entries.add(entry(directory));
        }
        if (directory.hasRemaining()) {
            throw input.damaged("its directory has more entries than it says");
        }
        return entries;
    }

    private End findEnd() throws IOException {
        int tailSize = (int) Math.min(input.size(), ZipFormat.END_SIZE + ZipFormat.MAX16);
        long tailStart = input.size() - tailSize;
        ByteBuffer tail = input.read(tailStart, tailSize);
        for (int at = tailSize - ZipFormat.END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == ZipFormat.END_SIGNATURE
                    && Short.toUnsignedInt(tail.getShort(at + 20)) == tailSize - at - ZipFormat.END_SIZE) {
                return end(tail.position(at), tailStart + at);
            }
        }
        throw input.damaged("it is not a complete ZIP file");
    }

    private End end(ByteBuffer record, long position) throws IOException {
        record.getInt();
        boolean oneDisk = record.getInt() == 0;
        int countHere = Short.toUnsignedInt(record.getShort());
        int count = Short.toUnsignedInt(record.getShort());
        long size = Integer.toUnsignedLong(record.getInt());
        long start = Integer.toUnsignedLong(record.getInt());
        boolean large = count == ZipFormat.MAX16 || size == ZipFormat.MAX32 || start == ZipFormat.MAX32;
        if (large && position >= ZipFormat.LOCATOR64_SIZE) {
            ByteBuffer locator = input.read(position - ZipFormat.LOCATOR64_SIZE, ZipFormat.LOCATOR64_SIZE);
            if (locator.getInt() == ZipFormat.LOCATOR64_SIGNATURE) {
                return end64(locator.getLong(8), position - ZipFormat.LOCATOR64_SIZE);
            }
        }
        if (!oneDisk || countHere != count) {
            throw input.damaged("it is a part of several");
        }
        return checked(new End(count, start, size), position);
    }

    private End end64(long position, long locator) throws IOException {
        if (position < 0 || position > locator - ZipFormat.END64_SIZE) {
            throw input.damaged("its end is not where it says");
        }
        ByteBuffer record = input.read(position, ZipFormat.END64_SIZE);
        if (record.getInt() != ZipFormat.END64_SIGNATURE) {
            throw input.damaged("its end is not where it says");
        }
        return checked(new End(record.getLong(32), record.getLong(48), record.getLong(40)), position);
    }

    /** Directory and end must touch: bytes between or before them would mean other things to other readers. */
    private End checked(End end, long position) throws IOException {
        if (end.count < 0 || end.start < 0 || end.size < 0 || end.start != position - end.size) {
            throw input.damaged("its directory is not where it says");
        }
        return end;
    }

    private ZipEntry entry(ByteBuffer directory) throws IOException {
        if (directory.getInt() != ZipFormat.CENTRAL_SIGNATURE) {
            throw input.damaged("its directory is broken");
        }
        int host = Short.toUnsignedInt(directory.getShort()) >> 8;
        directory.getShort();
        int flags = Short.toUnsignedInt(directory.getShort());
        int method = Short.toUnsignedInt(directory.getShort());
        directory.getInt();
        long crc = Integer.toUnsignedLong(directory.getInt());
        long compressed = Integer.toUnsignedLong(directory.getInt());
        long size = Integer.toUnsignedLong(directory.getInt());
        int nameLength = Short.toUnsignedInt(directory.getShort());
        int extraLength = Short.toUnsignedInt(directory.getShort());
        int commentLength = Short.toUnsignedInt(directory.getShort());
        directory.getInt();
        int mode = directory.getInt() >>> 16;
        long header = Integer.toUnsignedLong(directory.getInt());
        String name = name(slice(directory, nameLength), flags);
        ByteBuffer extra = extra64(slice(directory, extraLength));
        slice(directory, commentLength);

        size = size == ZipFormat.MAX32 && extra.remaining() >= 8 ? extra.getLong() : size;
        compressed = compressed == ZipFormat.MAX32 && extra.remaining() >= 8 ? extra.getLong() : compressed;
        header = header == ZipFormat.MAX32 && extra.remaining() >= 8 ? extra.getLong() : header;
        boolean unix = host == ZipFormat.HOST_UNIX || host == ZipFormat.HOST_MAC;
        var entry = new ZipEntry(name, kind(name, unix ? mode : 0), method, crc, compressed, size, header);
        check(entry, flags);
        return entry;
    }

    private void check(ZipEntry entry, int flags) throws BundleException {
        if ((flags & ZipFormat.FLAG_ENCRYPTED) != 0) {
            throw input.refused(Reason.UNSUPPORTED, entry.name(), "is encrypted");
        }
        if (entry.method() != ZipFormat.STORED && entry.method() != ZipFormat.DEFLATED) {
            throw input.refused(
                    Reason.UNSUPPORTED, entry.name(), "is compressed by method " + entry.method() + ", not by deflate");
        }
        if (entry.size() < 0 || entry.compressed() < 0 || entry.header() < 0) {
            throw input.refused(Reason.DAMAGED, entry.name(), "has an impossible size or place");
        }
        if (entry.kind() == EntryKind.FOLDER && entry.size() != 0) {
            throw input.refused(Reason.DAMAGED, entry.name(), "is a folder with content");
        }
    }

    private static ByteBuffer slice(ByteBuffer buffer, int length) {
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer slice = buffer.slice(buffer.position(), length).order(buffer.order());
        buffer.position(buffer.position() + length);
        return slice;
    }

    private static ByteBuffer extra64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            ByteBuffer field = slice(extra, length);
            if (id == ZipFormat.EXTRA64) {
                return field;
            }
        }
        return ZipFormat.littleEndian(0);
    }

    /** UTF-8, which most archivers write whether they say so or not; else the code page of the format's beginnings. */
    private String name(ByteBuffer bytes, int flags) throws BundleException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            if ((flags & ZipFormat.FLAG_UTF8) != 0) {
                throw input.damaged("an entry's name is not the UTF-8 that it says it is");
            }
            return Charset.forName("IBM437").decode(bytes).toString();
        }
    }

    private EntryKind kind(String name, int mode) throws BundleException {
        return switch (mode & ZipFormat.MODE_TYPE) {
            case ZipFormat.MODE_LINK -> EntryKind.LINK;
            case ZipFormat.MODE_FOLDER -> EntryKind.FOLDER;
            case 0, ZipFormat.MODE_FILE -> {
                if (name.endsWith("/")) {
                    yield EntryKind.FOLDER;
                }
                yield (mode & 0100) != 0 ? EntryKind.EXECUTABLE : EntryKind.FILE;
            }
            default -> throw input.refused(Reason.SPECIAL_FILE, name, "is neither a file, a folder nor a link");
        };
    }
}
