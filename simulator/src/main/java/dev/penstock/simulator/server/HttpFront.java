package dev.penstock.simulator.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The HTTP server: reads requests, finds their protocol, sends answers. Whatever comes in, it stays up. */
public final class HttpFront implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private final HttpServer server;
    private final ExecutorService threads;
    private final SimulatedTime time;
    private final List<Protocol> protocols;
    private final AtomicLong requests = new AtomicLong();

    private HttpFront(HttpServer server, ExecutorService threads, SimulatedTime time, List<Protocol> protocols) {
        this.server = server;
        this.threads = threads;
        this.time = time;
        this.protocols = protocols;
    }

    /**
     * Starts to listen on the loopback interface.
     *
     * @param port 0 for any that is free
     * @param services spoken to by the protocol that each declares
     * @param further other ways to be spoken to, asked first
     * @throws UncheckedIOException when the port is taken
     */
    public static HttpFront start(
            int port,
            SimulatedTime time,
            Dispatcher dispatcher,
            List<ServiceDefinition> services,
            Protocol... further) {
        List<Protocol> protocols = new ArrayList<>(List.of(further));
        protocols.add(new JsonProtocol(dispatcher, services));
        protocols.add(new QueryProtocol(dispatcher, services));
        protocols.add(new RestXmlProtocol(dispatcher, services));
        // Without it the JDK's server waits for acknowledgements before it sends the end of an answer: 40 ms each.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        try {
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            HttpFront front = new HttpFront(server, threads, time, List.copyOf(protocols));
            server.setExecutor(threads);
            server.createContext("/", front::handle);
            server.start();
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        SimulatedTime.Busy busy = time.busy();
        try {
            Request request = read(exchange);
            Optional<Signature> signature = Signature.of(request);
            Protocol protocol = protocols.stream()
                    .filter(p -> p.speaks(request, signature))
                    .findFirst()
                    .orElse(protocols.getLast());
            send(exchange, answer(protocol, request, signature));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a request broke off", e);
        } finally {
            exchange.close();
            busy.close();
        }
    }

    private Reply answer(Protocol protocol, Request request, Optional<Signature> signature) throws IOException {
        long number = requests.incrementAndGet();
        String requestId = String.format("%08x-0000-4000-8000-%012x", number * 0x9E3779B9L & 0xFFFFFFFFL, number);
        try {
            return protocol.answer(request, signature, requestId);
        } catch (ServiceError e) {
            return protocol.error(request, e, requestId);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a simulated service failed at " + request.path(), e);
            return protocol.error(
                    request, ServiceError.of(500, "InternalFailure", "the simulator failed: " + e), requestId);
        }
    }

    private static Request read(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            String first = values.isEmpty() ? null : values.getFirst();
            headers.put(name.toLowerCase(Locale.ROOT), first == null ? "" : first);
        });
        String path = uri.getRawPath() == null ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new Request(
                exchange.getRequestMethod(), path, Request.decodePairs(query), headers, exchange.getRequestBody());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (!(reply instanceof Reply.Answer answer)) {
            return;
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.length()));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else if (answer.length() == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.length());
            try (InputStream in = answer.body().get();
                    OutputStream out = exchange.getResponseBody()) {
                in.transferTo(out);
            }
        }
    }
}
