package dev.penstock.simulator.elb.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The start line and the headers of a request or a response, in their order and with their names' case.
 *
 * @param first the method, or the response's version
 * @param second the target, or the status
 * @param third the request's version, or the reason, which may be empty
 * @param headers in order; names may occur more than once
 */
public record HttpHead(String first, String second, String third, List<Header> headers) {

    /** One header line. */
    public record Header(String name, String value) {}

    /** Headers that are about one connection. RFC 9110, section 7.6.1. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private static final int LONGEST = 64 * 1024;

    public HttpHead {
        headers = List.copyOf(headers);
    }

    /**
     * Reads the next head of a connection.
     *
     * @return empty when the connection has ended before it
     * @throws MalformedHttpException when what comes is no HTTP/1
     * @throws IOException when the connection breaks off within it
     */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        int[] left = {LONGEST};
        Optional<String> line = line(in, left, true);
        while (line.isPresent() && line.get().isEmpty() && lines.isEmpty()) {
            line = line(in, left, true); // RFC 9112, section 2.2: empty lines before a request are passed over
        }
        if (line.isEmpty()) {
            return Optional.empty();
        }
        while (!line.orElse("").isEmpty()) {
            lines.add(line.orElse(""));
            line = line(in, left, false);
        }
        return Optional.of(of(lines));
    }

    /**
     * Takes a head apart.
     *
     * @param lines without their ends and without the empty last one
     * @throws MalformedHttpException when they are none of HTTP/1
     */
    public static HttpHead of(List<String> lines) throws MalformedHttpException {
        String[] start = lines.getFirst().split(" ", 3);
        if (start.length < 2
                || !(start[0].startsWith("HTTP/1.") || (start.length == 3 && start[2].startsWith("HTTP/1.")))) {
            throw new MalformedHttpException("the start line is malformed");
        }
        List<Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon <= 0
                    || Character.isWhitespace(line.charAt(colon - 1))
                    || Character.isWhitespace(line.charAt(0))) {
                throw new MalformedHttpException("a header is malformed");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        return new HttpHead(start[0], start[1], start.length > 2 ? start[2] : "", headers);
    }

    /** The first header of a name, in any case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** All headers of a name, in any case. */
    public List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The same with another header of that name in place of all there are. */
    public HttpHead with(String name, String value) {
        List<Header> all = new ArrayList<>(without(Set.of(name.toLowerCase(Locale.ROOT))).headers);
        all.add(new Header(name, value));
        return new HttpHead(first, second, third, all);
    }

    /** The same with further headers. */
    public HttpHead plus(List<Header> further) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(further);
        return new HttpHead(first, second, third, all);
    }

    /** The same without the headers of these names, which are in lower case. */
    public HttpHead without(Set<String> names) {
        return new HttpHead(
                first,
                second,
                third,
                headers.stream()
                        .filter(header -> !names.contains(header.name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    HttpHead withoutHopByHop() {
        return without(HOP_BY_HOP);
    }

    /** The status of a response. */
    int status() throws MalformedHttpException {
        if (!second.matches("[1-9][0-9]{2}")) {
            throw new MalformedHttpException("the status is no number");
        }
        return Integer.parseInt(second);
    }

    boolean names(String header, String token) {
        return values(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(part -> part.trim().equalsIgnoreCase(token));
    }

    /** Whether the connection of a request or a response goes on after it. */
    boolean keepsAlive() {
        boolean older = third.equals("HTTP/1.0") || first.equals("HTTP/1.0");
        return older ? names("connection", "keep-alive") : !names("connection", "close");
    }

    void write(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(512);
        text.append(first).append(' ').append(second).append(' ').append(third).append("\r\n");
        for (Header header : headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> line(InputStream in, int[] left, boolean mayEnd) throws IOException {
        byte[] bytes = new byte[256];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (mayEnd && length == 0) {
                    return Optional.empty();
                }
                throw new IOException("the connection broke off within a head");
            } else if (--left[0] < 0) {
                throw new MalformedHttpException("the headers are too long");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) b;
        }
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return Optional.of(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    }
}
