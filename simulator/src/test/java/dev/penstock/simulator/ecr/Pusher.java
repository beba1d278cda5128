package dev.penstock.simulator.ecr;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Pushes small images by plain HTTP, as the distribution specification has it. */
public final class Pusher {

    public static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    private final SimulatedAws aws;
    private final String repository;
    private final String authorization;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param repository its name */
    public Pusher(SimulatedAws aws, Clients clients, String repository) {
        this.aws = aws;
        this.repository = Clients.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/" + repository;
        this.authorization = "Basic "
                + clients.ecr()
                        .getAuthorizationToken()
                        .authorizationData()
                        .getFirst()
                        .authorizationToken();
    }

    /**
     * Pushes an image of one layer.
     *
     * @param config members of the image configuration's {@code config}, as JSON
     * @return the image's digest
     */
    public String push(String tag, String config) throws IOException {
        String layer = pushBlob("layer of " + tag);
        String configuration = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":" + config + "}";
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":{\"mediaType\":"
                + "\"application/vnd.oci.image.config.v1+json\",\"size\":" + configuration.length() + ",\"digest\":\""
                + pushBlob(configuration) + "\"},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\","
                + "\"size\":" + ("layer of " + tag).length() + ",\"digest\":\"" + layer + "\"}]}";
        HttpResponse<String> put = send("PUT", "/manifests/" + tag, manifest, "Content-Type", OCI);
        if (put.statusCode() != 201) {
            throw new IOException(put.statusCode() + " " + put.body());
        }
        return put.headers().firstValue("Docker-Content-Digest").orElseThrow();
    }

    public String pushBlob(String contents) throws IOException {
        String digest = digest(contents);
        HttpResponse<String> start = send("POST", "/blobs/uploads/", "");
        String location = start.headers().firstValue("Location").orElseThrow();
        sendTo(aws.endpoint() + location, "PATCH", contents);
        HttpResponse<String> end = sendTo(aws.endpoint() + location + "?digest=" + digest, "PUT", "");
        if (end.statusCode() != 201) {
            throw new IOException(end.statusCode() + " " + end.body());
        }
        return digest;
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers) throws IOException {
        return sendTo(aws.endpoint() + "/v2/" + repository + path, method, body, headers);
    }

    HttpResponse<String> sendTo(String url, String method, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", authorization)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    public static String digest(String contents) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(contents.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
