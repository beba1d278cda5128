package dev.penstock.aws.client;

import java.net.URI;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The last look before a request leaves: a client of a simulated AWS sends to the simulator and nowhere else, whatever
 * endpoint rules, environment variables and redirects say.
 */
final class RealmGuard implements ExecutionInterceptor {

    private final URI endpoint;

    RealmGuard(URI endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        if (!request.host().equals(endpoint.getHost()) || request.port() != endpoint.getPort()) {
            throw new Refused("a request to " + request.host() + ":" + request.port()
                    + " was about to leave the simulated AWS at " + endpoint);
        }
    }

    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
