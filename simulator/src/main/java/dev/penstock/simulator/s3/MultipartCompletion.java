package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.s3.Uploads.StoredPart;
import dev.penstock.simulator.s3.Uploads.Upload;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Multipart uploads finished: the parts that were named become one object, without being copied. Source: S3 API
 * Reference, CompleteMultipartUpload; errors as recorded from AWS.
 */
final class MultipartCompletion {

    private static final long SMALLEST_PART = 5L * 1024 * 1024;

    private final Buckets buckets;
    private final Versions versions;
    private final Uploads uploads;
    private final Blobs blobs;

    MultipartCompletion(Buckets buckets, Versions versions, Uploads uploads, Blobs blobs) {
        this.buckets = buckets;
        this.versions = versions;
        this.uploads = uploads;
        this.blobs = blobs;
    }

    void declare(Operations all) {
        all.operation(
                "POST /{Bucket}/{Key+}?uploadId >CompleteMultipartUploadResult",
                "CompleteMultipartUpload",
                CompleteMultipartUploadRequest::builder,
                this::complete);
    }

    private CompleteMultipartUploadResponse complete(Call call, CompleteMultipartUploadRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Optional<Version> before = uploads.completed(bucket, request.key(), request.uploadId())
                .flatMap(id -> versions.find(bucket, request.key()).latest().filter(v -> v.id().equals(id)));
        if (before.isPresent()) {
            return done(
                    bucket,
                    request.key(),
                    before.get(),
                    said(before.get().properties(), before.get().content(), true));
        }
        Upload upload = uploads.get(bucket, request.key(), request.uploadId());
        Conditions.write(
                versions.find(bucket, upload.key()), request.ifMatch(), request.ifNoneMatch(), upload.touched());
        requireSameMode(call, upload);
        List<CompletedPart> asked = request.multipartUpload() == null
                ? List.of()
                : request.multipartUpload().parts();
        List<StoredPart> parts = chosen(upload, asked);
        long size = parts.stream().mapToLong(StoredPart::size).sum();
        if (request.mpuObjectSize() != null && request.mpuObjectSize() != size) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + request.mpuObjectSize()
                    + " does not match what was computed: " + size);
        }
        Content content = content(upload, parts, asked);
        requireChecksum(call, upload, content);
        Version version = versions.add(call, bucket, upload.key(), content, upload.properties());
        uploads.complete(bucket, upload, version.id());
        boolean summed = !upload.algorithm().isEmpty();
        return done(bucket, upload.key(), version, said(upload.properties(), content, summed));
    }

    private static CompleteMultipartUploadResponse done(
            Bucket bucket, String key, Version version, Map<String, Object> said) {
        return Fields.set(CompleteMultipartUploadResponse.builder(), said)
                .bucket(bucket.name())
                .key(key)
                .location("https://" + Buckets.host(bucket) + "/"
                        + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"))
                .eTag(version.quotedEtag())
                .versionId(Versions.idOf(bucket, version))
                .build();
    }

    /** @param summed whether the upload was begun with a checksum's algorithm */
    private static Map<String, Object> said(Properties properties, Content content, boolean summed) {
        Properties.Encrypted encryption = properties.encryption();
        Map<String, Object> said = new HashMap<>();
        if (!encryption.byCustomer()) {
            said.putAll(Encryption.members(encryption));
        }
        if (summed || Encryption.keepsMd5(encryption)) {
            said.putAll(Checksums.members(content));
        }
        return said;
    }

    private List<StoredPart> chosen(Upload upload, List<CompletedPart> asked) {
        if (asked.isEmpty()) {
            throw S3Errors.invalidRequest("You must specify at least one part");
        }
        List<StoredPart> parts = new ArrayList<>();
        int before = 0;
        for (CompletedPart ask : asked) {
            int number = ask.partNumber() == null ? 0 : ask.partNumber();
            if (number <= before) {
                throw new ServiceError(
                        "InvalidPartOrder",
                        400,
                        "The list of parts was not in ascending order. Parts must be ordered by part number.",
                        Map.of("UploadId", upload.id()));
            }
            before = number;
            parts.add(chosen(upload, ask, number));
        }
        for (StoredPart part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                throw tooSmall(part);
            }
        }
        return parts;
    }

    private static StoredPart chosen(Upload upload, CompletedPart ask, int number) {
        String etag = ask.eTag() == null ? "" : ask.eTag().replace("\"", "");
        StoredPart part = upload.part(number)
                .filter(p -> p.md5().equals(etag))
                .orElseThrow(() -> invalidPart(upload, number, etag));
        Map<String, String> given = given(ask);
        for (Map.Entry<String, String> sum : given.entrySet()) {
            boolean meant = sum.getKey().equals(upload.algorithm());
            if (!meant || !sum.getValue().equals(part.checksums().get(sum.getKey()))) {
                if (meant || upload.algorithm().isEmpty()) {
                    throw invalidPart(upload, number, etag);
                }
                throw ServiceError.client(
                        "BadDigest",
                        "The " + sum.getKey().toLowerCase(Locale.ROOT) + " you specified for part " + number
                                + " did not match what we received.");
            }
        }
        if (given.isEmpty() && upload.checksumType().equals(Content.COMPOSITE)) {
            throw S3Errors.invalidRequest("The upload was created using a "
                    + upload.algorithm().toLowerCase(Locale.ROOT)
                    + " checksum. The complete request must include the checksum for each part. It was missing for part "
                    + number + " in the request.");
        }
        return part;
    }

    private static Map<String, String> given(CompletedPart ask) {
        Map<String, String> given = new HashMap<>();
        for (var field : ask.sdkFields()) {
            if (field.memberName().startsWith("Checksum") && field.getValueOrDefault(ask) instanceof String value) {
                given.put(field.memberName().substring("Checksum".length()), value);
            }
        }
        return given;
    }

    private Content content(Upload upload, List<StoredPart> parts, List<CompletedPart> asked) {
        StringBuilder digests = new StringBuilder();
        parts.forEach(part -> digests.append(part.md5()));
        String etag = blobs.store(HexFormat.of().parseHex(digests)).md5() + "-" + parts.size();
        List<Content.Piece> pieces =
                parts.stream().flatMap(part -> part.pieces().stream()).toList();
        List<Content.Part> listed = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            StoredPart part = parts.get(i);
            listed.add(new Content.Part(part.number(), part.size(), listed(upload, part, asked.get(i))));
        }
        boolean none =
                upload.algorithm().isEmpty() && upload.properties().encryption().byCustomer();
        return new Content(pieces, listed, etag, none ? Map.of() : checksums(upload, parts), upload.checksumType());
    }

    /**
     * Parts keep their checksums only when the upload was begun with an algorithm, and where the object has one of its
     * own only when the completion says them again.
     */
    private static Map<String, String> listed(Upload upload, StoredPart part, CompletedPart ask) {
        if (upload.checksumType().equals(Content.FULL_OBJECT) && given(ask).isEmpty()) {
            return Map.of();
        }
        String value = part.checksums().get(upload.algorithm());
        return value == null ? Map.of() : Map.of(upload.algorithm(), value);
    }

    private static Map<String, String> checksums(Upload upload, List<StoredPart> parts) {
        ContentChecksum algorithm = Multipart.needed(upload);
        List<String> sums = parts.stream()
                .map(part -> Optional.ofNullable(part.checksums().get(algorithm.name()))
                        .orElseThrow())
                .toList();
        if (upload.checksumType().equals(Content.COMPOSITE)) {
            return Map.of(algorithm.name(), Checksums.composite(algorithm, sums));
        }
        String whole = sums.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            whole = algorithm.combine(whole, sums.get(i), parts.get(i).size());
        }
        return Map.of(algorithm.name(), whole);
    }

    private static void requireSameMode(Call call, Upload upload) {
        String mode = call.header("x-amz-checksum-type").orElse("");
        String created = upload.algorithm().isEmpty() ? "null" : upload.checksumType();
        if (!mode.isEmpty() && !mode.equals(created)) {
            throw S3Errors.invalidRequest("The upload was created using the " + created
                    + " checksum mode. The complete request must use the same checksum mode.");
        }
    }

    private static void requireChecksum(Call call, Upload upload, Content content) {
        boolean untyped = call.header("x-amz-checksum-type").isEmpty();
        for (ContentChecksum named : Checksums.named(call)) {
            if (upload.algorithm().isEmpty() && named != ContentChecksum.CRC64NVME) {
                continue; // there is nothing to compare it with
            }
            String given = Checksums.value(call, named).orElse("");
            String expected = content.checksums().getOrDefault(named.name(), "");
            boolean takenForComposite = untyped
                    && named == Multipart.needed(upload)
                    && named != ContentChecksum.CRC64NVME
                    && upload.checksumType().equals(Content.FULL_OBJECT);
            boolean equal = given.replaceFirst("-[0-9]+$", "").equals(expected.replaceFirst("-[0-9]+$", ""));
            if (takenForComposite || !equal) {
                ContentChecksum said = upload.algorithm().isEmpty() ? named : Multipart.needed(upload);
                throw ServiceError.client(
                        "BadDigest",
                        "The " + Checksums.lower(said) + " you specified did not match the calculated checksum.");
            }
        }
    }

    private static ServiceError invalidPart(Upload upload, int number, String etag) {
        return new ServiceError(
                "InvalidPart",
                400,
                "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
                        + " specified entity tag may not match the part's entity tag.",
                Map.of("PartNumber", Integer.toString(number), "ETag", etag, "UploadId", upload.id()));
    }

    private static ServiceError tooSmall(StoredPart part) {
        return new ServiceError(
                "EntityTooSmall",
                400,
                "Your proposed upload is smaller than the minimum allowed size",
                Map.of(
                        "ProposedSize", Long.toString(part.size()),
                        "MinSizeAllowed", Long.toString(SMALLEST_PART),
                        "PartNumber", Integer.toString(part.number()),
                        "ETag", part.md5()));
    }
}
