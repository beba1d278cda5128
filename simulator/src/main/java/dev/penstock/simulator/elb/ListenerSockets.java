package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.proxy.Pipes;
import dev.penstock.simulator.elb.proxy.ReverseProxy;
import dev.penstock.simulator.elb.proxy.Routing;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * Where listeners listen on this machine: each at a port of its own, opened when somebody first asks for it. The port is
 * kept, so that it is the same when kept state is opened again, if it is still free.
 */
final class ListenerSockets implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ListenerSockets.class.getName());
    private static final int BACKLOG = 512;

    /** Below the ports that systems give to outgoing connections, one of which could hold a kept port when it is wanted again. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final int TRIES = 50;

    /** How long the end waits for a listener's thread: it holds the port until it has noticed that the socket is closed. */
    private static final Duration LAST_ACCEPT = Duration.ofSeconds(5);

    private record Port(int number) {}

    private record Listening(ServerSocket socket, Thread acceptor) {}

    private final ElbStore rows;
    private final Store store;
    private final ReverseProxy proxy;
    private final Function<String, Routing> routing;
    private final Forwarding forwarding;
    private final Table<Port> ports;
    private final Map<String, Listening> open = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    ListenerSockets(
            ElbStore rows, Store store, ReverseProxy proxy, Function<String, Routing> routing, Forwarding forwarding) {
        this.rows = rows;
        this.store = store;
        this.proxy = proxy;
        this.routing = routing;
        this.forwarding = forwarding;
        this.ports = store.table("elb.ports", Port.class);
    }

    /**
     * Where a listener listens. Opens its port when it is not open yet.
     *
     * @return empty when there is no such listener, or it speaks a protocol that is not simulated
     * @throws UncheckedIOException when no port can be had
     */
    Optional<InetSocketAddress> address(String listener) {
        return store.transact(() -> rows.listener(listener)
                .filter(row -> isStream(row.model().protocol()))
                .map(row -> open.computeIfAbsent(listener, arn -> listen(row)))
                .map(listening -> (InetSocketAddress) listening.socket().getLocalSocketAddress()));
    }

    /** Lets nobody in any more at a listener that is deleted. Within a transaction. */
    void forget(String listener) {
        ports.remove(listener);
        store.afterCommit(
                () -> Optional.ofNullable(open.remove(listener)).ifPresent(listening -> close(listening.socket())));
    }

    @Override
    public void close() {
        open.values().forEach(listening -> close(listening.socket()));
        // Whoever opens the kept state right after this wants the same ports.
        open.values().forEach(ListenerSockets::awaitEnd);
        open.clear();
        connections.forEach(ListenerSockets::close);
        proxy.close();
    }

    private static boolean isStream(ProtocolEnum protocol) {
        return protocol != ProtocolEnum.UDP;
    }

    private Listening listen(ListenerRow row) {
        String arn = row.model().listenerArn();
        int wanted = ports.get(arn).map(Port::number).orElse(0);
        ServerSocket socket = Optional.of(wanted)
                .filter(port -> port > 0)
                .flatMap(ListenerSockets::bind)
                .orElseGet(() -> anywhere(arn));
        ports.put(arn, new Port(socket.getLocalPort()));
        boolean http =
                row.model().protocol() == ProtocolEnum.HTTP || row.model().protocol() == ProtocolEnum.HTTPS;
        return new Listening(
                socket,
                Thread.ofVirtual().name("elb-listener-" + row.model().port()).start(() -> accept(socket, arn, http)));
    }

    private static void awaitEnd(Listening listening) {
        try {
            if (!listening.acceptor().join(LAST_ACCEPT)) {
                LOG.log(System.Logger.Level.WARNING, "a listener at {0} does not end", listening.socket());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket anywhere(String arn) {
        for (int i = 0; i < TRIES; i++) {
            Optional<ServerSocket> socket = bind(FIRST_PORT + Math.floorMod(arn.hashCode() + i, PORTS));
            if (socket.isPresent()) {
                return socket.get();
            }
        }
        return bind(0).orElseThrow();
    }

    private static Optional<ServerSocket> bind(int port) {
        try {
            return Optional.of(new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        } catch (IOException e) {
            if (port == 0) {
                throw new UncheckedIOException("a load balancer's listener cannot get a port: " + e.getMessage(), e);
            }
            return Optional.empty();
        }
    }

    private void accept(ServerSocket server, String listener, boolean http) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().name("elb-connection").start(() -> {
                    try {
                        serve(socket, listener, http);
                    } finally {
                        connections.remove(socket);
                    }
                });
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection could not be taken", e);
            }
        }
    }

    private void serve(Socket socket, String listener, boolean http) {
        if (http) {
            proxy.serve(socket, routing.apply(listener));
            return;
        }
        switch (backend(listener).orElse(null)) {
            case null -> close(socket);
            case Backend.Scripted(ResponseScript script) -> proxy.serve(socket, routing.apply(listener));
            case Backend.Listening(InetSocketAddress address) -> pass(socket, address);
        }
    }

    /** Where a connection at a network load balancer goes. */
    private Optional<Backend> backend(String listener) {
        return store.transact(() -> rows.listener(listener)
                .filter(row -> rows.balancer(row.model().loadBalancerArn())
                        .filter(b -> b.model().state().code() == LoadBalancerStateEnum.ACTIVE)
                        .isPresent())
                .flatMap(row -> rows.rule(row.defaultRule()))
                .flatMap(rule -> forwarding.connect(rule.model())));
    }

    private static void pass(Socket client, InetSocketAddress address) {
        try (client;
                Socket target = new Socket()) {
            target.connect(address, 10_000);
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            Pipes.connect(client, client.getInputStream(), target, target.getInputStream());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be passed on", e);
        }
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
