package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.RestoreStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings of a bucket, in the order of the keys' UTF-8 bytes. Source: S3 API Reference; recorded answers. */
final class Listing {

    private final Buckets buckets;
    private final Table<StoredObject> objects;

    Listing(Buckets buckets) {
        this.buckets = buckets;
        this.objects = buckets.objects();
    }

    void declare(Operations all) {
        all.operation(
                        "GET /{Bucket}?list-type=2 >ListBucketResult",
                        "ListObjectsV2",
                        ListObjectsV2Request::builder,
                        this::listV2)
                .operation("GET /{Bucket} >ListBucketResult", "ListObjects", ListObjectsRequest::builder, this::list)
                .operation(
                        "GET /{Bucket}?versions >ListVersionsResult",
                        "ListObjectVersions",
                        ListObjectVersionsRequest::builder,
                        this::versions);
    }

    private ListObjectsV2Response listV2(Call call, ListObjectsV2Request request) {
        Bucket bucket = located(call, request.bucket());
        ListingText text = new ListingText(request.encodingTypeAsString());
        int most = ListingText.most(request.maxKeys(), "maxKeys");
        String token = request.continuationToken() == null ? "" : Tokens.decode(request.continuationToken());
        String after = token.isEmpty() ? ListingText.orEmpty(request.startAfter()) : token;
        String prefix = ListingText.orEmpty(request.prefix());
        Walk<StoredObject> page = Walk.of(
                current(bucket, prefix, after),
                StoredObject::key,
                prefix,
                ListingText.orEmpty(request.delimiter()),
                most,
                common -> !token.isEmpty() && token.startsWith(common));
        boolean owner = Boolean.TRUE.equals(request.fetchOwner());
        return ListObjectsV2Response.builder()
                .name(bucket.name())
                .prefix(text.of(prefix))
                .delimiter(text.ofNullable(request.delimiter()))
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .startAfter(token.isEmpty() ? text.ofNullable(request.startAfter()) : null)
                .continuationToken(request.continuationToken())
                .keyCount(page.count())
                .isTruncated(page.truncated())
                .nextContinuationToken(page.truncated() ? Tokens.encode(page.lastKey(StoredObject::key)) : null)
                .contents(page.items().stream()
                        .map(o -> entry(bucket, o, text, owner))
                        .toList())
                .commonPrefixes(text.prefixes(page.prefixes()))
                .build();
    }

    private ListObjectsResponse list(Call call, ListObjectsRequest request) {
        Bucket bucket = located(call, request.bucket());
        ListingText text = new ListingText(request.encodingTypeAsString());
        int most = ListingText.most(request.maxKeys(), "maxKeys");
        String marker = ListingText.orEmpty(request.marker());
        String prefix = ListingText.orEmpty(request.prefix());
        String delimiter = ListingText.orEmpty(request.delimiter());
        Walk<StoredObject> page = Walk.of(
                current(bucket, prefix, marker), StoredObject::key, prefix, delimiter, most, marker::startsWith);
        boolean next = page.truncated() && !delimiter.isEmpty();
        boolean owner =
                call.header("authorization").isPresent() || call.account().equals(bucket.account());
        return ListObjectsResponse.builder()
                .name(bucket.name())
                .prefix(text.of(prefix))
                .delimiter(text.ofNullable(request.delimiter()))
                .marker(text.of(marker))
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .isTruncated(page.truncated())
                .nextMarker(next ? text.of(page.lastKey(StoredObject::key)) : null)
                .contents(page.items().stream()
                        .map(o -> entry(bucket, o, text, owner))
                        .toList())
                .commonPrefixes(text.prefixes(page.prefixes()))
                .build();
    }

    private record Listed(String key, Version version, boolean latest) {}

    private ListObjectVersionsResponse versions(Call call, ListObjectVersionsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ListingText text = new ListingText(request.encodingTypeAsString());
        int most = ListingText.most(request.maxKeys(), "maxKeys");
        String key = ListingText.orEmpty(request.keyMarker());
        String id = ListingText.orEmpty(request.versionIdMarker());
        if (!id.isEmpty() && key.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.", "version-id-marker", id);
        }
        String prefix = ListingText.orEmpty(request.prefix());
        Walk<Listed> page = Walk.of(
                listed(bucket, prefix, key, id),
                Listed::key,
                prefix,
                ListingText.orEmpty(request.delimiter()),
                most,
                key::startsWith);
        Listed last = page.last() instanceof Walk.Step.Item<Listed>(Listed item) ? item : null;
        return ListObjectVersionsResponse.builder()
                .name(bucket.name())
                .prefix(text.of(prefix))
                .keyMarker(text.of(key))
                .versionIdMarker(id)
                .delimiter(text.ofNullable(request.delimiter()))
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .isTruncated(page.truncated())
                .nextKeyMarker(page.truncated() ? text.of(page.lastKey(Listed::key)) : null)
                .nextVersionIdMarker(
                        page.truncated() && last != null ? last.version().id() : null)
                .versions(page.items().stream()
                        .filter(l -> !l.version().deleted())
                        .map(l -> version(bucket, l, text))
                        .toList())
                .deleteMarkers(page.items().stream()
                        .filter(l -> l.version().deleted())
                        .map(l -> marker(bucket, l, text))
                        .toList())
                .commonPrefixes(text.prefixes(page.prefixes()))
                .build();
    }

    /** Listings say where the bucket is. */
    private Bucket located(Call call, @Nullable String name) {
        Bucket bucket = buckets.bucket(call, name);
        call.answerHeader("x-amz-bucket-region", bucket.region());
        return bucket;
    }

    /** The objects that are there, after a key. */
    private Iterable<StoredObject> current(Bucket bucket, String prefix, String after) {
        Collection<StoredObject> objects = after(bucket, prefix, after, false).values();
        return () -> objects.stream().filter(o -> o.current().isPresent()).iterator();
    }

    /** All versions after one of them, or after all of a key. */
    private Iterable<Listed> listed(Bucket bucket, String prefix, String key, String id) {
        List<Listed> all = new ArrayList<>();
        for (StoredObject object : after(bucket, prefix, key, !id.isEmpty()).values()) {
            // Who deletes what a page has listed names a version that is gone: what is left comes behind it.
            boolean past = id.isEmpty()
                    || !object.key().equals(key)
                    || object.versions().stream().noneMatch(v -> v.id().equals(id));
            for (Version version : object.versions()) {
                if (past) {
                    boolean latest = version.equals(object.versions().getFirst());
                    all.add(new Listed(object.key(), version, latest));
                }
                past |= version.id().equals(id);
            }
        }
        return all;
    }

    private NavigableMap<String, StoredObject> after(Bucket bucket, String prefix, String key, boolean inclusive) {
        String start = Buckets.prefix(bucket.name());
        NavigableMap<String, StoredObject> all = objects.under(start + prefix);
        boolean within = !key.isEmpty() && objects.compare(start + key, start + prefix) >= 0;
        if (!within) {
            return all;
        }
        boolean beyond = !all.isEmpty() && objects.compare(start + key, all.lastKey()) > 0;
        return beyond || all.isEmpty() ? new TreeMap<>() : all.tailMap(start + key, inclusive);
    }

    private static S3Object entry(Bucket bucket, StoredObject object, ListingText text, boolean owner) {
        Version version = object.current().orElseThrow();
        S3Object.Builder entry = S3Object.builder()
                .key(text.of(object.key()))
                .lastModified(version.modified())
                .eTag(version.quotedEtag())
                .size(version.size())
                .storageClass(version.properties().storageClass())
                .checksumAlgorithmWithStrings(algorithms(version))
                .checksumType(type(version));
        if (version.restoring() || version.restoredUntil().isPresent()) {
            entry.restoreStatus(RestoreStatus.builder()
                    .isRestoreInProgress(version.restoring())
                    .restoreExpiryDate(version.restoredUntil().orElse(null))
                    .build());
        }
        if (owner) {
            entry.owner(o -> o.id(Buckets.owner(bucket.account())));
        }
        return entry.build();
    }

    private static ObjectVersion version(Bucket bucket, Listed listed, ListingText text) {
        Version version = listed.version();
        return ObjectVersion.builder()
                .key(text.of(listed.key()))
                .versionId(version.id())
                .isLatest(listed.latest())
                .lastModified(version.modified())
                .eTag(version.quotedEtag())
                .size(version.size())
                .storageClass(version.properties().storageClass())
                .checksumAlgorithmWithStrings(algorithms(version))
                .checksumType(type(version))
                .owner(o -> o.id(Buckets.owner(bucket.account())))
                .build();
    }

    private static DeleteMarkerEntry marker(Bucket bucket, Listed listed, ListingText text) {
        return DeleteMarkerEntry.builder()
                .key(text.of(listed.key()))
                .versionId(listed.version().id())
                .isLatest(listed.latest())
                .lastModified(listed.version().modified())
                .owner(o -> o.id(Buckets.owner(bucket.account())))
                .build();
    }

    private static @Nullable List<String> algorithms(Version version) {
        Map<String, String> sums = version.content().checksums();
        return sums.isEmpty() ? null : List.copyOf(sums.keySet());
    }

    private static @Nullable String type(Version version) {
        return version.content().checksums().isEmpty()
                ? null
                : version.content().checksumType();
    }
}
