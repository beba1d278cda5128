package dev.penstock.simulator.sns;

import dev.penstock.simulator.sns.TopicMessage.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Posts to HTTP endpoints on this machine. An endpoint counts only when its host is {@code localhost} or a literal
 * address of the loopback interface; no name is looked up, no redirect followed, no proxy asked, so that nothing a
 * topic publishes leaves the machine.
 */
final class LoopbackPost implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern LITERAL = Pattern.compile("127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    /** Made when it is first needed: it costs a thread. */
    private @Nullable HttpClient client;

    /** Where an endpoint is on loopback; empty when it is anywhere else. */
    static Optional<URI> onLoopback(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            String host = uri.getHost() == null ? "" : uri.getHost();
            String literal = host.equals("localhost") ? "127.0.0.1" : host;
            if (!LITERAL.matcher(literal).matches()
                    || !InetAddress.getByName(literal).isLoopbackAddress()) {
                return Optional.empty();
            }
            int port = uri.getPort();
            String rest = (uri.getRawPath() == null ? "" : uri.getRawPath())
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return Optional.of(URI.create(uri.getScheme() + "://" + literal + (port < 0 ? "" : ":" + port) + rest));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Posts, and says how it ended. Waits for the answer. */
    Outcome post(URI endpoint, Map<String, String> headers, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).timeout(PATIENCE).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<Void> answer = client().send(request.build(), HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() / 100 == 2 ? Outcome.POSTED : Outcome.FAILED;
        } catch (IOException e) {
            return Outcome.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.FAILED;
        }
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(PATIENCE)
                    .build();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
