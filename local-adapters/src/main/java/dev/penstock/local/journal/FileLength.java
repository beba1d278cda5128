package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Looks whether a file was cut: it is a whole number of pages long. SQLite takes what is missing of its last page for zeros, and where
 * that page has nothing in it yet, nothing else would show it. Format: sqlite.org/fileformat2.html, section 1.3.
 */
final class FileLength {

    private static final byte[] MAGIC = {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0};
    private static final int PAGE_SIZE_AT = 16;
    private static final int SMALLEST_PAGE = 512;

    private FileLength() {}

    /** Only while nobody has a log: who has one may be making the file longer. */
    static void check(Path journal) {
        Path log = journal.resolveSibling(journal.getFileName() + "-wal");
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ)) {
            boolean alone = isEmpty(log);
            long length = channel.size();
            byte[] header = new byte[PAGE_SIZE_AT + 2];
            int read = channel.read(ByteBuffer.wrap(header), 0);
            if (alone && read == header.length && isCut(header, length) && isEmpty(log) && channel.size() == length) {
                throw new JournalException.Damaged("journal " + journal + " is damaged: it was cut; its " + length
                        + " bytes are no whole number of pages");
            }
        } catch (NoSuchFileException e) {
            // It is about to be made.
        } catch (IOException e) {
            throw new JournalException.Unavailable("journal " + journal + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whatever does not begin as a database does is judged by SQLite. */
    private static boolean isCut(byte[] header, long length) {
        if (!Arrays.equals(MAGIC, 0, MAGIC.length, header, 0, MAGIC.length)) {
            return false;
        }
        int written = Byte.toUnsignedInt(header[PAGE_SIZE_AT]) << 8 | Byte.toUnsignedInt(header[PAGE_SIZE_AT + 1]);
        int page = written == 1 ? 1 << 16 : written;
        return page >= SMALLEST_PAGE && length % page != 0;
    }

    private static boolean isEmpty(Path log) throws IOException {
        try {
            return Files.size(log) == 0;
        } catch (NoSuchFileException e) {
            return true;
        }
    }
}
