package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.proxy.ReverseProxy;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.server.VirtualHosts;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** The way of real requests: in at a listener's own port, or at the simulator's port by the load balancer's name. */
public final class DataPlane implements VirtualHosts, AutoCloseable {

    /**
     * Where a listener can be reached on this machine.
     *
     * @param protocol and {@code port} are what the listener has in AWS
     */
    public record Address(
            String listenerArn,
            String loadBalancerArn,
            String loadBalancerName,
            String dnsName,
            String protocol,
            int port,
            InetSocketAddress here) {}

    private static final Pattern HOST = Pattern.compile(
            "(?<name>[a-z0-9-]+\\.([a-z0-9-]+\\.elb|elb\\.[a-z0-9-]+)\\.amazonaws\\.com)(:(?<port>[0-9]{1,5}))?");

    private final ElbStore rows;
    private final Store store;
    private final Forwarding forwarding;
    private final TrafficCounters counters;
    private final LatestRequests latest = new LatestRequests();
    private final HostCounts hosts;
    private final Traffic traffic;
    private final ReverseProxy proxy;
    private final ListenerSockets sockets;

    DataPlane(ElbStore rows, HealthChecks checks, Store store, Calendar calendar, SimulatedTime time, Metrics metrics) {
        this.rows = rows;
        this.store = store;
        counters = new TrafficCounters(calendar, time, metrics);
        hosts = new HostCounts(rows, time, counters.sink());
        traffic = new Traffic(
                rows, store, calendar, time, new TrafficPlans(rows, checks::backend), counters.sink(), latest);
        metrics.source(counters::flush);
        metrics.source(traffic::settle);
        metrics.source(hosts::flush);
        forwarding = new Forwarding(rows, checks::backend, new Choices(), counters, latest, time);
        proxy = new ReverseProxy(time);
        sockets = new ListenerSockets(rows, store, proxy, this::routing, forwarding);
    }

    /**
     * Where a listener listens on this machine; its port is opened when somebody first asks.
     *
     * @return empty when there is no such listener, or it speaks UDP, which is not simulated
     */
    public Optional<InetSocketAddress> address(String listenerArn) {
        return sockets.address(listenerArn);
    }

    /** Where the listeners of all accounts listen on this machine, in the order of their ARNs. */
    public List<Address> addresses() {
        List<ListenerRow> all = store.transact(rows::allListeners);
        return all.stream()
                .flatMap(row ->
                        address(row.model().listenerArn()).stream().flatMap(here -> described(row, here).stream()))
                .toList();
    }

    @Override
    public boolean has(String host) {
        return host.contains(".elb.") && listener(host).isPresent();
    }

    @Override
    public boolean serve(String host, List<String> head, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        Optional<Listener> listener = listener(host);
        return listener.isPresent()
                && proxy.serve(head, socket, in, out, routing(listener.get().listenerArn()));
    }

    /**
     * Answers one request at a server that no load balancer stands before.
     *
     * @param server what answers; empty when nothing does
     * @return whether the connection can go on
     */
    public boolean serve(
            Supplier<Optional<Backend>> server, List<String> head, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        return proxy.serve(head, socket, in, out, new DirectRouting(() -> store.transact(server)));
    }

    @Override
    public void close() {
        sockets.close();
    }

    /**
     * The requests that a target got from an instant until now, at most a minute ago, real and synthetic ones. Within a
     * transaction.
     *
     * @param target an IP address or an instance id
     */
    public List<LatestRequests.Answered> latest(String account, String target, Instant from) {
        traffic.settle();
        return latest.of(account, target, from);
    }

    Traffic traffic() {
        return traffic;
    }

    HostCounts hosts() {
        return hosts;
    }

    void forget(String listener) {
        sockets.forget(listener);
    }

    private ListenerRouting routing(String listener) {
        return new ListenerRouting(listener, rows, store, forwarding, counters);
    }

    /** The listener that a host's name and port mean: without a port that of 80, else of 443, else the first. */
    private Optional<Listener> listener(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = parts.group("name");
        int port = parts.group("port") == null ? 0 : Integer.parseInt(parts.group("port"));
        return store.transact(() -> rows.balancers("").stream()
                .map(ElbStore.BalancerRow::model)
                .filter(balancer -> balancer.dnsName().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(balancer -> rows.listeners(balancer.loadBalancerArn()).stream()
                        .map(ListenerRow::model)
                        .filter(listener -> port == 0 || listener.port() == port)
                        .min(Comparator.comparingInt(DataPlane::preference))));
    }

    private static int preference(Listener listener) {
        return listener.port() == 80 ? -2 : listener.port() == 443 ? -1 : listener.port();
    }

    private Optional<Address> described(ListenerRow row, InetSocketAddress here) {
        Listener listener = row.model();
        return store.transact(() -> rows.balancer(listener.loadBalancerArn()).map(balancer -> {
            LoadBalancer model = balancer.model();
            return new Address(
                    listener.listenerArn(),
                    model.loadBalancerArn(),
                    model.loadBalancerName(),
                    model.dnsName(),
                    listener.protocolAsString(),
                    listener.port(),
                    here);
        }));
    }
}
