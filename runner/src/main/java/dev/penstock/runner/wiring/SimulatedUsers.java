package dev.penstock.runner.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/** Lets users of a simulated AWS, here or elsewhere, send requests: as much of the page's interface as that takes. */
final class SimulatedUsers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double SECONDS_IN_A_MINUTE = 60;

    private static final int FIRST_ERROR = 400;

    private final URI traffic;

    SimulatedUsers(URI endpoint) {
        this.traffic = endpoint.resolve("/_penstock/traffic");
    }

    /**
     * From now on so many requests come, in place of those before.
     *
     * @param listener the ARN of a listener
     * @param perMinute in a minute of simulated time; 0 for none any more
     */
    void send(String listener, int perMinute) {
        String body = String.format(
                Locale.ROOT, "{\"target\": \"%s\", \"perSecond\": %f}", listener, perMinute / SECONDS_IN_A_MINUTE);
        HttpRequest request = HttpRequest.newBuilder(traffic)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new IOException("the simulated AWS sends no requests to " + listener + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while users were being made", e);
        }
    }
}
