package dev.penstock.simulator.elb.proxy;

import dev.penstock.simulator.time.SimulatedTime;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the requests of clients or passes them on. */
public final class ReverseProxy implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ReverseProxy.class.getName());

    /** Source: ELB User Guide, the load balancer attribute {@code idle_timeout.timeout_seconds}. */
    private static final Duration CLIENT_IDLE = Duration.ofSeconds(60);

    private final SimulatedTime time;
    private final TargetConnections targets = new TargetConnections();

    public ReverseProxy(SimulatedTime time) {
        this.time = time;
    }

    /** Serves a client's connection to its end, and closes it. */
    public void serve(Socket socket, Routing routing) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) CLIENT_IDLE.toMillis());
            Client client = new Client(
                    socket,
                    new BufferedInputStream(socket.getInputStream(), 16 * 1024),
                    new BufferedOutputStream(socket.getOutputStream(), 16 * 1024));
            boolean open = true;
            while (open) {
                open = serveNext(client, routing);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client's connection broke off", e);
        }
    }

    /**
     * Serves one request whose head was read by somebody else.
     *
     * @param head its lines
     * @param in what follows the head
     * @return whether the connection can go on
     */
    public boolean serve(List<String> head, Socket socket, InputStream in, OutputStream out, Routing routing)
            throws IOException {
        Client client = new Client(socket, in, out);
        try {
            return exchange(HttpHead.of(head), client, routing);
        } catch (MalformedHttpException e) {
            return refuse(client, routing);
        }
    }

    /** Closes the connections to servers that wait for requests. */
    @Override
    public void close() {
        targets.close();
    }

    private boolean serveNext(Client client, Routing routing) throws IOException {
        try {
            Optional<HttpHead> head = HttpHead.read(client.in());
            return head.isPresent() && exchange(head.get(), client, routing);
        } catch (MalformedHttpException e) {
            return refuse(client, routing);
        }
    }

    private boolean refuse(Client client, Routing routing) throws IOException {
        routing.malformed();
        client.answer(Answers.error(400), "GET", false);
        return false;
    }

    private boolean exchange(HttpHead head, Client client, Routing routing) throws IOException {
        try (SimulatedTime.Busy busy = time.busy()) {
            Framing framing = Framing.ofRequest(head);
            if (head.names("expect", "100-continue")) {
                client.goOn();
            }
            InputStream body = framing.body(client.in());
            return switch (routing.route(head, client.socket().getInetAddress())) {
                case Route.Close c -> false;
                case Route.Answer answer -> {
                    body.transferTo(OutputStream.nullOutputStream());
                    client.answer(answer, head.first(), head.keepsAlive());
                    yield head.keepsAlive();
                }
                case Route.Forward forward -> {
                    try {
                        yield forward(new Exchange(head, framing, body, forward), client, busy);
                    } finally {
                        forward.observer().over();
                    }
                }
            };
        }
    }

    private boolean forward(Exchange exchange, Client client, SimulatedTime.Busy busy) throws IOException {
        long begun = System.nanoTime();
        boolean connected = false;
        TargetConnection target;
        HttpHead answer;
        try {
            target = open(exchange, exchange.mayBeRepeated());
            connected = true;
            try {
                answer = exchange.ask(target);
            } catch (IOException e) {
                target.close();
                if (!target.isReused() || e instanceof SocketTimeoutException) {
                    throw e;
                }
                // A connection that had waited was closed by the server: the request never reached it.
                connected = false;
                target = open(exchange, false);
                connected = true;
                answer = exchange.ask(target);
            }
        } catch (IOException e) {
            int status = e instanceof SocketTimeoutException ? 504 : 502;
            exchange.route().observer().failed(status, connected && !(e instanceof ConnectException));
            boolean open = exchange.discard();
            client.answer(Answers.error(status), exchange.head().first(), open);
            return open;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        exchange.route().observer().answered(answer.status(), took);
        return passBack(exchange, client, target, answer, busy);
    }

    private TargetConnection open(Exchange exchange, boolean reuse) throws IOException {
        return targets.open(exchange.route().address(), reuse);
    }

    private boolean passBack(
            Exchange exchange, Client client, TargetConnection target, HttpHead answer, SimulatedTime.Busy busy)
            throws IOException {
        boolean kept = false;
        try {
            if (answer.status() == 101) {
                busy.close();
                answer.plus(exchange.route().added()).write(client.out());
                client.out().flush();
                Pipes.connect(client.socket(), client.in(), target.socket(), target.in());
                return false;
            }
            Framing framing = Framing.ofResponse(answer, exchange.head().first());
            boolean older = exchange.head().third().equals("HTTP/1.0");
            boolean chunked = !older && (framing instanceof Framing.Chunked || framing instanceof Framing.UntilClose);
            boolean unbounded = older && !(framing instanceof Framing.None || framing instanceof Framing.Length);
            boolean open = exchange.head().keepsAlive() && !unbounded;
            List<HttpHead.Header> further = new ArrayList<>(exchange.route().added());
            if (chunked) {
                further.add(new HttpHead.Header("Transfer-Encoding", "chunked"));
            }
            further.add(new HttpHead.Header("Connection", open ? "keep-alive" : "close"));
            HttpHead sent = answer.withoutHopByHop().plus(further);
            new HttpHead("HTTP/1.1", sent.second(), sent.third(), sent.headers()).write(client.out());
            Framing.copy(framing.body(target.in()), client.out(), chunked);
            boolean bodySent = exchange.isSent();
            kept = bodySent && answer.keepsAlive() && !(framing instanceof Framing.UntilClose);
            return open && bodySent;
        } finally {
            if (kept) {
                targets.release(target);
            } else {
                target.close();
            }
        }
    }
}
