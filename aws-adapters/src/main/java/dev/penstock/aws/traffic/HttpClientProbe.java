package dev.penstock.aws.traffic;

import dev.penstock.aws.client.Realm;
import dev.penstock.traffic.WebProbe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks by the JDK's HTTP client. The hosts of a simulated AWS resolve to nothing: their requests go to the simulator, which knows
 * them by their names.
 */
public final class HttpClientProbe implements WebProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Optional<URI> proxy;

    private HttpClientProbe(Optional<URI> proxy) {
        this.proxy = proxy;
    }

    /** For hosts of an AWS. */
    public static HttpClientProbe of(Realm realm) {
        return switch (realm) {
            case Realm.Aws ignored -> new HttpClientProbe(Optional.empty());
            case Realm.Simulated simulated -> new HttpClientProbe(Optional.of(simulated.endpoint()));
        };
    }

    @Override
    public Answer get(URI page) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page)
                .timeout(PATIENCE)
                .header("User-Agent", "penstock")
                .build();
        // A client of its own each time: a connection that was kept could lead to what answered before.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        proxy.map(server -> ProxySelector.of(new InetSocketAddress(server.getHost(), server.getPort())))
                .ifPresent(builder::proxy);
        try (HttpClient client = builder.build()) {
            return new Answer.Status(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (HttpTimeoutException e) {
            return new Answer.None("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ConnectException e) {
            return new Answer.None("no connection to " + page.getHost());
        } catch (IOException e) {
            return new Answer.None(String.valueOf(e.getMessage()));
        }
    }
}
