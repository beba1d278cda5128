package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the write-ahead log before SQLite does. SQLite takes the first frame that does not match its checksum for the end
 * of the log, which is right for a frame that was being written when the machine stopped. But a transaction is begun only
 * when the one before is on the disk: if whole transactions follow the bad frame, then what it belongs to was
 * acknowledged, and SQLite would lose it without a word. Format: sqlite.org/fileformat2.html, section 4.
 */
final class LogAudit {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int ATTEMPTS = 3;

    private final Path log;
    private final FileChannel channel;
    private final byte[] headerBytes = new byte[HEADER];
    private final ByteBuffer header = ByteBuffer.wrap(headerBytes);
    private ByteBuffer frame = ByteBuffer.allocate(0);
    private int sum1;
    private int sum2;

    private LogAudit(Path log, FileChannel channel) {
        this.log = log;
        this.channel = channel;
    }

    /** Reads the log of a journal, if there is one. */
    static void check(Path journal) {
        Path log = journal.resolveSibling(journal.getFileName() + "-wal");
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            if (channel.size() > 0) {
                new LogAudit(log, channel).check();
            }
        } catch (NoSuchFileException e) {
            // The process before ended by itself.
        } catch (IOException e) {
            throw new JournalException.Unavailable("journal log " + log + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Looks again when something seems wrong: another process may be starting the log anew while it is read. */
    private void check() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                checkOnce();
                return;
            } catch (JournalException.Damaged e) {
                byte[] before = headerBytes.clone();
                if (attempt == ATTEMPTS || !readFully(header, 0)) {
                    throw e;
                }
                if (Arrays.equals(before, headerBytes) && attempt > 1) {
                    throw e;
                }
            } catch (EOFException e) {
                return;
            }
        }
    }

    private void checkOnce() throws IOException {
        if (!readFully(header, 0) || Arrays.equals(headerBytes, new byte[HEADER])) {
            return; // Nothing was ever acknowledged from here: the header is flushed before the first frame.
        }
        int pageSize = header.getInt(8);
        boolean fits = (header.getInt(0) & ~1) == MAGIC && pageSize >= 512 && pageSize <= 65_536;
        header.order((header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        sum1 = 0;
        sum2 = 0;
        add(header, 0, HEADER - 8);
        ByteOrder sums = header.order();
        header.order(ByteOrder.BIG_ENDIAN);
        if (!fits || header.getInt(24) != sum1 || header.getInt(28) != sum2) {
            throw new JournalException.Damaged(
                    "journal log " + log + " is damaged in its first " + HEADER
                            + " bytes: what it holds cannot be read. Restore it, or move it away to go on with what came before");
        }
        frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
        long bad = firstBadFrame(sums);
        if (bad >= 0) {
            refuseIfAcknowledged(bad);
        }
    }

    /** The place of the first frame that is not as it was written, or -1. */
    private long firstBadFrame(ByteOrder sums) throws IOException {
        long at = HEADER;
        while (readFully(frame, at)) {
            frame.order(sums);
            add(frame, 0, 8);
            add(frame, FRAME_HEADER, frame.capacity() - FRAME_HEADER);
            frame.order(ByteOrder.BIG_ENDIAN);
            if (!isOfThisLog() || frame.getInt(16) != sum1 || frame.getInt(20) != sum2) {
                return at;
            }
            at += frame.capacity();
        }
        return -1;
    }

    /** Whether what follows shows that the bad frame's transaction was complete: another one was begun after it. */
    private void refuseIfAcknowledged(long bad) throws IOException {
        boolean committed = false;
        for (long at = bad; readFully(frame, at); at += frame.capacity()) {
            if (!isOfThisLog()) {
                continue;
            }
            if (committed) {
                throw new JournalException.Damaged("journal log " + log + " is damaged at byte " + bad
                        + ", in what was acknowledged: more was written after it. Restore it, or cut it off at that byte"
                        + " to go on with what came before");
            }
            committed = frame.getInt(4) != 0;
        }
    }

    private boolean isOfThisLog() {
        return frame.getLong(8) == header.getLong(16);
    }

    private void add(ByteBuffer buffer, int from, int length) {
        int one = sum1;
        int two = sum2;
        for (int at = from; at < from + length; at += 8) {
            one += buffer.getInt(at) + two;
            two += buffer.getInt(at + 4) + one;
        }
        sum1 = one;
        sum2 = two;
    }

    private boolean readFully(ByteBuffer buffer, long at) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }
}
