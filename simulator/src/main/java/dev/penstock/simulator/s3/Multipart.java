package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.Uploads.StoredPart;
import dev.penstock.simulator.s3.Uploads.Upload;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.ContentChecksum;
import dev.penstock.simulator.wire.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Multipart uploads begun, given parts, and given up. Source: S3 User Guide, "Uploading and copying objects using
 * multipart upload" and its limits; errors as recorded from AWS.
 */
final class Multipart {

    static final int MOST_PARTS = 10_000;

    private static final Pattern COPIED_RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

    private final Buckets buckets;
    private final Versions versions;
    private final Uploads uploads;
    private final WriteRequests writes;
    private final Checksums checksums;
    private final Ids ids;

    Multipart(Buckets buckets, Versions versions, Uploads uploads, WriteRequests writes, Checksums checksums, Ids ids) {
        this.buckets = buckets;
        this.versions = versions;
        this.uploads = uploads;
        this.writes = writes;
        this.checksums = checksums;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation(
                        "POST /{Bucket}/{Key+}?uploads >InitiateMultipartUploadResult",
                        "CreateMultipartUpload",
                        CreateMultipartUploadRequest::builder,
                        this::create)
                .operation(
                        "PUT /{Bucket}/{Key+}?uploadId&partNumber <body",
                        "UploadPart",
                        UploadPartRequest::builder,
                        this::uploadPart)
                .operation(
                        "PUT /{Bucket}/{Key+}?uploadId&partNumber #x-amz-copy-source",
                        "UploadPartCopy",
                        UploadPartCopyRequest::builder,
                        this::copyPart)
                .operation(
                        "DELETE /{Bucket}/{Key+}?uploadId",
                        "AbortMultipartUpload",
                        AbortMultipartUploadRequest::builder,
                        this::abort);
    }

    private CreateMultipartUploadResponse create(Call call, CreateMultipartUploadRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String key = Versions.requireKey(request.key());
        Optional<ContentChecksum> algorithm =
                Checksums.algorithm(call.header("x-amz-checksum-algorithm").orElse(""));
        String type = checksumType(algorithm, call.header("x-amz-checksum-type").orElse(null));
        Properties properties = writes.properties(call, bucket);
        String name = algorithm.map(ContentChecksum::name).orElse("");
        Upload upload = new Upload(ids.word(128), key, call.now(), properties, name, type, false, Map.of());
        uploads.keep(bucket, upload);
        call.effect(arn(bucket, upload));
        return Fields.set(CreateMultipartUploadResponse.builder(), Encryption.members(properties.encryption()))
                .bucket(bucket.name())
                .key(key)
                .uploadId(upload.id())
                .checksumAlgorithm(name.isEmpty() ? null : name)
                .checksumType(name.isEmpty() ? null : type)
                .build();
    }

    private UploadPartResponse uploadPart(Call call, UploadPartRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Upload upload = uploads.get(bucket, request.key(), request.uploadId());
        int number = number(request.partNumber());
        requireSameKey(call, upload);
        Map<String, String> given = checksums.given(call);
        requireSameAlgorithm(upload, given);
        ContentChecksum needed = needed(upload);
        Map<String, String> kept = new HashMap<>(given);
        kept.computeIfAbsent(needed.name(), n -> checksums.of(call, needed));
        String etag = writes.etag(call.payload().md5(), upload.properties().encryption());
        uploads.keep(bucket, upload.with(StoredPart.of(number, call.payload(), etag, call.now(), kept)));
        call.effect(arn(bucket, upload) + "&partNumber=" + number);
        Map<String, Object> said =
                new HashMap<>(Encryption.members(upload.properties().encryption()));
        said.putAll(Checksums.members(given.isEmpty() ? kept : given));
        return Fields.set(UploadPartResponse.builder(), said)
                .eTag('"' + etag + '"')
                .build();
    }

    private UploadPartCopyResponse copyPart(Call call, UploadPartCopyRequest request) {
        Bucket bucket = buckets.bucket(call, request.destinationBucket());
        Upload upload = uploads.get(bucket, request.destinationKey(), request.uploadId());
        int number = number(request.partNumber());
        CopySource source = CopySource.of(call, buckets, versions);
        ByteRange range = copied(request.copySourceRange(), source.version().size());
        List<Content.Piece> pieces = source.version().content().slice(range);
        ContentChecksum needed = needed(upload);
        Map<String, String> sums = Map.of(needed.name(), checksums.of(pieces, needed));
        String etag = writes.etag(checksums.md5(pieces), upload.properties().encryption());
        uploads.keep(bucket, upload.with(new StoredPart(number, pieces, etag, call.now(), sums)));
        call.effect(arn(bucket, upload) + "&partNumber=" + number);
        Map<String, String> said = upload.algorithm().isEmpty() ? Map.of() : Checksums.members(sums);
        CopyPartResult result = Fields.set(CopyPartResult.builder(), said)
                .eTag('"' + etag + '"')
                .lastModified(call.now())
                .build();
        return Fields.set(
                        UploadPartCopyResponse.builder(),
                        Encryption.members(upload.properties().encryption()))
                .copyPartResult(result)
                .copySourceVersionId(source.versionId())
                .build();
    }

    private AbortMultipartUploadResponse abort(Call call, AbortMultipartUploadRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Upload upload = uploads.get(bucket, request.key(), request.uploadId());
        uploads.remove(bucket, upload);
        call.effect(arn(bucket, upload));
        call.status(204);
        return AbortMultipartUploadResponse.builder().build();
    }

    /** The algorithm that every part is to have a checksum of, so that the whole's follows from theirs. */
    static ContentChecksum needed(Upload upload) {
        return ContentChecksum.named(upload.algorithm()).orElse(Checksums.DEFAULT);
    }

    static String arn(Bucket bucket, Upload upload) {
        return Versions.arn(bucket, upload.key()) + "?uploadId=" + upload.id();
    }

    private static int number(@Nullable Integer asked) {
        int number = asked == null ? 0 : asked;
        if (number < 1 || number > MOST_PARTS) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    Integer.toString(number));
        }
        return number;
    }

    private static ByteRange copied(@Nullable String range, long size) {
        if (range == null) {
            return new ByteRange(0, size);
        }
        Matcher form = COPIED_RANGE.matcher(range);
        long from = form.matches() ? Long.parseLong(form.group(1)) : 0;
        long to = form.matches() ? Long.parseLong(form.group(2)) : -1;
        if (to < from) {
            throw S3Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                            + " zero-based offsets of the first and last bytes to copy",
                    "x-amz-copy-source-range",
                    range);
        } else if (from >= size) {
            throw S3Errors.invalidRequest("The specified copy range is invalid for the source object size");
        } else if (to >= size) {
            throw S3Errors.invalidArgument(
                    "Range specified is not valid for source object of size: " + size,
                    "x-amz-copy-source-range",
                    range);
        }
        return new ByteRange(from, to - from + 1);
    }

    private static void requireSameAlgorithm(Upload upload, Map<String, String> given) {
        for (String algorithm : given.keySet()) {
            if (!upload.algorithm().isEmpty() && !upload.algorithm().equals(algorithm)) {
                throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                        + upload.algorithm().toLowerCase(Locale.ROOT) + ", actual checksum Type: "
                        + algorithm.toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void requireSameKey(Call call, Upload upload) {
        Optional<String> key = CustomerKey.of(call, "x-amz-server-side-encryption-customer-");
        Properties.Encrypted before = upload.properties().encryption();
        if (key.isPresent() != before.byCustomer()) {
            throw S3Errors.invalidRequest("The multipart upload initiate requested encryption. Subsequent part requests"
                    + " must include the appropriate encryption parameters.");
        } else if (key.isPresent() && !key.get().equals(before.customerKeyMd5())) {
            throw S3Errors.invalidRequest("The provided encryption parameters did not match the ones used originally.");
        }
    }

    private static String checksumType(Optional<ContentChecksum> algorithm, @Nullable String asked) {
        if (algorithm.isEmpty()) {
            if (asked != null) {
                throw S3Errors.invalidRequest("The x-amz-checksum-type header can only be used with the"
                        + " x-amz-checksum-algorithm header.");
            }
            return Content.FULL_OBJECT;
        }
        boolean nvme = algorithm.get() == ContentChecksum.CRC64NVME;
        String type = asked != null ? asked : nvme ? Content.FULL_OBJECT : Content.COMPOSITE;
        boolean impossible = nvme
                ? type.equals(Content.COMPOSITE)
                : type.equals(Content.FULL_OBJECT) && !algorithm.get().combines();
        if (impossible) {
            throw S3Errors.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + Checksums.lower(algorithm.get()) + " checksum algorithm.");
        } else if (!type.equals(Content.COMPOSITE) && !type.equals(Content.FULL_OBJECT)) {
            throw S3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
        }
        return type;
    }
}
