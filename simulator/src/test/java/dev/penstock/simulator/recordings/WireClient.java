package dev.penstock.simulator.recordings;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP as it was sent when AWS's answer was recorded: any method, any header, nothing added but the length. Headers of answers
 * are read as Latin-1, as the client did that recorded. */
final class WireClient {

    /**
     * A request.
     *
     * @param target path and query, encoded
     * @param headers names in lower case; {@code host} where it is not the server's own address
     */
    record Request(String method, String target, Map<String, String> headers, byte[] body) {}

    /**
     * An answer.
     *
     * @param headers names in lower case
     */
    record Answer(int status, String reason, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final URI endpoint;

    WireClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    Answer send(Request request) {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(request).getBytes(StandardCharsets.UTF_8));
            out.write(request.body());
            out.flush();
            return read(new BufferedInputStream(socket.getInputStream()), request.method());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", endpoint.getAuthority());
        headers.putAll(request.headers());
        headers.put("content-length", Integer.toString(request.body().length));
        headers.put("connection", "close");
        StringBuilder head = new StringBuilder(request.method() + " " + request.target() + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static Answer read(InputStream in, String method) throws IOException {
        String[] status = line(in).split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (status[1].equals("100")) {
            return read(in, method);
        }
        byte[] body = method.equals("HEAD") ? new byte[0] : body(in, headers);
        return new Answer(Integer.parseInt(status[1]), status.length > 2 ? status[2] : "", headers, body);
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            new ByteArrayInputStream(in.readNBytes(size)).transferTo(all);
            line(in);
        }
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ended early");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
