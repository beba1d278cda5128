package dev.penstock.aws.client;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which AWS is meant. A run keeps to the realm that it was started in: clients of the simulated realm have no credentials
 * but made-up ones, ignore every setting of the user's AWS configuration, and refuse to send a request to any address but the
 * simulator's; clients of the real one know no simulator.
 */
public sealed interface Realm {

    /** What is written down with an execution, so that it is never resumed in the other realm; stable. */
    String name();

    /**
     * The real AWS, or what the user's configuration puts in its place ({@code AWS_ENDPOINT_URL}, honoured by the SDK).
     *
     * @param profile the profile of the shared configuration; absent for the SDK's default chain
     * @param endpoint an endpoint for all services that stands in for AWS; absent for AWS's own
     */
    record Aws(Optional<String> profile, Optional<URI> endpoint) implements Realm {

        @Override
        public String name() {
            return "aws";
        }
    }

    /**
     * A simulated AWS on this machine.
     *
     * @param endpoint a loopback address with a port
     * @param account the account, 12 digits; it is used as access key id, by which the simulator knows the account
     */
    record Simulated(URI endpoint, String account) implements Realm {

        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
        private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

        public Simulated {
            if (endpoint.getHost() == null || !LOOPBACK.contains(endpoint.getHost())) {
                throw new IllegalArgumentException("a simulated AWS is on a loopback address, got '" + endpoint + "'");
            }
            if (endpoint.getPort() < 1) {
                throw new IllegalArgumentException("a simulated AWS is on a port of its own, got '" + endpoint + "'");
            }
            if (!ACCOUNT.matcher(account).matches()) {
                throw new IllegalArgumentException("an AWS account is 12 digits, got '" + account + "'");
            }
        }

        @Override
        public String name() {
            return "simulated";
        }
    }
}
