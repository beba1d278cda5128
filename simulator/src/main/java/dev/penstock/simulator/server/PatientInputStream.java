package dev.penstock.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What a client sends, as long as it does not keep the server waiting for too long. */
final class PatientInputStream extends InputStream {

    private final Socket socket;
    private final InputStream in;
    private long pauseNanos;
    private long deadline;
    private boolean limited;

    PatientInputStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** From now on waits that long for each next byte, however long it takes as a whole. */
    void waitForNext(Duration pause) {
        pauseNanos = pause.toNanos();
        limited = false;
    }

    /** From now on waits that long for everything: a byte now and then does not prolong it. */
    void waitForAll(Duration whole) {
        deadline = System.nanoTime() + whole.toNanos();
        limited = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long nanos = limited ? deadline - System.nanoTime() : pauseNanos;
        if (nanos <= 0) {
            throw new SocketTimeoutException("the client took too long");
        }
        socket.setSoTimeout(Math.toIntExact(Math.max(1, nanos / 1_000_000)));
        return in.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }
}
