package dev.penstock.simulator.elb.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Bytes from one connection to another and back. */
public final class Pipes {

    private static final System.Logger LOG = System.getLogger(Pipes.class.getName());

    private Pipes() {}

    /**
     * Connects both until both have ended.
     *
     * @param fromClient what has come from the client, which may have been read in part
     */
    public static void connect(Socket client, InputStream fromClient, Socket target, InputStream fromTarget)
            throws IOException {
        client.setSoTimeout(0);
        target.setSoTimeout(0);
        Thread back = Thread.ofVirtual().name("elb-pipe").start(() -> copy(fromTarget, client));
        copy(fromClient, target);
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(InputStream in, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a piped connection broke off", e);
            close(to);
        }
    }

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
