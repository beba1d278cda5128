package dev.penstock.local.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over Git's smart HTTP protocol at {@code /repo.git}, with a password when one is wanted. */
final class GitHttpServer implements AutoCloseable {

    private final HttpServer server;
    private final Repository repository;
    private final String wantedAuthorization;

    GitHttpServer(Repository repository, String user, String password) throws IOException {
        this.repository = repository;
        this.wantedAuthorization = user.isEmpty()
                ? ""
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/repo.git", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/repo.git";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!wantedAuthorization.isEmpty() && !given.equals(wantedAuthorization)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var uploadPack = new UploadPack(repository);
            uploadPack.setBiDirectionalPipe(false);
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/info/refs")) {
                advertise(exchange, uploadPack);
            } else if (path.endsWith("/git-upload-pack")) {
                exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
                exchange.sendResponseHeaders(200, 0);
                try (InputStream in = body(exchange);
                        OutputStream out = exchange.getResponseBody()) {
                    uploadPack.upload(in, out, OutputStream.nullOutputStream());
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private static void advertise(HttpExchange exchange, UploadPack uploadPack) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            var packets = new PacketLineOut(out);
            packets.writeString("# service=git-upload-pack\n");
            packets.end();
            uploadPack.sendAdvertisedRefs(new RefAdvertiser.PacketLineOutRefAdvertiser(packets));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
