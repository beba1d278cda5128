package dev.penstock.local.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands in front of an HTTP server and hangs up on TLS, which the JDK's server would leave without an answer. */
final class PlainFront implements AutoCloseable {

    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket entrance;
    private final int behind;

    PlainFront(int behind) throws IOException {
        this.behind = behind;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("plain-front").start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket visitor = entrance.accept();
                Thread.ofVirtual().name("plain-visitor").start(() -> serve(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor;
                var in = new PushbackInputStream(visitor.getInputStream())) {
            int first = in.read();
            if (first < 0 || first == TLS_HANDSHAKE) {
                return;
            }
            in.unread(first);
            try (var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                Thread back = Thread.ofVirtual().name("plain-back").start(() -> copy(server, visitor));
                pass(in, server.getOutputStream());
                server.shutdownOutput();
                back.join();
            }
        } catch (IOException e) {
            // Somebody hung up, which is their right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            pass(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // Somebody hung up, which is their right.
        }
    }

    private static void pass(InputStream in, OutputStream out) throws IOException {
        byte[] portion = new byte[16 << 10];
        for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
            out.write(portion, 0, read);
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
