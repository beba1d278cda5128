package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.s3.Uploads.StoredPart;
import dev.penstock.simulator.s3.Uploads.Upload;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Checksum;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesParts;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectPart;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads, their parts, and the parts of objects, listed. Source: S3 API Reference; recorded answers. */
final class PartListing {

    private static final int MOST = 1000;

    private final Buckets buckets;
    private final Versions versions;
    private final Uploads uploads;

    PartListing(Buckets buckets, Versions versions, Uploads uploads) {
        this.buckets = buckets;
        this.versions = versions;
        this.uploads = uploads;
    }

    void declare(Operations all) {
        all.operation(
                        "GET /{Bucket}/{Key+}?uploadId >ListPartsResult",
                        "ListParts",
                        ListPartsRequest::builder,
                        this::parts)
                .operation(
                        "GET /{Bucket}?uploads >ListMultipartUploadsResult",
                        "ListMultipartUploads",
                        ListMultipartUploadsRequest::builder,
                        this::uploads)
                .operation(
                        "GET /{Bucket}/{Key+}?attributes >GetObjectAttributesResponse",
                        "GetObjectAttributes",
                        GetObjectAttributesRequest::builder,
                        this::attributes);
    }

    private ListPartsResponse parts(Call call, ListPartsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Upload upload = uploads.get(bucket, request.key(), request.uploadId());
        int most = ListingText.most(request.maxParts(), "maxParts");
        int marker = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
        List<StoredPart> after =
                upload.ordered().stream().filter(p -> p.number() > marker).toList();
        List<StoredPart> page = after.subList(0, Math.min(most, after.size()));
        String owner = Buckets.owner(bucket.account());
        return ListPartsResponse.builder()
                .bucket(bucket.name())
                .key(upload.key())
                .uploadId(upload.id())
                .partNumberMarker(marker)
                .nextPartNumberMarker(page.isEmpty() ? 0 : page.getLast().number())
                .maxParts(most)
                .isTruncated(after.size() > page.size())
                .storageClass(upload.properties().storageClass())
                .checksumAlgorithm(upload.algorithm().isEmpty() ? null : upload.algorithm())
                .checksumType(upload.algorithm().isEmpty() ? null : upload.checksumType())
                .owner(o -> o.id(owner))
                .initiator(i -> i.id(owner).displayName(bucket.account()))
                .parts(page.stream().map(p -> part(upload, p)).toList())
                .build();
    }

    private static Part part(Upload upload, StoredPart part) {
        Map<String, String> sums = upload.algorithm().isEmpty() ? Map.of() : Checksums.members(part.checksums());
        return Fields.set(Part.builder(), sums)
                .partNumber(part.number())
                .eTag('"' + part.md5() + '"')
                .size(part.size())
                .lastModified(Versions.seconds(part.modified()))
                .build();
    }

    private ListMultipartUploadsResponse uploads(Call call, ListMultipartUploadsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ListingText text = new ListingText(request.encodingTypeAsString());
        int most = ListingText.most(request.maxUploads(), "max-uploads");
        String prefix = ListingText.orEmpty(request.prefix());
        String key = ListingText.orEmpty(request.keyMarker());
        String id = ListingText.orEmpty(request.uploadIdMarker());
        List<Upload> all = uploads.of(bucket).stream()
                .filter(u -> u.key().startsWith(prefix))
                .toList();
        Walk<Upload> page = Walk.of(
                after(all, key, id),
                Upload::key,
                prefix,
                ListingText.orEmpty(request.delimiter()),
                most,
                key::startsWith);
        Upload last = page.last() instanceof Walk.Step.Item<Upload>(Upload upload) ? upload : null;
        String owner = Buckets.owner(bucket.account());
        return ListMultipartUploadsResponse.builder()
                .bucket(bucket.name())
                .prefix(request.prefix() == null ? null : text.of(prefix))
                .delimiter(text.ofNullable(request.delimiter()))
                .encodingType(request.encodingTypeAsString())
                .keyMarker(text.of(key))
                .uploadIdMarker(key.isEmpty() ? "" : id)
                .nextKeyMarker(last == null ? "" : text.of(last.key()))
                .nextUploadIdMarker(last == null ? "" : last.id())
                .maxUploads(most)
                .isTruncated(page.truncated())
                .uploads(page.items().stream()
                        .map(u -> entry(u, owner, bucket, text))
                        .toList())
                .commonPrefixes(text.prefixes(page.prefixes()))
                .build();
    }

    /** Uploads after a key, or after one of a key's uploads. An upload id counts only with a key. */
    private List<Upload> after(List<Upload> all, String key, String id) {
        if (key.isEmpty()) {
            return all;
        }
        boolean within = false;
        int start = 0;
        for (Upload upload : all) {
            int order = buckets.objects().compare(upload.key(), key);
            boolean beforeIt = order < 0 || (order == 0 && (id.isEmpty() || !within));
            within |= order == 0 && upload.id().equals(id);
            if (beforeIt) {
                start++;
            }
        }
        return all.subList(Math.min(start, all.size()), all.size());
    }

    private static MultipartUpload entry(Upload upload, String owner, Bucket bucket, ListingText text) {
        return MultipartUpload.builder()
                .key(text.of(upload.key()))
                .uploadId(upload.id())
                .initiated(Versions.seconds(upload.initiated()))
                .storageClass(upload.properties().storageClass())
                .checksumAlgorithm(upload.algorithm().isEmpty() ? null : upload.algorithm())
                .checksumType(upload.algorithm().isEmpty() ? null : upload.checksumType())
                .owner(o -> o.id(owner))
                .initiator(i -> i.id(owner).displayName(bucket.account()))
                .build();
    }

    private GetObjectAttributesResponse attributes(Call call, GetObjectAttributesRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Set<String> asked = new HashSet<>(request.objectAttributesAsStrings());
        if (asked.isEmpty()) {
            throw S3Errors.invalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved"
                    + " is either missing or empty");
        }
        Version version = versions.toRead(bucket, request.key(), request.versionId(), "GET");
        Encryption.requireReadable(call, version.properties().encryption());
        Content content = version.content();
        Map<String, String> sums = Checksums.members(content);
        return GetObjectAttributesResponse.builder()
                .eTag(asked.contains("ETag") ? content.etag() : null)
                .objectSize(asked.contains("ObjectSize") ? content.size() : null)
                .storageClass(
                        asked.contains("StorageClass") ? version.properties().storageClass() : null)
                .checksum(asked.contains("Checksum") && !sums.isEmpty() ? checksum(content, sums) : null)
                .objectParts(asked.contains("ObjectParts") ? parts(content, request) : null)
                .lastModified(version.modified())
                .versionId(Versions.idOf(bucket, version))
                .build();
    }

    /** Attributes name a composite checksum without the number of its parts. */
    private static Checksum checksum(Content content, Map<String, String> sums) {
        Map<String, String> plain = new HashMap<>();
        sums.forEach((name, value) -> plain.put(name, value.replaceFirst("-[0-9]+$", "")));
        return Fields.set(Checksum.builder(), content.checksumType().equals(Content.COMPOSITE) ? plain : sums)
                .build();
    }

    private static @Nullable GetObjectAttributesParts parts(Content content, GetObjectAttributesRequest request) {
        if (content.parts().isEmpty()) {
            return null;
        }
        GetObjectAttributesParts.Builder parts = GetObjectAttributesParts.builder()
                .totalPartsCount(content.parts().size());
        if (!content.checksumType().equals(Content.COMPOSITE)) {
            return parts.build();
        }
        int most = request.maxParts() == null ? MOST : Math.min(request.maxParts(), MOST);
        int marker = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
        List<Content.Part> after =
                content.parts().stream().filter(p -> p.number() > marker).toList();
        List<Content.Part> page = after.subList(0, Math.min(most, after.size()));
        return parts.isTruncated(after.size() > page.size())
                .maxParts(most)
                .partNumberMarker(marker)
                .nextPartNumberMarker(page.isEmpty() ? 0 : page.getLast().number())
                .parts(page.stream()
                        .map(p -> Fields.set(ObjectPart.builder(), Checksums.members(p.checksums()))
                                .partNumber(p.number())
                                .size(p.size())
                                .build())
                        .toList())
                .build();
    }
}
