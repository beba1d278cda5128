package dev.penstock.simulator.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection: requests one after the other, HTTP/1.1 (RFC 9112) as far as AWS's clients use it. */
final class HttpConnection {

    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int TLS_GREETING = 0x16;

    /** Longer than the pools of clients keep a connection. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(10);

    private static final Duration WHOLE_HEAD = Duration.ofSeconds(20);
    private static final Duration WITHIN_A_BODY = Duration.ofSeconds(60);

    /** Handles a request and sends the answer; says whether the connection can go on. */
    interface Exchange {
        boolean handle(Request request, HttpConnection connection) throws IOException;
    }

    private static final class BadRequest extends IOException {
        private final int status;

        BadRequest(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    private final Socket socket;
    private final VirtualHosts hosts;
    private final PatientInputStream patient;
    private final InputStream in;
    private final OutputStream out;
    private boolean inHead;
    private boolean older;

    /** @throws IOException when the connection is gone already */
    HttpConnection(Socket socket, VirtualHosts hosts) throws IOException {
        this.socket = socket;
        this.hosts = hosts;
        this.patient = new PatientInputStream(socket);
        this.in = new BufferedInputStream(patient, 16 * 1024);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
    }

    void serve(Exchange exchange) throws IOException {
        try {
            boolean open = true;
            while (open) {
                patient.waitForNext(BETWEEN_REQUESTS);
                in.mark(1);
                int first = in.read();
                if (first < 0) {
                    return;
                } else if (first == TLS_GREETING) {
                    refuse(400, "This server does not speak TLS");
                    return;
                }
                in.reset();
                open = serveOne(exchange);
            }
        } catch (BadRequest e) {
            refuse(e.status, String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            if (inHead) {
                refuse(408, "The request took too long");
            }
        }
    }

    /** What is told while the rest of a request is read. */
    void stalling(PatientInputStream.Stalling heard) {
        patient.stalling(heard);
    }

    void stallingUnheard() {
        patient.stallingUnheard();
    }

    /** Sends an answer; says whether the connection can take another request. */
    boolean send(Request request, Reply.Answer answer) throws IOException {
        boolean keep =
                !older && !request.headers().getOrDefault("connection", "").equalsIgnoreCase("close");
        return switch (new AnswerWriter(out).write(request.method(), answer, keep)) {
            case KEEP -> true;
            case END -> false;
            case RESET -> {
                reset();
                yield false;
            }
        };
    }

    /** Breaks the connection off so that the client sees a reset rather than an end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private boolean serveOne(Exchange exchange) throws IOException {
        int[] left = {LONGEST_HEAD};
        patient.waitForAll(WHOLE_HEAD);
        inHead = true;
        String line = line(left);
        if (line.isEmpty()) {
            return true;
        }
        int methodEnd = line.indexOf(' ');
        int targetEnd = line.lastIndexOf(' ');
        if (methodEnd <= 0 || targetEnd <= methodEnd || !line.startsWith("HTTP/1.", targetEnd + 1)) {
            throw new BadRequest(400, "The request line is malformed");
        }
        List<String> head = new ArrayList<>(List.of(line));
        Map<String, String> headers = headers(left, head);
        inHead = false;
        older = line.endsWith("HTTP/1.0");
        patient.waitForNext(WITHIN_A_BODY);
        String host = headers.getOrDefault("host", "").toLowerCase(Locale.ROOT);
        if (hosts.has(host)) {
            patient.waitForNext(BETWEEN_REQUESTS);
            return hosts.serve(host, head, socket, in, out);
        }
        if (!older && headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        InputStream body = body(headers);
        Request request =
                request(line.substring(0, methodEnd), line.substring(methodEnd + 1, targetEnd), headers, body);
        boolean open = exchange.handle(request, this);
        if (open) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return open;
    }

    private static Request request(String method, String target, Map<String, String> headers, InputStream body) {
        String path = target;
        if (target.startsWith("http://")) {
            int slash = target.indexOf('/', "http://".length());
            path = slash < 0 ? "/" : target.substring(slash);
        }
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        return new Request(
                method, question < 0 ? path : path.substring(0, question), Request.decodeValues(query), headers, body);
    }

    private Map<String, String> headers(int[] left, List<String> head) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new BadRequest(400, "A header is malformed");
            }
            head.add(line);
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).trim(), (a, b) -> a + "," + b);
        }
        return headers;
    }

    private InputStream body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            if (headers.containsKey("content-length")) {
                throw new BadRequest(400, "A body has a length or comes in chunks, not both");
            }
            return new ChunkedInputStream(in);
        }
        String length = headers.getOrDefault("content-length", "0");
        if (!length.matches("[0-9]{1,18}")) {
            throw new BadRequest(400, "The content length is not a number");
        }
        return new LimitedInputStream(in, Long.parseLong(length));
    }

    private String line(int[] left) throws IOException {
        byte[] bytes = new byte[256];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the client closed the connection within a request");
            } else if (--left[0] < 0) {
                throw new BadRequest(431, "The request's headers are too long");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) b;
        }
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private void refuse(int status, String why) throws IOException {
        byte[] body = why.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + HttpStatus.reason(status)
                + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }
}
