package dev.penstock.aws.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An endpoint on loopback that notes what it is asked and answers as told. */
public final class ScriptedEndpoint implements AutoCloseable {

    /** What it was asked. */
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    /** Answers as told. */
    public ScriptedEndpoint(Function<Asked, Answer> script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, script));
        server.start();
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, Function<Asked, Answer> script) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            Asked request = new Asked(
                    header(exchange, "X-Amz-Target"),
                    header(exchange, "Authorization"),
                    header(exchange, "User-Agent"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    headers);
            asked.add(request);
            Answer answer = script.apply(request);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("x-amzn-RequestId", "request-1");
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /**
     * A request.
     *
     * @param headers by their names in lower case
     */
    public record Asked(
            String target, String authorization, String userAgent, String body, Map<String, String> headers) {}

    /** An answer. */
    public record Answer(int status, String body) {

        /** A success. */
        public static Answer json(String body) {
            return new Answer(200, body);
        }

        /** An error as JSON services answer it. */
        public static Answer error(int status, String code, String message) {
            return new Answer(status, "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
        }

        static Answer identity(String account) {
            return new Answer(200, """
                    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
                    <Arn>arn:aws:iam::%s:user/someone</Arn><UserId>X</UserId><Account>%s</Account>\
                    </GetCallerIdentityResult></GetCallerIdentityResponse>""".formatted(account, account));
        }

        static Answer assumedRole(String accessKey) {
            return new Answer(200, """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>\
                    <AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""".formatted(accessKey));
        }
    }
}
