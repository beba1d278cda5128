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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The HTTP server: takes connections, finds the protocol of each request, answers. Whatever comes in, it stays up.
 *
 * <p>It is not the JDK's own server because of three things that clients of a simulated AWS need and that one cannot
 * do: answer a TLS greeting at once, so that Docker and Jib, which try TLS first, go on without it; reset a connection
 * as a fault; and keep the case of header names.
 */
public final class HttpFront implements AutoCloseable {

    /** Source: RFC 9110, "Date/Time Formats": the day always has two digits. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private static final int BACKLOG = 128;
    private static final int MOST_CONNECTIONS = 4096;

    private final ServerSocket server;
    private final SimulatedTime time;
    private volatile List<Protocol> protocols = List.of();
    private volatile VirtualHosts hosts = VirtualHosts.NONE;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicReference<String> told = new AtomicReference<>("");

    private HttpFront(ServerSocket server, SimulatedTime time) {
        this.server = server;
        this.time = time;
    }

    /**
     * Takes the port on the loopback interface. Connections wait until {@link #serve}.
     *
     * @param port 0 for any that is free
     * @throws UncheckedIOException when the port is taken
     */
    public static HttpFront bind(int port, SimulatedTime time) {
        try {
            return new HttpFront(
                    new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), time);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * Answers from now on with these services; those before are forgotten.
     *
     * @param services spoken to by the protocols that each declares
     * @param others who answer requests to hosts of theirs
     * @param further other ways to be spoken to, asked first
     */
    public void serve(
            Dispatcher dispatcher, List<ServiceDefinition> services, VirtualHosts others, Protocol... further) {
        hosts = others;
        List<Protocol> all = new ArrayList<>(List.of(further));
        all.add(new CborProtocol(dispatcher, services));
        all.add(new JsonProtocol(dispatcher, services));
        // Before the forms of Query, which some clients say that an empty body is.
        all.add(new RestJsonProtocol(dispatcher, services));
        all.add(new Ec2Protocol(dispatcher, services));
        all.add(new QueryProtocol(dispatcher, services));
        all.add(new RestXmlProtocol(dispatcher, services));
        all.add(new UnknownProtocol(services));
        boolean first = protocols.isEmpty();
        protocols = List.copyOf(all);
        if (first) {
            Thread.ofPlatform().daemon().name("simulated-aws").start(this::accept);
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
                if (connections.size() >= MOST_CONNECTIONS) {
                    socket.close();
                    continue;
                }
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
            new HttpConnection(socket, hosts).serve(this::exchange);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection broke off", e);
        } finally {
            connections.remove(socket);
        }
    }

    private boolean exchange(Request request, HttpConnection connection) throws IOException {
        var still = new TimeStandsStill(time);
        // A client that has stopped in the middle of a request, as one does that was interrupted, does not hold time.
        connection.stalling(still);
        try {
            Optional<Signature> signature = Signature.of(request);
            List<Protocol> present = protocols;
            Protocol protocol = present.stream()
                    .filter(p -> p.speaks(request, signature))
                    .findFirst()
                    .orElse(present.getLast());
            if (Origins.isForeign(request) && !protocol.admits(request)) {
                return connection.send(request, Origins.refusal());
            }
            return switch (answer(protocol, request, signature)) {
                case Reply.Hangup() -> {
                    connection.reset();
                    yield false;
                }
                case Reply.Answer answer -> connection.send(request, dated(answer));
            };
        } finally {
            connection.stallingUnheard();
            still.stalls();
        }
    }

    /** Time stands still while a request is carried out. */
    private static final class TimeStandsStill implements PatientInputStream.Stalling {

        private final SimulatedTime time;
        private SimulatedTime.Busy busy;

        TimeStandsStill(SimulatedTime time) {
            this.time = time;
            this.busy = time.busy();
        }

        @Override
        public void stalls() {
            busy.close();
        }

        @Override
        public void goesOn() {
            busy = time.busy();
        }
    }

    /**
     * With the time, as every answer of AWS has it: SDKs set their clocks by it, and ask again for whatever was refused when
     * it is another than theirs. An answer that was passed on keeps its own.
     */
    private Reply.Answer dated(Reply.Answer answer) {
        boolean has = answer.headers().keySet().stream().anyMatch("Date"::equalsIgnoreCase);
        return has ? answer : answer.with(Map.of("Date", DATE.format(time.clientsNow())));
    }

    private Reply answer(Protocol protocol, Request request, Optional<Signature> signature) throws IOException {
        long number = requests.incrementAndGet();
        String requestId = String.format("%08x-0000-4000-8000-%012x", number * 0x9E3779B9L & 0xFFFFFFFFL, number);
        try {
            return protocol.answer(request.identified(requestId), signature, requestId);
        } catch (ServiceError e) {
            Reply reply = protocol.error(request, e, requestId);
            return reply instanceof Reply.Answer answer && !e.headers().isEmpty() ? answer.with(e.headers()) : reply;
        } catch (UncheckedIOException e) {
            String message = String.valueOf(e.getMessage());
            // Clients ask again and again, such as while a disk is full: once said is enough.
            if (!message.equals(told.getAndSet(message))) {
                LOG.log(System.Logger.Level.WARNING, message);
            }
            return protocol.error(request, ServiceError.of(500, "InternalFailure", message), requestId);
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
