package dev.penstock.local.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of what a process prints: UTF-8 (what is not becomes U+FFFD), of bounded length. Also finds a mark that may
 * stand anywhere. Not for use by several threads.
 */
final class OutputLines {

    /** The most that is kept of a line, in bytes; how much more there was is said at its end. */
    static final int MAXIMUM_LINE = 256 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long dropped;

    OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Takes bytes.
     *
     * @param mark what to look for; empty to look for nothing
     * @return whether the mark was there. It is left out, and what stands before it ends a line
     */
    boolean take(byte[] bytes, int length, byte[] mark) {
        boolean marked = false;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                end();
            } else {
                add(bytes[i]);
                if (mark.length > 0 && bytes[i] == mark[mark.length - 1] && endsWith(mark)) {
                    marked = true;
                    cut(mark.length);
                    flush();
                }
            }
        }
        return marked;
    }

    private final byte[] tail = new byte[64];
    private int tailLength;

    private void add(byte b) {
        if (line.size() < MAXIMUM_LINE) {
            line.write(b);
        } else {
            dropped++;
        }
        if (tailLength == tail.length) {
            System.arraycopy(tail, 1, tail, 0, tail.length - 1);
            tailLength--;
        }
        tail[tailLength++] = b;
    }

    private boolean endsWith(byte[] mark) {
        return tailLength >= mark.length
                && Arrays.equals(tail, tailLength - mark.length, tailLength, mark, 0, mark.length);
    }

    private void cut(int count) {
        int fromDropped = (int) Math.min(dropped, count);
        dropped -= fromDropped;
        byte[] kept = line.toByteArray();
        line.reset();
        line.write(kept, 0, kept.length - (count - fromDropped));
        tailLength = 0;
    }

    /** Ends a line that has begun. */
    void flush() {
        if (line.size() > 0) {
            end();
        }
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        lines.accept(dropped == 0 ? text : text + "… (" + dropped + " more bytes)");
        line.reset();
        dropped = 0;
        tailLength = 0;
    }
}
