package dev.penstock.simulator.server;

import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The HTTP server: takes connections, finds the protocol of each request, answers. Whatever comes in, it stays up.
 *
 * <p>It is not the JDK's own server because of three things that clients of a simulated AWS need and that one cannot
 * do: answer a TLS greeting at once, so that Docker and Jib, which try TLS first, go on without it; reset a connection
 * as a fault; and keep the case of header names.
 */
public final class HttpFront implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private final ServerSocket server;
    private final SimulatedTime time;
    private final List<Protocol> protocols;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();

    private HttpFront(ServerSocket server, SimulatedTime time, List<Protocol> protocols) {
        this.server = server;
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
        try {
            ServerSocket server = new ServerSocket(port, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            HttpFront front = new HttpFront(server, time, List.copyOf(protocols));
            Thread.ofPlatform().daemon().name("simulated-aws").start(front::accept);
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(HttpFront::closeQuietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().name("simulated-aws-connection").start(() -> serve(socket));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection could not be taken", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new HttpConnection(socket).serve(this::exchange);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection broke off", e);
        } finally {
            connections.remove(socket);
        }
    }

    private boolean exchange(Request request, HttpConnection connection) throws IOException {
        SimulatedTime.Busy busy = time.busy();
        try {
            Optional<Signature> signature = Signature.of(request);
            Protocol protocol = protocols.stream()
                    .filter(p -> p.speaks(request, signature))
                    .findFirst()
                    .orElse(protocols.getLast());
            return switch (answer(protocol, request, signature)) {
                case Reply.Hangup() -> {
                    connection.reset();
                    yield false;
                }
                case Reply.Answer answer -> connection.send(request, answer);
            };
        } finally {
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

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
