package dev.penstock.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The standard output, which remembers that something did not get out: a {@link PrintStream} says nothing of it, and a full disk
 * would look like an answer that is complete.
 */
final class StandardOutput extends PrintStream {

    private final Sink sink;

    StandardOutput(OutputStream target, Charset charset) {
        this(new Sink(target), charset);
    }

    private StandardOutput(Sink sink, Charset charset) {
        super(sink, true, charset);
        this.sink = sink;
    }

    /** Why not everything was written; empty if it was, and if who read it has had enough. */
    Optional<String> failure() {
        return Optional.of(sink.failure).filter(why -> !why.isEmpty() && !isReadersEnd(why));
    }

    /** Such as of {@code | head -1}: nobody misses what is left out. */
    private static boolean isReadersEnd(String why) {
        return why.contains("Broken pipe") || why.contains("pipe is being closed");
    }

    private static final class Sink extends OutputStream {

        private final OutputStream target;
        private String failure = "";

        Sink(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                target.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure.isEmpty() ? String.valueOf(e.getMessage()) : failure;
                throw e;
            }
        }
    }
}
