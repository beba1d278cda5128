package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** Where listeners can be reached on this machine. */
class ListenersTest {

    private final ElbWorld world = ElbWorld.stepped();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aNetworkLoadBalancerPassesConnectionsThrough() throws Exception {
        try (WebServer server = WebServer.saying(200, "from the process")) {
            world.backends.put("10.0.0.1:80", server.backend());
            URI address = network("10.0.0.1");

            assertThat(address.getScheme()).isEqualTo("tcp");
            assertThat(ask(address.getPort())).startsWith("HTTP/1.1 200").endsWith("from the process");
        }
    }

    @Test
    void aScriptedTargetOfANetworkLoadBalancerAnswersOverHttp() throws Exception {
        world.scripted("10.0.0.1:80", ResponseScript.OK);

        assertThat(ask(network("10.0.0.1").getPort())).contains("200 from 10.0.0.1:80 in targetgroup/web/");
    }

    @Test
    void thePageOfListenersSaysWhereEachListens() throws Exception {
        LoadBalancer balancer = world.activeLoadBalancer("front");
        String listener =
                world.listener(balancer, 8080, ElbWorld.fixed("200", "here")).listenerArn();

        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(world.aws.endpoint().resolve("/_penstock/listeners"))
                                .build(),
                        BodyHandlers.ofString())
                .body();

        URI address = world.aws.listenerAddress(listener);
        assertThat(page)
                .contains(
                        "\"listenerArn\":\"" + listener + "\"",
                        "\"dnsName\":\"" + balancer.dnsName() + "\"",
                        "\"port\":8080",
                        "\"address\":\"" + address.getAuthority() + "\"");
        assertThat(ask(address.getPort())).endsWith("here");
    }

    @Test
    void aListenerKeepsItsPortWhenKeptStateIsOpenedAgain(@TempDir Path directory) throws Exception {
        String listener;
        URI before;
        try (ElbWorld kept = new ElbWorld(SimulatedTime.stepped(ElbWorld.START), b -> b.directory(directory))) {
            LoadBalancer balancer = kept.activeLoadBalancer("front");
            listener =
                    kept.listener(balancer, 80, ElbWorld.fixed("200", "here")).listenerArn();
            before = kept.aws.listenerAddress(listener);
        }
        try (ElbWorld opened = new ElbWorld(SimulatedTime.stepped(ElbWorld.START), b -> b.directory(directory))) {
            assertThat(opened.aws.listenerAddress(listener)).isEqualTo(before);
            assertThat(ask(before.getPort())).endsWith("here");
        }
    }

    @Test
    void aListenerThatIsNoneIsRefused() {
        assertThatThrownBy(() -> world.aws.listenerAddress("arn:gone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no listener arn:gone");
    }

    @Test
    void nothingIsAnsweredBeforeALoadBalancerIsActive() throws Exception {
        LoadBalancer balancer = world.loadBalancer("front");
        String listener =
                world.listener(balancer, 80, ElbWorld.fixed("200", "here")).listenerArn();

        assertThat(ask(world.aws.listenerAddress(listener).getPort())).isEmpty();
    }

    /** An active network load balancer with one target behind it. */
    private URI network(String ip) {
        String group = world.group("web", g -> g.protocol("TCP")).targetGroupArn();
        world.register(group, ip);
        String balancer = world.elb
                .createLoadBalancer(b -> b.name("inner").type("network").subnets("subnet-a"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        String listener = world.elb
                .createListener(l ->
                        l.loadBalancerArn(balancer).port(80).protocol("TCP").defaultActions(ElbWorld.forward(group)))
                .listeners()
                .getFirst()
                .listenerArn();
        world.aws.time().advance(Duration.ofMinutes(5));
        return world.aws.listenerAddress(listener);
    }

    private static String ask(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
