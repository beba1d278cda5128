package dev.penstock.aws.simulated;

import dev.penstock.artifact.Digest;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Pushes small images by the distribution protocol, to where a repository's access says. */
public final class ImagePush {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String registry;
    private final String repository;
    private final String authorization;

    /** Pushes with some access. */
    public ImagePush(RepositoryAccess access) {
        String scheme = access.insecure() ? "http://" : "https://";
        int slash = access.pushUri().indexOf('/');
        this.registry = scheme + access.pushUri().substring(0, slash);
        this.repository = registry + "/v2/" + access.pushUri().substring(slash + 1);
        String login = access.user() + ":" + access.password().reveal();
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes an image under a tag; its content follows from the tag. */
    public Digest push(String tag) throws IOException, InterruptedException {
        return push(tag, "");
    }

    /**
     * Pushes an image whose containers do something in a simulated AWS.
     *
     * @param behaviour such as {@code exit:1@2s}; empty for one that runs
     */
    public Digest push(String tag, String behaviour) throws IOException, InterruptedException {
        String layer = "layer of " + tag;
        String configuration =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"dev.penstock.simulate\":\""
                        + behaviour + "\"}}}";
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":%d,"digest":"%s"}]}""".formatted(MANIFEST, configuration.length(), blob(configuration), layer.length(), blob(layer));
        send("PUT", repository + "/manifests/" + tag, manifest, MANIFEST);
        return digest(manifest);
    }

    private Digest blob(String content) throws IOException, InterruptedException {
        HttpResponse<String> begun = send("POST", repository + "/blobs/uploads/", "", "application/octet-stream");
        String location = begun.headers().firstValue("Location").orElseThrow();
        String upload = location.startsWith("/") ? registry + location : location;
        String separator = upload.contains("?") ? "&" : "?";
        send("PUT", upload + separator + "digest=" + digest(content), content, "application/octet-stream");
        return digest(content);
    }

    private HttpResponse<String> send(String method, String uri, String body, String type)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Authorization", authorization)
                        .header("Content-Type", type)
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + uri + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
