package dev.penstock.runner.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a simulated AWS, in this process or another, does beside AWS: as much of what is under {@code /_penstock/} as a run takes. */
final class SimulatorPage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double SECONDS_IN_A_MINUTE = 60;
    private static final int FIRST_ERROR = 400;

    private final URI root;
    private final HttpClient client = HttpClient.newHttpClient();

    SimulatorPage(URI endpoint) {
        this.root = endpoint.resolve("/_penstock/");
    }

    /**
     * What time it is there.
     *
     * @param factor simulated seconds in a real one; 0 for a clock that stands still, or moves when somebody moves it
     */
    record Time(Instant now, double factor) {}

    /** What time it is there. */
    Time time() {
        JsonNode answer = JsonMapper.shared()
                .readTree(ask(HttpRequest.newBuilder(root.resolve("time")).GET()));
        boolean moves = answer.path("mode").asString("").equals("scaled")
                && !answer.path("paused").asBoolean(false);
        return new Time(
                Instant.parse(answer.path("now").asString("")),
                moves ? answer.path("factor").asDouble(1) : 0);
    }

    /**
     * From now on users send so many requests, in place of those before.
     *
     * @param listener the ARN of a listener
     * @param perMinute in a minute of simulated time; 0 for none any more
     */
    void send(String listener, int perMinute) {
        String body = String.format(
                Locale.ROOT, "{\"target\": \"%s\", \"perSecond\": %f}", listener, perMinute / SECONDS_IN_A_MINUTE);
        String unused = ask(HttpRequest.newBuilder(root.resolve("traffic"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String ask(HttpRequest.Builder request) {
        HttpRequest asked = request.timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new IOException("the simulated AWS refuses " + asked.uri() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the simulated AWS was asked", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
