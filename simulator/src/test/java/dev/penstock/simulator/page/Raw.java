package dev.penstock.simulator.page;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests as they stand, with headers that clients would not let one set. */
public final class Raw {

    private Raw() {}

    /** Sends bytes, says that nothing more comes, and reads to the end. */
    public static String send(URI endpoint, byte[] request) throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends text in UTF-8. */
    public static String send(URI endpoint, String request) throws IOException {
        return send(endpoint, request.getBytes(StandardCharsets.UTF_8));
    }
}
