package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class DataPlaneTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ElbWorld world = ElbWorld.stepped();
    private final LoadBalancer balancer = world.activeLoadBalancer("front");

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aRequestReachesTheProcessBehindAHealthyTarget() throws Exception {
        try (WebServer server = WebServer.answering(exchange -> WebServer.answer(
                exchange,
                201,
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-For") + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-Proto") + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-Port") + " "
                        + exchange.getRequestHeaders()
                                .getFirst("X-Amzn-Trace-Id")
                                .replaceAll("[0-9a-f]{8,24}", "…")))) {
            URI front = front(healthy("web", "10.0.0.1", server.backend()));

            HttpResponse<String> answer = get(front, "/a%20b?c=d");

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("GET /a%20b?c=d 127.0.0.1 http 80 Root=1-…-…");
        }
    }

    @Test
    void bodiesOfAnyFormAndSizeGoBothWays() throws Exception {
        try (WebServer server = WebServer.answering(exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Length", Integer.toString(body.length));
            boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
            exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        })) {
            URI front = front(healthy("web", "10.0.0.1", server.backend()));
            byte[] large = new byte[3_000_000];
            new Random(1).nextBytes(large);

            for (String path : List.of("/length", "/chunked")) {
                HttpResponse<byte[]> known = HTTP.send(
                        HttpRequest.newBuilder(front.resolve(path))
                                .POST(BodyPublishers.ofByteArray(large))
                                .build(),
                        BodyHandlers.ofByteArray());
                HttpResponse<byte[]> streamed = HTTP.send(
                        HttpRequest.newBuilder(front.resolve(path))
                                .expectContinue(true)
                                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                                .build(),
                        BodyHandlers.ofByteArray());

                assertThat(known.body()).isEqualTo(large);
                assertThat(streamed.body()).isEqualTo(large);
            }
        }
    }

    @Test
    void anAnswerIsPassedOnAsItComes() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (WebServer server = WebServer.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                seen.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write("second\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        })) {
            URI front = front(registered(world.group("stream"), "10.0.0.1", server.backend()));

            HttpResponse<Stream<String>> answer =
                    HTTP.send(HttpRequest.newBuilder(front).build(), BodyHandlers.ofLines());
            var lines = answer.body().iterator();

            assertThat(lines.next()).isEqualTo("first");
            seen.countDown();
            assertThat(lines.next()).isEqualTo("second");
        }
    }

    @Test
    void theWeightsOfAListenerAreTheSharesOfTheAnswers() throws Exception {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        world.scripted("10.0.0.2:80", ResponseScript.OK);
        String blue = registered(world.group("blue"), "10.0.0.1");
        String green = registered(world.group("green"), "10.0.0.2");
        URI front = front(world.listener(balancer, 80, ElbWorld.forward(blue, 85, green, 15))
                .listenerArn());
        settle();

        Map<String, Integer> answers = ask(front, 2000);

        assertThat(answers.getOrDefault("blue", 0) / 20.0).isCloseTo(85, within(0.5));
        assertThat(answers.getOrDefault("green", 0) / 20.0).isCloseTo(15, within(0.5));
        world.elb.modifyListener(
                m -> m.listenerArn(listenerArn()).defaultActions(ElbWorld.forward(blue, 0, green, 100)));
        assertThat(ask(front, 100)).containsOnlyKeys("green");
    }

    @Test
    void targetsOfAGroupTakeTurnsAndDrainingOnesGetNoNewRequests() throws Exception {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        world.scripted("10.0.0.2:80", ResponseScript.OK);
        String group = world.group("web");
        world.register(group, "10.0.0.1");
        world.register(group, "10.0.0.2");
        URI front = front(group);

        assertThat(targets(front, 100)).isEqualTo(Map.of("10.0.0.1:80", 50, "10.0.0.2:80", 50));
        world.deregister(group, "10.0.0.1");
        assertThat(targets(front, 100)).isEqualTo(Map.of("10.0.0.2:80", 100));
        world.deregister(group, "10.0.0.2");
        assertThat(get(front, "/").statusCode()).isEqualTo(503);
    }

    @Test
    void whenNoTargetIsHealthyAllGetRequests() throws Exception {
        world.scripted("10.0.0.1:80", new ResponseScript(1, 503, Duration.ZERO));
        String group = registered(world.group("web"), "10.0.0.1");
        URI front = front(group);

        assertThat(world.state(group, "10.0.0.1")).startsWith("unhealthy");
        HttpResponse<String> answer = get(front, "/");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).startsWith("503 from 10.0.0.1:80");
    }

    @Test
    void aRequestThatIsUnderWayWhileItsTargetDrainsIsAnswered() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(1);
        try (WebServer server = WebServer.answering(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                arrived.countDown();
                try {
                    drained.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            WebServer.answer(exchange, 200, "done");
        })) {
            String group = healthy("web", "10.0.0.1", server.backend());
            URI front = front(group);
            var answer = HTTP.sendAsync(
                    HttpRequest.newBuilder(front.resolve("/slow")).build(), BodyHandlers.ofString());
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

            world.deregister(group, "10.0.0.1");
            assertThat(get(front, "/").statusCode()).isEqualTo(503);
            drained.countDown();

            assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
        }
    }

    @Test
    void aTargetThatRefusesOrBreaksOffIs502AndOneThatIsNotThereIs504() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        URI front = front(registered(
                world.group("web"),
                "10.0.0.1",
                new Backend.Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), closed))));

        HttpResponse<String> refused = get(front, "/");
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("<center><h1>502 Bad Gateway</h1></center>");
        assertThat(refused.headers().firstValue("Server")).hasValue("awselb/2.0");

        try (ServerSocket breaking = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        breaking.accept().close();
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            world.backends.put(
                    "10.0.0.1:80", new Backend.Listening((InetSocketAddress) breaking.getLocalSocketAddress()));
            assertThat(get(front, "/").statusCode()).isEqualTo(502);
        }

        world.backends.clear();
        assertThat(get(front, "/").statusCode()).isEqualTo(504);
    }

    @Test
    void rulesAreTriedByPriorityAndTheFirstThatIsMetDecides() throws Exception {
        URI front = front(world.listener(balancer, 80, ElbWorld.fixed("404", "nothing here"))
                .listenerArn());
        rule(
                20,
                "api",
                RuleCondition.builder().field("path-pattern").values("/api/*").build());
        rule(
                10,
                "preview",
                RuleCondition.builder()
                        .field("path-pattern")
                        .values("/api/v?/*")
                        .build(),
                RuleCondition.builder()
                        .field("http-header")
                        .httpHeaderConfig(h -> h.httpHeaderName("X-Preview").values("YES*"))
                        .build());
        rule(
                30,
                "query",
                RuleCondition.builder()
                        .field("query-string")
                        .queryStringConfig(q -> q.values(QueryStringKeyValuePair.builder()
                                .key("beta")
                                .value("*")
                                .build()))
                        .build());

        assertThat(get(front, "/api/v1/x").body()).isEqualTo("api");
        assertThat(get(front, "/api/v1/x", "x-preview", "yes, please").body()).isEqualTo("preview");
        assertThat(get(front, "/other?beta=1").body()).isEqualTo("query");
        assertThat(get(front, "/API/x").statusCode()).isEqualTo(404);
        assertThat(get(front, "/API/x").body()).isEqualTo("nothing here");
    }

    @Test
    void aRedirectFillsInThePartsOfTheRequest() throws Exception {
        URI front = front(world.listener(
                        balancer,
                        80,
                        Action.builder()
                                .type(ActionTypeEnum.REDIRECT)
                                .redirectConfig(
                                        r -> r.protocol("HTTPS").port("443").statusCode("HTTP_301"))
                                .build())
                .listenerArn());

        HttpResponse<String> answer = get(front, "/a/b?c=d");

        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location")).hasValue("https://127.0.0.1:443/a/b?c=d");
    }

    @Test
    void aClientStaysWithItsTargetGroupWhileStickinessLasts() throws Exception {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        world.scripted("10.0.0.2:80", ResponseScript.OK);
        String blue = registered(world.group("blue"), "10.0.0.1");
        String green = registered(world.group("green"), "10.0.0.2");
        Action sticky = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(
                                TargetGroupTuple.builder()
                                        .targetGroupArn(blue)
                                        .weight(1)
                                        .build(),
                                TargetGroupTuple.builder()
                                        .targetGroupArn(green)
                                        .weight(1)
                                        .build())
                        .targetGroupStickinessConfig(s -> s.enabled(true).durationSeconds(60)))
                .build();
        URI front = front(world.listener(balancer, 80, sticky).listenerArn());
        settle();

        HttpResponse<String> first = get(front, "/");
        String cookie = first.headers().allValues("Set-Cookie").stream()
                .filter(c -> c.startsWith("AWSALBTG="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(";.*", "");

        for (int i = 0; i < 20; i++) {
            assertThat(get(front, "/", "Cookie", "a=b; " + cookie).body()).isEqualTo(first.body());
        }
        world.aws.time().advance(Duration.ofSeconds(61));
        Map<String, Integer> groups = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            groups.merge(group(get(front, "/", "Cookie", cookie).body()), 1, Integer::sum);
        }
        assertThat(groups).isEqualTo(Map.of("blue", 10, "green", 10));
    }

    @Test
    void theSimulatorsOwnPortAnswersForLoadBalancersByTheirNames() throws Exception {
        world.listener(balancer, 80, ElbWorld.fixed("200", "eighty"));
        world.listener(balancer, 8080, ElbWorld.fixed("200", "eighty eighty"));

        assertThat(raw(world.aws.endpoint(), balancer.dnsName()))
                .contains("200 OK")
                .endsWith("eighty");
        assertThat(raw(world.aws.endpoint(), balancer.dnsName() + ":8080")).endsWith("eighty eighty");
    }

    @Test
    void aWebSocketsUpgradeIsPassedThrough() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI front = front(registered(world.group("web"), "10.0.0.1", new Backend.Listening((InetSocketAddress)
                    server.getLocalSocketAddress())));
            Thread.ofVirtual().start(() -> {
                while (true) {
                    try (Socket socket = server.accept()) {
                        byte[] head = new byte[4096];
                        int length = socket.getInputStream().read(head);
                        String text = new String(head, 0, Math.max(length, 0), StandardCharsets.UTF_8);
                        if (text.contains("Upgrade: echo")) {
                            socket.getOutputStream()
                                    .write(
                                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n"
                                                    .getBytes(StandardCharsets.UTF_8));
                            socket.getInputStream().transferTo(socket.getOutputStream());
                        }
                    } catch (IOException e) {
                        return;
                    }
                }
            });

            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), front.getPort())) {
                client.getOutputStream()
                        .write("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
                byte[] head = client.getInputStream().readNBytes("HTTP/1.1 101".length());
                assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 101");
                client.getOutputStream().write("over and out".getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .endsWith("over and out");
            }
        }
    }

    @Test
    void aDeletedListenerLetsNobodyIn() {
        String listener =
                world.listener(balancer, 80, ElbWorld.fixed("200", "here")).listenerArn();
        URI front = world.aws.listenerAddress(listener);

        world.elb.deleteListener(d -> d.listenerArn(listener));

        assertThat(catchThrowable(() -> get(front, "/"))).isInstanceOf(IOException.class);
    }

    private void rule(int priority, String body, RuleCondition... conditions) {
        world.elb.createRule(r -> r.listenerArn(listenerArn())
                .priority(priority)
                .conditions(conditions)
                .actions(ElbWorld.fixed("200", body)));
    }

    private String listenerArn() {
        return world.elb
                .describeListeners(d -> d.loadBalancerArn(balancer.loadBalancerArn()))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    /** Where a listener of the group, or the one that is given, listens. */
    private URI front(String groupOrListener) {
        if (groupOrListener.contains(":listener/")) {
            return world.aws.listenerAddress(groupOrListener);
        }
        String listener =
                world.listener(balancer, 80, ElbWorld.forward(groupOrListener)).listenerArn();
        settle();
        return world.aws.listenerAddress(listener);
    }

    private String healthy(String name, String ip, Backend backend) {
        return registered(world.group(name), ip, backend);
    }

    private String registered(String group, String ip, Backend backend) {
        world.backends.put(ip + ":80", backend);
        return registered(group, ip);
    }

    private String registered(String group, String ip) {
        world.register(group, ip);
        return group;
    }

    /** Lets enough time pass for every target to be judged. */
    private void settle() {
        for (int i = 0; i < 12; i++) {
            world.aws.time().advance(Duration.ofSeconds(10));
        }
    }

    private static HttpResponse<String> get(URI front, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(front + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, Integer> ask(URI front, int times) throws IOException, InterruptedException {
        Map<String, Integer> groups = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            groups.merge(group(get(front, "/").body()), 1, Integer::sum);
        }
        return groups;
    }

    private static Map<String, Integer> targets(URI front, int times) throws IOException, InterruptedException {
        Map<String, Integer> targets = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            targets.merge(get(front, "/").body().split(" ", -1)[2], 1, Integer::sum);
        }
        return targets;
    }

    private static String group(String body) {
        return body.replaceFirst("(?s).*targetgroup/([a-z]+)/.*", "$1");
    }

    private static String raw(URI endpoint, String host) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort())) {
            client.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
