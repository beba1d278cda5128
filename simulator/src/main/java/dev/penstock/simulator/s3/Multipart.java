package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads. Source: S3 User Guide, "Uploading and copying objects using multipart upload" and its limits. */
final class Multipart {

    private static final long SMALLEST_PART = 5L * 1024 * 1024;
    private static final int MOST_PARTS = 10_000;

    record StoredPart(String sha256, String md5, long size, Instant modified, Map<String, String> checksums) {}

    record Upload(
            String bucket,
            String key,
            Map<String, String> headers,
            Map<String, String> metadata,
            String algorithm,
            String checksumType,
            Map<String, StoredPart> parts) {

        Upload with(int number, StoredPart part) {
            Map<String, StoredPart> next = new TreeMap<>(parts);
            next.put(name(number), part);
            return new Upload(bucket, key, headers, metadata, algorithm, checksumType, Map.copyOf(next));
        }

        static String name(int number) {
            return String.format("%05d", number);
        }
    }

    private final Buckets buckets;
    private final Objects objects;
    private final Table<Upload> uploads;
    private final Blobs blobs;
    private final Ids ids;

    Multipart(Buckets buckets, Objects objects, Store store, Ids ids) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = store.table("s3.uploads", Upload.class);
        this.blobs = store.blobs();
        this.ids = ids;
    }

    Table<Upload> uploads() {
        return uploads;
    }

    CreateMultipartUploadResponse create(Call call, CreateMultipartUploadRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Objects.requireKey(request.key());
        String algorithm = request.checksumAlgorithmAsString() == null ? "" : request.checksumAlgorithmAsString();
        String type = checksumType(algorithm, request.checksumTypeAsString());
        String id = ids.word(64);
        uploads.put(
                id,
                new Upload(
                        bucket.name(),
                        request.key(),
                        Objects.keptHeaders(call),
                        request.hasMetadata() ? request.metadata() : Map.of(),
                        algorithm,
                        type,
                        Map.of()));
        call.effect("arn:aws:s3:::" + bucket.name() + "/" + request.key() + "?uploadId=" + id);
        return CreateMultipartUploadResponse.builder()
                .bucket(bucket.name())
                .key(request.key())
                .uploadId(id)
                .checksumAlgorithm(algorithm.isEmpty() ? null : algorithm)
                .checksumType(algorithm.isEmpty() ? null : type)
                .serverSideEncryption("AES256")
                .build();
    }

    UploadPartResponse uploadPart(Call call, UploadPartRequest request) {
        Upload upload = upload(call, request.bucket(), request.key(), request.uploadId());
        int number = request.partNumber() == null ? 0 : request.partNumber();
        if (number < 1 || number > MOST_PARTS) {
            throw ServiceError.client(
                    "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }
        Map<String, String> checksums = Checksums.verified(call, blobs);
        Blob payload = call.payload();
        uploads.put(
                request.uploadId(),
                upload.with(
                        number,
                        new StoredPart(payload.sha256(), payload.md5(), payload.size(), call.now(), checksums)));
        call.effect("arn:aws:s3:::" + upload.bucket() + "/" + upload.key() + "?partNumber=" + number);
        return UploadPartResponse.builder()
                .eTag('"' + payload.md5() + '"')
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .serverSideEncryption("AES256")
                .build();
    }

    ListPartsResponse listParts(Call call, ListPartsRequest request) {
        Upload upload = upload(call, request.bucket(), request.key(), request.uploadId());
        List<Part> parts = new TreeMap<>(upload.parts())
                .entrySet().stream()
                        .map(e -> Part.builder()
                                .partNumber(Integer.valueOf(e.getKey()))
                                .eTag('"' + e.getValue().md5() + '"')
                                .size(e.getValue().size())
                                .lastModified(e.getValue().modified())
                                .checksumCRC32(e.getValue().checksums().get("CRC32"))
                                .build())
                        .toList();
        return ListPartsResponse.builder()
                .bucket(upload.bucket())
                .key(upload.key())
                .uploadId(request.uploadId())
                .partNumberMarker(0)
                .maxParts(MOST_PARTS)
                .isTruncated(false)
                .storageClass("STANDARD")
                .parts(parts)
                .build();
    }

    AbortMultipartUploadResponse abort(Call call, AbortMultipartUploadRequest request) {
        Upload upload = upload(call, request.bucket(), request.key(), request.uploadId());
        uploads.remove(request.uploadId());
        call.effect("arn:aws:s3:::" + upload.bucket() + "/" + upload.key() + "?uploadId=" + request.uploadId());
        call.status(204);
        return AbortMultipartUploadResponse.builder().build();
    }

    CompleteMultipartUploadResponse complete(Call call, CompleteMultipartUploadRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Upload upload = upload(call, request.bucket(), request.key(), request.uploadId());
        Conditions.write(
                objects.find(bucket, upload.key()).current(), upload.key(), request.ifMatch(), request.ifNoneMatch());
        List<StoredPart> parts = chosen(upload, request);
        Blob whole = join(parts);
        if (request.mpuObjectSize() != null && request.mpuObjectSize() != whole.size()) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + request.mpuObjectSize()
                    + " does not match what was computed: " + whole.size());
        }
        Map<String, String> checksums = checksums(upload, parts, whole);
        Version version = new Version(
                objects.newVersionId(bucket),
                false,
                whole.sha256(),
                whole.size(),
                etag(parts),
                call.now(),
                upload.headers(),
                upload.metadata(),
                checksums,
                upload.checksumType());
        objects.add(call, bucket, upload.key(), version);
        uploads.remove(request.uploadId());
        return CompleteMultipartUploadResponse.builder()
                .bucket(bucket.name())
                .key(upload.key())
                .location("/" + bucket.name() + "/" + upload.key())
                .eTag(version.quotedEtag())
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .checksumType(upload.checksumType())
                .serverSideEncryption("AES256")
                .versionId(Objects.versionId(bucket, version))
                .build();
    }

    private Upload upload(Call call, @Nullable String bucket, @Nullable String key, @Nullable String id) {
        Bucket in = buckets.bucket(call, bucket);
        String wanted = id == null ? "" : id;
        return uploads.get(wanted)
                .filter(u -> u.bucket().equals(in.name()) && u.key().equals(key))
                .orElseThrow(() -> S3Errors.noSuchUpload(wanted));
    }

    private static List<StoredPart> chosen(Upload upload, CompleteMultipartUploadRequest request) {
        List<CompletedPart> asked = request.multipartUpload() == null
                ? List.of()
                : request.multipartUpload().parts();
        if (asked.isEmpty()) {
            throw S3Errors.invalidRequest("You must specify at least one part");
        }
        List<StoredPart> parts = new ArrayList<>();
        int before = 0;
        for (CompletedPart ask : asked) {
            int number = ask.partNumber() == null ? 0 : ask.partNumber();
            if (number <= before) {
                throw ServiceError.client(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            StoredPart part = upload.parts().get(Upload.name(number));
            String etag = ask.eTag() == null ? "" : ask.eTag().replace("\"", "");
            if (part == null || !part.md5().equals(etag)) {
                throw new ServiceError(
                        "InvalidPart",
                        400,
                        "One or more of the specified parts could not be found.  The part may not have been uploaded,"
                                + " or the specified entity tag may not match the part's entity tag.",
                        Map.of("PartNumber", Integer.toString(number), "ETag", etag));
            }
            parts.add(part);
        }
        for (StoredPart part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                throw new ServiceError(
                        "EntityTooSmall",
                        400,
                        "Your proposed upload is smaller than the minimum allowed size",
                        Map.of(
                                "ProposedSize", Long.toString(part.size()),
                                "MinSizeAllowed", Long.toString(SMALLEST_PART)));
            }
        }
        return parts;
    }

    private Blob join(List<StoredPart> parts) {
        try (Blobs.Writer writer = blobs.writer()) {
            for (StoredPart part : parts) {
                try (InputStream in = blobs.open(part.sha256())) {
                    in.transferTo(writer);
                }
            }
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> checksums(Upload upload, List<StoredPart> parts, Blob whole) {
        String algorithm = upload.algorithm();
        if (algorithm.isEmpty()) {
            return Map.of(Checksums.DEFAULT, Checksums.of(Checksums.DEFAULT, blobs, whole.sha256()));
        }
        if (upload.checksumType().equals("FULL_OBJECT")) {
            return Map.of(algorithm, Checksums.of(algorithm, blobs, whole.sha256()));
        }
        List<String> sums = parts.stream()
                .map(p -> p.checksums().containsKey(algorithm)
                        ? p.checksums().get(algorithm)
                        : Checksums.of(algorithm, blobs, p.sha256()))
                .toList();
        return Map.of(algorithm, Checksums.composite(algorithm, sums, blobs));
    }

    private String etag(List<StoredPart> parts) {
        StringBuilder digests = new StringBuilder();
        parts.forEach(part -> digests.append(part.md5()));
        return blobs.store(HexFormat.of().parseHex(digests)).md5() + "-" + parts.size();
    }

    private static String checksumType(String algorithm, @Nullable String asked) {
        if (algorithm.isEmpty() && asked != null) {
            throw S3Errors.invalidRequest(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }
        if (!algorithm.isEmpty() && !Checksums.ALGORITHMS.contains(algorithm)) {
            throw S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the"
                    + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
        boolean nvme = algorithm.isEmpty() || algorithm.equals("CRC64NVME");
        String type = asked != null ? asked : nvme ? "FULL_OBJECT" : "COMPOSITE";
        if ((nvme && type.equals("COMPOSITE")) || (algorithm.startsWith("SHA") && type.equals("FULL_OBJECT"))) {
            throw S3Errors.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + algorithm.toLowerCase(Locale.ROOT) + " checksum algorithm.");
        }
        return type;
    }
}
