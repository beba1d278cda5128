package dev.penstock.local.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.metric.HttpChecks.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeHttpChecksTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;

    SafeHttpChecksTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            boolean isMoved = exchange.getRequestURI().getPath().equals("/moved");
            if (isMoved) {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data/");
            }
            int status = isMoved ? 302 : exchange.getRequestURI().getPath().equals("/bad") ? 503 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI page(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    private static Outcome ask(URI page, boolean allowPrivate) throws InterruptedException {
        return new SafeHttpChecks().ask(page, LONG, allowPrivate);
    }

    @Test
    void theStatusOfAnAnswerIsToldAndRedirectsAreNotFollowed() throws InterruptedException {
        assertThat(ask(page("127.0.0.1", "/"), true)).isEqualTo(new Outcome.Status(200));
        assertThat(ask(page("127.0.0.1", "/bad?x=y"), true)).isEqualTo(new Outcome.Status(503));
        assertThat(ask(page("localhost", "/moved"), true)).isEqualTo(new Outcome.Status(302));
    }

    @Test
    void thisMachineIsNotAskedUnlessThatIsAllowed() throws InterruptedException {
        assertThat(ask(page("127.0.0.1", "/"), false))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("127.0.0.1", "allowPrivate"));
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.1.2.3/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://127.1.2.3/",
                "http://2130706433/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[fc00::1]/",
                "http://[fdab::1]/",
                "http://[fec0::1]/",
            })
    void privateAddressesAreRefusedHoweverTheyAreWritten(String page) throws InterruptedException {
        assertThat(ask(URI.create(page), false)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.170.2/v2/credentials",
                "http://[fd00:ec2::254]/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http://[fe80::1]/",
                "http://0.0.0.0/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://192.0.2.1/",
                "http://198.18.0.1/",
                "http://[::]/",
                "http://[ff02::1]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:7f00:1::]/",
                "http://[2001:db8::1]/",
                "http://[::7f00:1]/",
            })
    void whatIsNoPageIsRefusedWhateverIsAllowed(String page) throws InterruptedException {
        assertThat(ask(URI.create(page), true)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "http:relative",
                "http://me@example.com/"
            })
    void onlyHttpOfAHostIsAsked(String page) throws InterruptedException {
        assertThat(ask(URI.create(page), true)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aNameThatLeadsToAPrivateAddressIsRefusedAlsoWhenAnotherOfItsAddressesIsNot() throws Exception {
        InetAddress open = InetAddress.getByName("93.184.215.14");
        InetAddress closed = InetAddress.getByName("10.0.0.7");
        SafeHttpChecks checks = new SafeHttpChecks(host -> List.of(open, closed));
        assertThat(checks.ask(URI.create("http://rebound.example.com/"), LONG, false))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("10.0.0.7"));
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        SafeHttpChecks checks = new SafeHttpChecks(host -> {
            lookups.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        });
        // The machine itself knows no such host: had anybody else looked it up, there would be no answer.
        assertThat(checks.ask(page("page.invalid", "/"), LONG, true)).isEqualTo(new Outcome.Status(200));
        assertThat(lookups).hasValue(1);
    }

    @Test
    void publicAddressesArePublic() throws Exception {
        for (String address : List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1")) {
            assertThat(AddressRules.reach(InetAddress.getByName(address)))
                    .as(address)
                    .isEqualTo(AddressRules.Reach.PUBLIC);
        }
    }

    @Test
    void whatSpeaksNoHttpOrNeverAnswersIsAFailedRequest() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket first = socket.accept();
                        OutputStream out = first.getOutputStream()) {
                    out.write("x".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The other side has hung up, as it should.
                }
            });
            URI page = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
            assertThat(ask(page, true)).isInstanceOf(Outcome.Failed.class);
            // Connections are queued now, and nobody takes them.
            assertThat(new SafeHttpChecks().ask(page, Duration.ofMillis(50), true))
                    .isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aNameThatIsNotLookedUpInTimeIsAFailedRequest() throws InterruptedException {
        SafeHttpChecks checks = new SafeHttpChecks(host -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });
        assertThat(checks.ask(URI.create("http://slow.example.com/"), Duration.ofMillis(20), true))
                .isInstanceOf(Outcome.Failed.class);
    }
}
