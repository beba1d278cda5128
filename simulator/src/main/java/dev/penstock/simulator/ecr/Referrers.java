package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersRequest;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersResponse;
import tools.jackson.core.JsonGenerator;

/**
 * What is attached to images, like signatures and attestations. Source: OCI Distribution Specification 1.1, "Listing
 * Referrers"; ECR API Reference, ListImageReferrers.
 */
final class Referrers {

    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final Repositories repositories;

    Referrers(Repositories repositories) {
        this.repositories = repositories;
    }

    void declare(Operations all) {
        all.operation("ListImageReferrers", ListImageReferrersRequest::builder, this::list);
    }

    /**
     * The index of what is attached to an image.
     *
     * @param artifactType only what is of that type; empty for all
     */
    static byte[] index(Repositories repositories, RepositoryName name, String digest, String artifactType) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.generator(body)) {
            out.writeStartObject();
            out.writeName("schemaVersion");
            out.writeNumber(2);
            out.writeStringProperty("mediaType", INDEX);
            out.writeName("manifests");
            out.writeStartArray();
            for (StoredImage image : repositories.referrers(name, digest)) {
                String type = repositories.parsed(image).artifactType();
                if (artifactType.isEmpty() || artifactType.equals(type)) {
                    out.writeStartObject();
                    out.writeStringProperty("mediaType", image.mediaType());
                    out.writeStringProperty("digest", image.digest());
                    out.writeName("size");
                    out.writeNumber(repositories.manifest(image).length);
                    out.writeStringProperty("artifactType", type);
                    out.writeEndObject();
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return body.toByteArray();
    }

    private ListImageReferrersResponse list(Call call, ListImageReferrersRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String subject = request.subjectId() == null
                ? ""
                : String.valueOf(request.subjectId().imageDigest());
        List<String> types =
                request.filter() == null ? List.of() : request.filter().artifactTypes();
        List<ImageReferrer> all = repositories.referrers(name, subject).stream()
                .map(this::entry)
                .filter(referrer -> types.isEmpty() || types.contains(referrer.artifactType()))
                .toList();
        Page<ImageReferrer> page = Page.of(all, ImageReferrer::digest, request.nextToken(), request.maxResults(), 50);
        return ListImageReferrersResponse.builder()
                .referrers(page.items())
                .nextToken(page.next())
                .build();
    }

    private ImageReferrer entry(StoredImage image) {
        return ImageReferrer.builder()
                .digest(image.digest())
                .mediaType(image.mediaType())
                .artifactType(repositories.parsed(image).artifactType())
                .size((long) repositories.manifest(image).length)
                .build();
    }
}
