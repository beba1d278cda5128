package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.elb.DataPlane;
import dev.penstock.simulator.server.VirtualHosts;
import dev.penstock.simulator.state.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The host names of environments: what asks by one of them comes to the environment's load balancer, as its alias record has it, or
 * to an instance where it has none that requests pass through.
 */
final class EnvironmentHosts implements VirtualHosts {

    private static final String DOMAIN = ".elasticbeanstalk.com";

    private final Store state;
    private final BeanstalkStore store;
    private final InstanceRuntime runtime;
    private final DataPlane balancers;

    EnvironmentHosts(Store state, BeanstalkStore store, InstanceRuntime runtime, DataPlane balancers) {
        this.state = state;
        this.store = store;
        this.runtime = runtime;
        this.balancers = balancers;
    }

    @Override
    public boolean has(String host) {
        return balancers.has(host)
                || (host.contains(DOMAIN) && environment(host).isPresent());
    }

    @Override
    public boolean serve(String host, List<String> head, Socket socket, InputStream in, OutputStream out)
            throws IOException {
        Optional<EnvironmentRow> environment = host.contains(DOMAIN) ? environment(host) : Optional.empty();
        if (environment.isEmpty()) {
            return balancers.serve(host, head, socket, in, out);
        }
        String endpoint = environment.get().resources().endpoint().toLowerCase(Locale.ROOT) + port(host);
        return environment.get().resources().isForwarded()
                ? balancers.serve(endpoint, head, socket, in, out)
                : balancers.serve(
                        () -> store.instances(environment.get()).stream()
                                .filter(row -> row.booted() && !row.ending())
                                .findFirst()
                                .flatMap(row -> runtime.backend(row.instance(), Balancer.port(environment.get()))),
                        head,
                        socket,
                        in,
                        out);
    }

    private Optional<EnvironmentRow> environment(String host) {
        String name = host.substring(0, host.length() - port(host).length());
        return state.transact(() -> store.named(name));
    }

    /** With its colon; empty where there is none. */
    private static String port(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 ? "" : host.substring(colon);
    }
}
