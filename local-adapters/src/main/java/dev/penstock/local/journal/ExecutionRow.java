package dev.penstock.local.journal;

import dev.penstock.execution.ExecutionId;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One row of the table {@code execution}, and what the writer knows beyond it.
 *
 * <p>The row is rewritten only when its status or its holder changes. Its version is therefore a lower bound; the exact
 * one is that of the newest entry. Before the write-ahead log is copied into the main file, where SQLite has no checksums,
 * the bound is brought up to the exact version, so that a lost entry is noticed.
 */
final class ExecutionRow {

    /** An entry's key is the execution's number and, in the low bits, its version. */
    static final int VERSION_BITS = 24;

    static final long MAX_VERSION = (1L << VERSION_BITS) - 1;
    static final long NOBODY = 0;

    /** In the place of a runner: nobody's, and with a wakeup in the table {@code parked}. */
    static final long PARKED = -1;

    /** In the place of a runner: nobody's for ever, and with a destination in the table {@code moved}. */
    static final long MOVED = -2;

    final long number;
    final ExecutionId id;
    final String pipeline;
    final String definition;
    final long startedAt;
    String status = "";
    boolean ended;
    String detail = "";
    long versionBound;
    long runner = NOBODY;
    long token = 1;

    /** Of the newest entry; only the writer keeps it up to date. */
    long version;

    ExecutionRow(long number, ExecutionId id, String pipeline, String definition, long startedAt) {
        this.number = number;
        this.id = id;
        this.pipeline = pipeline;
        this.definition = definition;
        this.startedAt = startedAt;
    }

    long checksum(Checksum checksum) {
        return checksum.start()
                .add(number)
                .add(toBytes(id))
                .add(pipeline)
                .add(definition)
                .add(startedAt)
                .add(status)
                .add(ended ? 1 : 0)
                .add(detail)
                .add(versionBound)
                .add(runner)
                .add(token)
                .value();
    }

    static long key(long number, long version) {
        return number << VERSION_BITS | version;
    }

    static long version(long key) {
        return key & MAX_VERSION;
    }

    static byte[] toBytes(ExecutionId id) {
        return ByteBuffer.allocate(16)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
    }

    static ExecutionId toId(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new ExecutionId(new UUID(buffer.getLong(), buffer.getLong()));
    }
}
