package dev.penstock.simulator.elb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** Health checks of real processes: real requests, or connections where the group's checks are TCP. */
final class Probe {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private Probe() {}

    /**
     * Checks once.
     *
     * @param patient whether a refused connection is tried again until the timeout has passed in real time: a process
     *     that has just been started needs real time, however fast the simulated one runs
     */
    static CheckOutcome check(InetSocketAddress address, TargetGroup group, boolean patient) {
        long end = System.nanoTime()
                + Duration.ofSeconds(group.healthCheckTimeoutSeconds()).toNanos();
        while (true) {
            try {
                return once(address, group, end);
            } catch (SocketTimeoutException e) {
                return new CheckOutcome.TimedOut();
            } catch (ConnectException e) {
                if (!patient || System.nanoTime() + BETWEEN_TRIES.toNanos() > end) {
                    return new CheckOutcome.Failed();
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            } catch (IOException e) {
                return new CheckOutcome.Failed();
            }
        }
    }

    private static CheckOutcome once(InetSocketAddress address, TargetGroup group, long end) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, millisUntil(end));
            if (!HealthRules.asksOverHttp(group)) {
                return new CheckOutcome.Connected();
            }
            socket.setSoTimeout(millisUntil(end));
            String request = "GET " + group.healthCheckPath() + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
                    + address.getPort() + "\r\nConnection: close\r\nUser-Agent: ELB-HealthChecker/2.0\r\n"
                    + "Accept-Encoding: gzip, compressed\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = in.readLine();
            Matcher status = STATUS_LINE.matcher(line == null ? "" : line);
            return status.matches()
                    ? new CheckOutcome.Answered(Integer.parseInt(status.group(1)))
                    : new CheckOutcome.Failed();
        }
    }

    private static int millisUntil(long end) {
        return (int) Math.max(Duration.ofNanos(end - System.nanoTime()).toMillis(), 1);
    }
}
