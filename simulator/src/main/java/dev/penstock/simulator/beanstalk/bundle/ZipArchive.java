package dev.penstock.simulator.beanstalk.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A ZIP archive as {@code unzip} reads it: by its central directory. Source: PKWARE's APPNOTE.TXT 6.3.10. Archives of
 * several parts, encrypted ones and those of the ZIP64 form are not read.
 */
final class ZipArchive {

    /** An entry as it is written: its name has not been looked at. */
    record Entry(String name, int method, long compressed, long size, int local, int mode) {}

    /** It is no archive, or a broken one; the message is what {@code unzip} says. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
        }
    }

    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int UTF_8 = 1 << 11;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int DARWIN = 19;
    private static final Charset OLD_NAMES = Charset.forName("IBM437");

    private final ByteBuffer bytes;
    private final List<Entry> entries = new ArrayList<>();

    private ZipArchive(byte[] archive) {
        bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether bytes begin as an archive does, or as an empty one. */
    static boolean isOne(byte[] bytes) {
        return bytes.length >= 4 && bytes[0] == 'P' && bytes[1] == 'K' && (bytes[2] == 3 || bytes[2] == 5);
    }

    static ZipArchive read(byte[] archive) throws Broken {
        ZipArchive zip = new ZipArchive(archive);
        zip.readDirectory();
        return zip;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What an entry contains; no more than its directory entry says that it has. */
    byte[] content(Entry entry) throws Broken {
        int at = entry.local();
        if (at > bytes.capacity() - LOCAL_SIZE || bytes.getInt(at) != LOCAL) {
            throw new Broken(entry.name() + ":  bad zipfile offset (local header sig)");
        }
        long from = (long) at + LOCAL_SIZE + u16(at + 26) + u16(at + 28);
        if (from + entry.compressed() > bytes.capacity()) {
            throw new Broken(entry.name() + ":  ucsize " + entry.compressed() + " <> csize");
        }
        byte[] content = new byte[Math.toIntExact(entry.size())];
        if (entry.method() == 0) {
            if (entry.compressed() != entry.size()) {
                throw new Broken(entry.name() + ":  ucsize " + entry.size() + " <> csize " + entry.compressed());
            }
            bytes.get((int) from, content);
            return content;
        }
        return inflate(entry, (int) from, content);
    }

    private byte[] inflate(Entry entry, int from, byte[] into) throws Broken {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes.slice(from, (int) entry.compressed()));
            int filled = 0;
            while (filled < into.length) {
                int some = inflater.inflate(into, filled, into.length - filled);
                if (some == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                    throw new Broken(entry.name() + ":  unexpected end of compressed data");
                }
                filled += some;
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw new Broken(entry.name() + ":  more data than its header says");
            }
            return into;
        } catch (DataFormatException e) {
            throw new Broken(entry.name() + ":  invalid compressed data to inflate");
        } finally {
            inflater.end();
        }
    }

    private void readDirectory() throws Broken {
        int end = end();
        int count = u16(end + 10);
        long at = u32(end + 16);
        for (int i = 0; i < count; i++) {
            if (at > bytes.capacity() - CENTRAL_SIZE || bytes.getInt((int) at) != CENTRAL) {
                throw new Broken("error:  expected central file header signature not found (file #" + (i + 1) + ").");
            }
            at = entry((int) at);
        }
    }

    private long entry(int at) throws Broken {
        int flags = u16(at + 8);
        int nameLength = u16(at + 28);
        if ((long) at + CENTRAL_SIZE + nameLength > bytes.capacity()) {
            throw new Broken("error:  the central directory is cut off.");
        }
        byte[] name = new byte[nameLength];
        bytes.get(at + CENTRAL_SIZE, name);
        String text = new String(name, (flags & UTF_8) != 0 || isUtf8(name) ? StandardCharsets.UTF_8 : OLD_NAMES);
        int method = u16(at + 10);
        if ((flags & ENCRYPTED) != 0) {
            throw new Broken("skipping: " + text + "  unable to get password");
        }
        if (method != 0 && method != 8) {
            throw new Broken("skipping: " + text + "  unsupported compression method " + method);
        }
        int host = u16(at + 4) >> 8;
        long local = u32(at + 42);
        long compressed = u32(at + 20);
        long size = u32(at + 24);
        if (local > Integer.MAX_VALUE || compressed > Integer.MAX_VALUE || size > Integer.MAX_VALUE - 16) {
            throw new Broken("skipping: " + text + "  need PK compat. v4.5 (can do v4.6)");
        }
        int mode = host == UNIX || host == DARWIN ? (int) (u32(at + 38) >> 16) : 0;
        entries.add(new Entry(text, method, compressed, size, (int) local, mode));
        return (long) at + CENTRAL_SIZE + nameLength + u16(at + 30) + u16(at + 32);
    }

    /** Names without the flag for UTF-8 are often in it all the same. */
    private static boolean isUtf8(byte[] name) {
        return !new String(name, StandardCharsets.UTF_8).contains("\ufffd");
    }

    private int end() throws Broken {
        int first = Math.max(0, bytes.capacity() - END_SIZE - LONGEST_COMMENT);
        for (int at = bytes.capacity() - END_SIZE; at >= first; at--) {
            if (bytes.getInt(at) == END) {
                return at;
            }
        }
        throw new Broken("End-of-central-directory signature not found.  Either this file is not a zipfile, or it"
                + " constitutes one disk of a multi-part archive.");
    }

    private int u16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
