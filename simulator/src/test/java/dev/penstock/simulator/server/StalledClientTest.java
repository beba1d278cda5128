package dev.penstock.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that stops in the middle of a request, as one does whose thread was interrupted. */
class StalledClientTest {

    @Test
    void doesNotHoldVirtualTime() throws Exception {
        SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z"));
        try (SimulatedAws aws = SimulatedAws.builder().time(time).start();
                Socket client = new Socket(
                        InetAddress.getLoopbackAddress(), aws.endpoint().getPort())) {
            String half =
                    "POST / HTTP/1.1\r\nHost: ecs\r\nX-Amz-Target: AmazonEC2ContainerServiceV20141113.ListClusters\r\n"
                            + "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 100\r\n\r\n{";
            client.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            var rang = new CountDownLatch(1);
            time.at(time.now().plusSeconds(60), rang::countDown);

            assertThat(rang.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
