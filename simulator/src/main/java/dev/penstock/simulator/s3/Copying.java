package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.wire.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;

/** Objects copied. Contents are shared, never copied. Source: S3 API Reference, CopyObject. */
final class Copying {

    private static final String REDIRECT = "x-amz-website-redirect-location";
    private static final long LARGEST = 5L * 1024 * 1024 * 1024;

    private final Buckets buckets;
    private final Versions versions;
    private final WriteRequests writes;
    private final Encryption encryption;
    private final Checksums checksums;

    Copying(Buckets buckets, Versions versions, WriteRequests writes, Encryption encryption, Checksums checksums) {
        this.buckets = buckets;
        this.versions = versions;
        this.writes = writes;
        this.encryption = encryption;
        this.checksums = checksums;
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}/{Key+} #x-amz-copy-source", "CopyObject", CopyObjectRequest::builder, this::copy);
    }

    private CopyObjectResponse copy(Call call, CopyObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.destinationBucket());
        String key = Versions.requireKey(request.destinationKey());
        CopySource source = CopySource.of(call, buckets, versions);
        if (source.version().size() > LARGEST) {
            throw S3Errors.invalidRequest("The specified copy source is larger than the maximum allowable size for a"
                    + " copy source: " + LARGEST);
        }
        requireChange(call, bucket, key, source);
        Properties properties = properties(call, bucket, source);
        Conditions.write(versions.find(bucket, key), request.ifMatch(), request.ifNoneMatch(), false);
        Content content = content(call, source, properties);
        Version version = versions.add(call, bucket, key, content, properties);
        Map<String, Object> said = new HashMap<>(Encryption.members(properties.encryption()));
        CopyObjectResult result = Fields.set(CopyObjectResult.builder(), Checksums.members(content))
                .eTag(version.quotedEtag())
                .lastModified(version.modified())
                .build();
        return Fields.set(CopyObjectResponse.builder(), said)
                .copyObjectResult(result)
                .copySourceVersionId(source.versionId())
                .versionId(Versions.idOf(bucket, version))
                .build();
    }

    /** A copy onto itself has to change something. */
    private void requireChange(Call call, Bucket bucket, String key, CopySource source) {
        boolean inPlace =
                source.bucket().name().equals(bucket.name()) && source.key().equals(key) && !source.versionNamed();
        boolean changes = replaces(call, "x-amz-metadata-directive")
                || List.of(
                                "x-amz-storage-class",
                                REDIRECT,
                                "x-amz-server-side-encryption",
                                "x-amz-server-side-encryption-customer-algorithm")
                        .stream()
                        .anyMatch(header -> call.header(header).isPresent())
                || encryption.configured(bucket);
        if (inPlace && !changes) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or"
                            + " encryption attributes.");
        }
    }

    private Properties properties(Call call, Bucket bucket, CopySource source) {
        Properties before = source.version().properties();
        Map<String, String> headers;
        Map<String, String> metadata;
        if (replaces(call, "x-amz-metadata-directive")) {
            headers = WriteRequests.headers(call);
            metadata = WriteRequests.metadata(call);
        } else {
            headers = new TreeMap<>(before.headers());
            headers.remove(REDIRECT);
            Optional<String> redirect = call.header(REDIRECT);
            if (redirect.isPresent()) {
                headers.put(REDIRECT, redirect.get());
            }
            metadata = before.metadata();
        }
        Map<String, String> tags = replaces(call, "x-amz-tagging-directive") ? Tagging.ofHeader(call) : before.tags();
        return writes.properties(call, bucket, headers, metadata, tags);
    }

    private Content content(Call call, CopySource source, Properties properties) {
        Content before = source.version().content();
        Optional<ContentChecksum> asked =
                Checksums.algorithm(call.header("x-amz-checksum-algorithm").orElse(""));
        Map<String, String> sums = before.checksums();
        boolean keep = asked.isEmpty() && before.checksumType().equals(Content.FULL_OBJECT) && !sums.isEmpty();
        if (!keep) {
            ContentChecksum algorithm = asked.orElseGet(() -> before.checksums().keySet().stream()
                    .findFirst()
                    .flatMap(ContentChecksum::named)
                    .orElse(Checksums.DEFAULT));
            sums = Map.of(algorithm.name(), checksums.of(before.pieces(), algorithm));
        }
        boolean plain = before.parts().isEmpty()
                && Encryption.keepsMd5(source.version().properties().encryption());
        String etag = plain && Encryption.keepsMd5(properties.encryption())
                ? before.etag()
                : writes.etag(checksums.md5(before.pieces()), properties.encryption());
        return new Content(before.pieces(), List.of(), etag, sums, Content.FULL_OBJECT);
    }

    private static boolean replaces(Call call, String directive) {
        String value = call.header(directive).orElse("COPY");
        if (!value.equals("COPY") && !value.equals("REPLACE")) {
            throw S3Errors.invalidArgument(
                    directive.contains("tagging") ? "Unknown tagging directive." : "Unknown metadata directive.",
                    directive,
                    value);
        }
        return value.equals("REPLACE");
    }
}
