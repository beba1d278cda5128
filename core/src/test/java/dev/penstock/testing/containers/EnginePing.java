package dev.penstock.testing.containers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one Docker engine whether it is there ({@code GET /_ping} of the Engine API). */
final class EnginePing {

    private static final int PATIENCE_SECONDS = 3;
    private static final int PLAIN_PORT = 2375;

    private EnginePing() {}

    /** What is wrong with the engine at this address, a {@code DOCKER_HOST} value; empty if it answers. */
    static String problemOf(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return "not an address";
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        return switch (scheme) {
            case "unix" ->
                Files.exists(Path.of(uri.getPath()))
                        ? ping(UnixDomainSocketAddress.of(uri.getPath()))
                        : "no such socket";
            case "tcp", "http" ->
                ping(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? PLAIN_PORT : uri.getPort()));
            default -> "cannot be asked over '" + scheme + "'";
        };
    }

    private static String ping(SocketAddress address) {
        try (SocketChannel channel = address instanceof UnixDomainSocketAddress unix
                ? SocketChannel.open(unix)
                : SocketChannel.open(address)) {
            String request = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String statusLine =
                    CompletableFuture.supplyAsync(() -> firstBytes(channel)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return statusLine.contains(" 200")
                    ? ""
                    : "answered '" + statusLine.lines().findFirst().orElse("") + "'";
        } catch (IOException | ExecutionException e) {
            return String.valueOf(e.getMessage());
        } catch (TimeoutException e) {
            return "no answer within " + PATIENCE_SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String firstBytes(SocketChannel channel) {
        ByteBuffer answer = ByteBuffer.allocate(64);
        try {
            channel.read(answer);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
