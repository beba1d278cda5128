package dev.penstock.simulator.beanstalk.instance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts messages to real applications on this machine, as the daemon of the worker tier does. Waits for the answer. */
public final class DaemonPost implements AutoCloseable {

    /** Made when it is first needed: it costs a thread. */
    private @Nullable HttpClient client;

    /**
     * Posts a message.
     *
     * @param path with a slash at its beginning
     * @return the answer's status; 0 when there was none
     */
    public int post(InetSocketAddress to, String path, Map<String, String> headers, String body, Duration patience) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://" + to.getAddress().getHostAddress() + ":" + to.getPort() + path))
                    .timeout(patience)
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            headers.forEach(request::header);
            return client().send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
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
