package dev.penstock.simulator.elb.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Connections to servers, those that wait for their next request among them. */
final class TargetConnections {

    /** Source: ELB User Guide, "Troubleshoot your Application Load Balancers", HTTP 504. */
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private static final int MOST_IDLE = 32;

    private final Map<InetSocketAddress, ConcurrentLinkedDeque<TargetConnection>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * A connection to a server.
     *
     * @param reuse whether it may be one that has been used
     * @throws java.net.ConnectException when nobody listens
     * @throws java.net.SocketTimeoutException when nobody answers
     */
    TargetConnection open(InetSocketAddress address, boolean reuse) throws IOException {
        if (reuse) {
            ConcurrentLinkedDeque<TargetConnection> waiting = idle.get(address);
            TargetConnection known = waiting == null ? null : waiting.pollLast();
            if (known != null) {
                known.reuse();
                return known;
            }
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) CONNECT.toMillis());
            return new TargetConnection(address, socket);
        } catch (IOException e) {
            Pipes.close(socket);
            throw e;
        }
    }

    /** Keeps a connection for later. */
    void release(TargetConnection connection) {
        ConcurrentLinkedDeque<TargetConnection> waiting =
                idle.computeIfAbsent(connection.address(), a -> new ConcurrentLinkedDeque<>());
        if (closed || waiting.size() >= MOST_IDLE) {
            connection.close();
        } else {
            waiting.addLast(connection);
        }
    }

    void close() {
        closed = true;
        idle.values().forEach(waiting -> {
            for (TargetConnection c = waiting.pollFirst(); c != null; c = waiting.pollFirst()) {
                c.close();
            }
        });
    }
}
