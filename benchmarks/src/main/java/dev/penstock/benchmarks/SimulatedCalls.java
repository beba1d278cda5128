package dev.penstock.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of a simulated AWS that costs as little as a client can: one connection, and bytes that are made once. */
final class SimulatedCalls implements AutoCloseable {

    private static final String SIGNATURE =
            "Authorization: AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/%s"
                    + "/aws4_request, SignedHeaders=host, Signature=0\r\n";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SimulatedCalls(URI endpoint) throws IOException {
        socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A call of a service that speaks the Query protocol. */
    static byte[] query(String service, String form) {
        return bytes("Content-Type: application/x-www-form-urlencoded\r\n" + SIGNATURE.formatted(service), form);
    }

    /** A call of ECS. */
    static byte[] ecs(String operation, String body) {
        return bytes(
                "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113."
                        + operation + "\r\n" + SIGNATURE.formatted("ecs"),
                body);
    }

    private static byte[] bytes(String headers, String body) {
        return ("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Makes a call, and reads the answer to its end. */
    String call(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the simulator hung up");
            }
            head.append((char) b);
        }
        int from = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(from, head.indexOf("\r", from)));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(head + body);
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
