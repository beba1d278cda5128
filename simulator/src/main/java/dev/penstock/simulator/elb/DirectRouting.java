package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.proxy.HttpHead;
import dev.penstock.simulator.elb.proxy.Route;
import dev.penstock.simulator.elb.proxy.Routing;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Requests at a server of its own, which no load balancer stands before. */
final class DirectRouting implements Routing {

    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Supplier<Optional<Backend>> server;

    DirectRouting(Supplier<Optional<Backend>> server) {
        this.server = server;
    }

    @Override
    public Route route(HttpHead request, InetAddress client) {
        return switch (server.get().orElse(null)) {
            case null -> new Route.Close();
            case Backend.Scripted(ResponseScript script) -> {
                int status = script.failing() >= 1 ? script.failingStatus() : 200;
                yield new Route.Answer(
                        status,
                        List.of(new HttpHead.Header("Content-Type", "text/plain; charset=utf-8")),
                        (status + "\n").getBytes(StandardCharsets.UTF_8));
            }
            case Backend.Listening(InetSocketAddress address) ->
                new Route.Forward(address, request, IDLE, List.of(), Unobserved.OBSERVER);
        };
    }

    @Override
    public void malformed() {}

    /** Nobody counts requests here. */
    private enum Unobserved implements Route.Observer {
        OBSERVER;

        @Override
        public void answered(int status, Duration took) {}

        @Override
        public void failed(int status, boolean connected) {}

        @Override
        public void over() {}
    }
}
