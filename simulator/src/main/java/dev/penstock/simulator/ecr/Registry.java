package dev.penstock.simulator.ecr;

import dev.penstock.simulator.ecr.PushedImages.Access;
import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.server.Signature;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * The registry over HTTP, as {@code docker push}, {@code docker pull} and Jib speak to it. Source: OCI Distribution
 * Specification 1.1; ECR User Guide, "Private registry authentication" (HTTP API authentication).
 */
public final class Registry implements Protocol {

    private static final Pattern PATH =
            Pattern.compile("/v2/(?<name>.+?)/(?<kind>blobs|manifests|tags|referrers)/(?<rest>.*)");

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

    private final PushedImages images;

    Registry(PushedImages images) {
        this.images = images;
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return signature.isEmpty()
                && (request.path().equals("/v2") || request.path().startsWith("/v2/"));
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        if (request.path().equals("/v2") || request.path().equals("/v2/")) {
            images.access(request, "");
            return Reply.of(200, "application/json", new byte[] {'{', '}'}, version());
        }
        Matcher path = PATH.matcher(Request.decode(request.path()));
        if (!path.matches()) {
            throw RegistryError.unsupported();
        }
        Access access = images.access(request, path.group("name"));
        String rest = path.group("rest");
        return switch (path.group("kind")) {
            case "manifests" -> manifest(request, access, rest);
            case "tags" -> tags(request, access);
            case "referrers" -> referrers(request, access, rest);
            default ->
                rest.equals("uploads") || rest.startsWith("uploads/")
                        ? upload(request, access, rest, path.group("name"))
                        : blob(request, access, rest);
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        Map<String, String> headers = version();
        if (error.status() == 401) {
            headers.put(
                    "WWW-Authenticate",
                    "Basic realm=\"http://" + request.header("host").orElse("") + "/\",service=\"ecr.amazonaws.com\"");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(body)) {
            out.writeStartObject();
            out.writeName("errors");
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringProperty("code", error.code());
            out.writeStringProperty("message", error.message());
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        }
        return Reply.of(error.status(), "application/json", body.toByteArray(), headers);
    }

    private Reply manifest(Request request, Access access, String reference) throws IOException {
        return switch (request.method()) {
            case "GET", "HEAD" ->
                reply(images.step("GetManifest", access, reference, call -> {
                    StoredImage image = images.image(access.name(), reference)
                            .orElseThrow(() -> RegistryError.manifestUnknown(access.name(), reference));
                    Map<String, String> headers = version();
                    headers.put("Docker-Content-Digest", image.digest());
                    if (request.method().equals("GET")) {
                        images.pulled(call, access.name(), image);
                    }
                    return Reply.of(200, image.mediaType(), images.manifest(image), headers);
                }));
            case "PUT" -> {
                Blob blob = images.readManifest(request.body());
                String type = request.header("content-type").orElse("");
                yield reply(images.step("PutManifest", access, reference, call -> {
                    String digest = images.putManifest(call, access.name(), reference, blob, type);
                    Map<String, String> headers = version();
                    headers.put("Docker-Content-Digest", digest);
                    headers.put("Location", "/v2/" + access.name().name() + "/manifests/" + digest);
                    images.subject(blob).ifPresent(subject -> headers.put("OCI-Subject", subject));
                    return Reply.empty(201, headers);
                }));
            }
            case "DELETE" ->
                reply(images.step("DeleteManifest", access, reference, call -> {
                    images.delete(call, access.name(), reference);
                    return Reply.empty(202, version());
                }));
            default -> throw RegistryError.unsupported();
        };
    }

    private Reply referrers(Request request, Access access, String digest) {
        if (!request.method().equals("GET")) {
            throw RegistryError.unsupported();
        } else if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw RegistryError.digestInvalid();
        }
        String type = request.query().getOrDefault("artifactType", "");
        return reply(images.step("ListReferrers", access, digest, call -> {
            Map<String, String> headers = version();
            if (!type.isEmpty()) {
                headers.put("OCI-Filters-Applied", "artifactType");
            }
            return Reply.of(200, Referrers.INDEX, images.referrers(access.name(), digest, type), headers);
        }));
    }

    private Reply tags(Request request, Access access) {
        if (!request.method().equals("GET")) {
            throw RegistryError.unsupported();
        }
        return reply(images.step("ListTags", access, "", call -> {
            List<String> tags = images.tags(access.name());
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (JsonGenerator out = Json.generator(body)) {
                out.writeStartObject();
                out.writeStringProperty("name", access.name().name());
                out.writeName("tags");
                out.writeStartArray();
                tags.forEach(out::writeString);
                out.writeEndArray();
                out.writeEndObject();
            }
            return Reply.of(200, "application/json", body.toByteArray(), version());
        }));
    }

    private Reply blob(Request request, Access access, String digest) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw RegistryError.unsupported();
        }
        return reply(images.step("GetBlob", access, digest, call -> {
            long size = images.blob(access.name(), digest).orElseThrow(RegistryError::blobUnknown);
            Map<String, String> headers = version();
            headers.put("Docker-Content-Digest", digest);
            headers.put("Content-Type", "application/octet-stream");
            headers.put("Accept-Ranges", "bytes");
            Matcher range = RANGE.matcher(request.header("range").orElse(""));
            if (!range.matches()) {
                return new Reply.Answer(200, headers, () -> images.open(digest, 0, size), size);
            }
            long from = Long.parseLong(range.group(1));
            long to = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
            if (from > to) {
                throw ServiceError.of(416, "RANGE_INVALID", "The requested range is not within the blob");
            }
            headers.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
            return new Reply.Answer(206, headers, () -> images.open(digest, from, to - from + 1), to - from + 1);
        }));
    }

    private Reply upload(Request request, Access access, String rest, String pathName) throws IOException {
        String id = rest.length() > "uploads/".length() ? rest.substring("uploads/".length()) : "";
        return switch (request.method()) {
            case "POST" -> start(request, access, pathName);
            case "PATCH" -> {
                long size = images.append(id, request.body(), chunkStart(request));
                yield Reply.empty(202, progress(pathName, id, size));
            }
            case "PUT" -> {
                images.append(id, request.body(), chunkStart(request));
                yield finish(request, access, id, pathName);
            }
            case "GET" -> Reply.empty(204, progress(pathName, id, images.uploaded(id)));
            case "DELETE" -> {
                images.cancel(id);
                yield Reply.empty(204, version());
            }
            default -> throw RegistryError.unsupported();
        };
    }

    private Reply start(Request request, Access access, String pathName) throws IOException {
        String mount = request.query().getOrDefault("mount", "");
        String from = request.query().getOrDefault("from", "");
        Optional<Boolean> mounted = images.step(
                "StartUpload",
                access,
                mount,
                call -> !mount.isEmpty() && images.mount(call, access.name(), mount, lastName(from)));
        if (mounted.isEmpty()) {
            return new Reply.Hangup();
        }
        if (mounted.get()) {
            return created(pathName, mount);
        }
        String id = images.startUpload();
        if (request.query().containsKey("digest")) {
            images.append(id, request.body(), -1);
            return finish(request, access, id, pathName);
        }
        return Reply.empty(202, progress(pathName, id, 0));
    }

    private Reply finish(Request request, Access access, String id, String pathName) throws IOException {
        String digest = request.query().getOrDefault("digest", "");
        Blob blob = images.finish(id, digest);
        return reply(images.step("CompleteUpload", access, digest, call -> {
            images.link(call, access.name(), digest, blob.size());
            return created(pathName, digest);
        }));
    }

    private static Reply reply(Optional<? extends Reply> reply) {
        return reply.isPresent() ? reply.get() : new Reply.Hangup();
    }

    private static Reply created(String pathName, String digest) {
        Map<String, String> headers = version();
        headers.put("Docker-Content-Digest", digest);
        headers.put("Location", "/v2/" + pathName + "/blobs/" + digest);
        return Reply.empty(201, headers);
    }

    private static Map<String, String> progress(String pathName, String id, long size) {
        Map<String, String> headers = version();
        headers.put("Docker-Upload-UUID", id);
        headers.put("Location", "/v2/" + pathName + "/blobs/uploads/" + id);
        headers.put("Range", "0-" + Math.max(size - 1, 0));
        return headers;
    }

    /** Where a chunk says it starts; -1 when it does not say. */
    private static long chunkStart(Request request) {
        Matcher range = Pattern.compile("(bytes )?(?<from>[0-9]{1,18})-[0-9]+(/.*)?")
                .matcher(request.header("content-range").orElse(""));
        return range.matches() ? Long.parseLong(range.group("from")) : -1;
    }

    /** A repository's name without a registry's host in front. */
    private static String lastName(String from) {
        int slash = from.indexOf('/');
        return slash > 0 && RepositoryName.atHost(from.substring(0, slash), "x").isPresent()
                ? from.substring(slash + 1)
                : from;
    }

    private static Map<String, String> version() {
        return new TreeMap<>(Map.of("Docker-Distribution-Api-Version", "registry/2.0"));
    }
}
