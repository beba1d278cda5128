package dev.penstock.local.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Instant queries by Prometheus's HTTP API ({@code POST /api/v1/query}).
 *
 * <p>Source: Prometheus documentation, "HTTP API".
 */
public final class HttpPrometheusServer implements PrometheusServer {

    private static final String OPERATION = "prometheus:query";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final int LONGEST_TOLD = 200;
    /** Made when something is read: most runs ask nothing here, and making it takes longer than the rest of a start. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }

    private final Map<String, String> environment;
    private final Masker masker;
    private @Nullable HttpClient client;

    /**
     * Servers.
     *
     * @param environment where tokens are
     * @param masker learns a token before it is used
     */
    public HttpPrometheusServer(Map<String, String> environment, Masker masker) {
        this.environment = Map.copyOf(environment);
        this.masker = masker;
    }

    @Override
    public Answer query(URI server, Optional<String> bearerTokenVariable, String query, Instant at)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(server))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)
                        + "&time=" + String.format(Locale.ROOT, "%.3f", at.toEpochMilli() / 1000.0)));
        bearerTokenVariable.ifPresent(variable -> request.header("Authorization", "Bearer " + token(variable, server)));
        try {
            HttpResponse<InputStream> response =
                    client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(server, response.statusCode(), body.readNBytes(LARGEST_ANSWER + 1));
            }
        } catch (IOException e) {
            throw failure(Kind.TRANSIENT, server, "there was no answer: " + told(String.valueOf(e.getMessage())), e);
        }
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(PATIENCE)
                    .build();
            client = known;
        }
        return known;
    }

    private static URI address(URI server) {
        String base = server.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v1/query");
    }

    private String token(String variable, URI server) {
        String token = environment.get(variable);
        if (token == null || token.isBlank()) {
            throw failure(
                    Kind.DENIED,
                    server,
                    "the environment variable '" + variable + "', which should hold a token, is not set",
                    new IllegalStateException(variable));
        }
        masker.register(Secret.of(token.strip()));
        return token.strip();
    }

    private Answer answer(URI server, int status, byte[] body) {
        if (body.length > LARGEST_ANSWER) {
            throw failure(
                    Kind.INVALID,
                    server,
                    "the answer has more than a mebibyte; a query must bring one number",
                    new IllegalStateException("too large"));
        }
        JsonNode root = json(server, status, body);
        if (status != 200 || !root.path("status").asString("").equals("success")) {
            String reason = root.path("error").asString("");
            throw failure(
                    kind(status),
                    server,
                    "it answered " + status + (reason.isEmpty() ? "" : ": " + told(reason)),
                    new IllegalStateException("status " + status));
        }
        return number(root.path("data"));
    }

    private JsonNode json(URI server, int status, byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw failure(
                    status == 200 ? Kind.INVALID : kind(status),
                    server,
                    "it answered " + status + " without JSON; is it a Prometheus server?",
                    e);
        }
    }

    /** "400 Bad Request when parameters are missing or incorrect", "422 when an expression can't be executed", "503 when queries time out". */
    private static Kind kind(int status) {
        return switch (status) {
            case 401, 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 429 -> Kind.THROTTLED;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.INVALID;
        };
    }

    private static Answer number(JsonNode data) {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asString("")) {
            case "scalar" -> value(result);
            case "vector" ->
                switch (result.size()) {
                    case 0 ->
                        new Answer.Nothing("The query found no series. If that means none, write 'or vector(0)'.");
                    case 1 -> value(result.path(0).path("value"));
                    default ->
                        new Answer.Nothing("The query found " + result.size()
                                + " series, and one number is wanted. Put 'sum(…)' around it.");
                };
            default ->
                new Answer.Nothing("The query brings no number but a "
                        + data.path("resultType").asString("nothing") + ".");
        };
    }

    private static Answer value(JsonNode pair) {
        String text = pair.path(1).asString("");
        return switch (text) {
            case "+Inf" -> new Answer.Value(Double.POSITIVE_INFINITY);
            case "-Inf" -> new Answer.Value(Double.NEGATIVE_INFINITY);
            default -> {
                try {
                    yield new Answer.Value(Double.parseDouble(text));
                } catch (NumberFormatException e) {
                    yield new Answer.Nothing("The answer '" + told(text) + "' is no number.");
                }
            }
        };
    }

    private static String told(String text) {
        return text.length() <= LONGEST_TOLD ? text : text.substring(0, LONGEST_TOLD) + "…";
    }

    private static RemoteCallException failure(Kind kind, URI server, String why, Exception cause) {
        return new RemoteCallException(
                kind, OPERATION, "", "Could not query Prometheus at " + server + ": " + why + ".", cause);
    }
}
