package dev.penstock.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What a client sends, as long as it does not keep the server waiting for too long. */
final class PatientInputStream extends InputStream {

    /** What comes within this time is on its way; who takes longer has stopped sending. */
    private static final int ON_ITS_WAY_MILLIS = 1000;

    private static final Stalling UNHEARD = new Stalling() {
        @Override
        public void stalls() {}

        @Override
        public void goesOn() {}
    };

    private final Socket socket;
    private final InputStream in;
    private Stalling stalling = UNHEARD;
    private long pauseNanos;
    private long deadline;
    private boolean limited;

    PatientInputStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Hears when a client stops in the middle of what it sends, and when it goes on. */
    interface Stalling {

        void stalls();

        void goesOn();
    }

    /** Tells from now on when the client stops sending. */
    void stalling(Stalling heard) {
        stalling = heard;
    }

    /** Tells it no more. */
    void stallingUnheard() {
        stalling = UNHEARD;
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
        int millis = Math.toIntExact(Math.max(1, nanos / 1_000_000));
        if (stalling == UNHEARD || millis <= ON_ITS_WAY_MILLIS) {
            socket.setSoTimeout(millis);
            return in.read(bytes, offset, length);
        }
        socket.setSoTimeout(ON_ITS_WAY_MILLIS);
        try {
            return in.read(bytes, offset, length);
        } catch (SocketTimeoutException e) {
            stalling.stalls();
            socket.setSoTimeout(millis - ON_ITS_WAY_MILLIS);
            int read = in.read(bytes, offset, length);
            stalling.goesOn();
            return read;
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }
}
