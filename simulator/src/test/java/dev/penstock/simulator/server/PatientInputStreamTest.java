package dev.penstock.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatientInputStreamTest {

    private ServerSocket server;
    private Socket client;
    private Socket served;
    private PatientInputStream in;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = new Socket(server.getInetAddress(), server.getLocalPort());
        served = server.accept();
        in = new PatientInputStream(served);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        served.close();
        server.close();
    }

    @Test
    void aClientThatSendsByteByByteIsNotWaitedForLongerThanOneThatSendsNothing() throws IOException {
        in.waitForAll(Duration.ofMillis(200));
        long begin = System.nanoTime();

        assertThatThrownBy(() -> {
                    while (true) {
                        client.getOutputStream().write('x');
                        assertThat(in.read()).isEqualTo('x');
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void withinABodyEachByteIsWaitedForAnew() throws IOException {
        in.waitForAll(Duration.ZERO);
        in.waitForNext(Duration.ofSeconds(20));
        client.getOutputStream().write("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(in.readNBytes(3)).asString().isEqualTo("abc");
        in.waitForNext(Duration.ofMillis(1));
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
}
