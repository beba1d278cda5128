package dev.penstock.simulator.ecs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Clients that ask for a page again and again, half of them over connections that they keep, and count every answer. A
 * request without a whole answer counts as a failure; only a kept connection that was closed before a byte of an answer
 * came is tried once more on a new one, as browsers do.
 */
final class LoadClient implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

    private final int port;
    private final Function<String, String> version;
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ended;

    /** @param version says what an answer is counted as: its status and what it makes of the body */
    LoadClient(int port, int clients, Function<String, String> version) {
        this.port = port;
        this.version = version;
        for (int i = 0; i < clients; i++) {
            boolean keeps = i % 2 == 0;
            this.clients.add(Thread.ofVirtual().name("load-" + i).start(() -> ask(keeps)));
        }
    }

    /** How many answers there were of each kind, by {@code status version}, and {@code failed …} for none. */
    Map<String, Long> counts() {
        return new TreeMap<>(answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum())));
    }

    long total() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Waits until there were so many more answers. */
    void awaitMore(long number) {
        long until = total() + number;
        while (total() < until && clients.stream().anyMatch(Thread::isAlive)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    private void ask(boolean keeps) {
        while (!ended) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
                socket.setSoTimeout(30_000);
                boolean open = true;
                boolean first = true;
                while (open && !ended) {
                    open = exchange(socket, keeps, first);
                    first = false;
                }
            } catch (IOException e) {
                count("failed " + e.getMessage());
            }
        }
    }

    /** Whether the connection can be used again. */
    private boolean exchange(Socket socket, boolean keeps, boolean first) throws IOException {
        String connection = keeps ? "keep-alive" : "close";
        InputStream in = socket.getInputStream();
        byte[] head = new byte[0];
        try {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            head = head(in);
        } catch (IOException e) {
            if (first || head.length > 0) {
                throw e;
            }
        }
        if (head.length == 0) {
            if (first) {
                throw new IOException("closed without an answer");
            }
            return false;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
        if (length.reset().find() && body.length < Integer.parseInt(length.group(1))) {
            throw new IOException("cut short");
        }
        count(text.substring(9, 12) + " " + version.apply(new String(body, StandardCharsets.UTF_8)));
        return keeps && !text.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int b = in.read();
            if (b < 0) {
                if (head.size() > 0) {
                    throw new IOException("cut short in its head");
                }
                return new byte[0];
            }
            head.write(b);
            ends = b == "\r\n\r\n".charAt(ends) ? ends + 1 : b == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    private void count(String what) {
        answers.computeIfAbsent(what, w -> new LongAdder()).increment();
    }
}
