package dev.penstock.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server and cuts connections: now before what was asked comes to the server, now after the server has done
 * it and before anybody learns of it.
 */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile double likelihood;

    CuttingProxy(int server, long seed) throws IOException {
        this.server = server;
        this.random = new Random(seed);
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How often a connection was cut. */
    int cuts() {
        return cuts.get();
    }

    /** From now on each packet, in either direction, is the last one with this likelihood. */
    void cutting(double each) {
        likelihood = each;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                pump(client, behind);
                pump(behind, client);
            } catch (IOException e) {
                // The server is just not there, or the test is over.
                Thread.onSpinWait();
            }
        }
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().name("proxy").start(() -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[65_536];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (isCut()) {
                        cuts.incrementAndGet();
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // Cut by the other direction.
                Thread.onSpinWait();
            }
        });
    }

    private boolean isCut() {
        synchronized (random) {
            return random.nextDouble() < likelihood;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
