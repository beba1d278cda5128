package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings of a bucket, in the order of the keys' UTF-8 bytes. Source: S3 API Reference. */
final class Listing {

    private static final int MOST = 1000;

    private final Buckets buckets;
    private final Table<StoredObject> objects;

    Listing(Buckets buckets) {
        this.buckets = buckets;
        this.objects = buckets.objects();
    }

    private record Found(List<StoredObject> objects, List<CommonPrefix> prefixes, boolean truncated, String last) {
        int count() {
            return objects.size() + prefixes.size();
        }
    }

    ListObjectsV2Response listV2(Call call, ListObjectsV2Request request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String after =
                request.continuationToken() != null ? decode(request.continuationToken()) : text(request.startAfter());
        int most = most(request.maxKeys());
        Found found = find(bucket, text(request.prefix()), text(request.delimiter()), after, most, false);
        boolean url = "url".equals(request.encodingTypeAsString());
        boolean owner = Boolean.TRUE.equals(request.fetchOwner());
        return ListObjectsV2Response.builder()
                .name(bucket.name())
                .prefix(encoded(text(request.prefix()), url))
                .delimiter(request.delimiter())
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .startAfter(request.startAfter())
                .continuationToken(request.continuationToken())
                .keyCount(found.count())
                .isTruncated(found.truncated())
                .nextContinuationToken(found.truncated() ? encode(found.last()) : null)
                .contents(found.objects().stream()
                        .map(o -> entry(bucket, o, url, owner))
                        .toList())
                .commonPrefixes(encodedPrefixes(found.prefixes(), url))
                .build();
    }

    ListObjectsResponse list(Call call, ListObjectsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        int most = most(request.maxKeys());
        Found found =
                find(bucket, text(request.prefix()), text(request.delimiter()), text(request.marker()), most, false);
        boolean url = "url".equals(request.encodingTypeAsString());
        return ListObjectsResponse.builder()
                .name(bucket.name())
                .prefix(encoded(text(request.prefix()), url))
                .delimiter(request.delimiter())
                .marker(text(request.marker()))
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .isTruncated(found.truncated())
                .nextMarker(found.truncated() ? encoded(found.last(), url) : null)
                .contents(found.objects().stream()
                        .map(o -> entry(bucket, o, url, true))
                        .toList())
                .commonPrefixes(encodedPrefixes(found.prefixes(), url))
                .build();
    }

    ListObjectVersionsResponse versions(Call call, ListObjectVersionsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        int most = most(request.maxKeys());
        String delimiter = text(request.delimiter());
        Found found = find(bucket, text(request.prefix()), delimiter, text(request.keyMarker()), most, true);
        boolean url = "url".equals(request.encodingTypeAsString());
        List<ObjectVersion> versions = new ArrayList<>();
        List<DeleteMarkerEntry> markers = new ArrayList<>();
        for (StoredObject object : found.objects()) {
            for (Version version : object.versions()) {
                boolean latest = version.equals(object.versions().getFirst());
                if (version.deleted()) {
                    markers.add(DeleteMarkerEntry.builder()
                            .key(encoded(object.key(), url))
                            .versionId(version.id())
                            .isLatest(latest)
                            .lastModified(version.modified())
                            .owner(o -> o.id(Buckets.owner(bucket.account())))
                            .build());
                } else {
                    versions.add(ObjectVersion.builder()
                            .key(encoded(object.key(), url))
                            .versionId(version.id())
                            .isLatest(latest)
                            .lastModified(version.modified())
                            .eTag(version.quotedEtag())
                            .size(version.size())
                            .storageClass("STANDARD")
                            .checksumAlgorithmWithStrings(version.checksums().keySet())
                            .checksumType(version.checksumType())
                            .owner(o -> o.id(Buckets.owner(bucket.account())))
                            .build());
                }
            }
        }
        return ListObjectVersionsResponse.builder()
                .name(bucket.name())
                .prefix(encoded(text(request.prefix()), url))
                .keyMarker(text(request.keyMarker()))
                .versionIdMarker(text(request.versionIdMarker()))
                .delimiter(request.delimiter())
                .maxKeys(most)
                .encodingType(request.encodingTypeAsString())
                .isTruncated(found.truncated())
                .nextKeyMarker(found.truncated() ? encoded(found.last(), url) : null)
                .versions(versions)
                .deleteMarkers(markers)
                .commonPrefixes(encodedPrefixes(found.prefixes(), url))
                .build();
    }

    /** Walks the keys after {@code after}; keys that share a prefix up to the delimiter count as one. */
    private Found find(Bucket bucket, String prefix, String delimiter, String after, int most, boolean deleted) {
        String start = Buckets.prefix(bucket.name());
        List<StoredObject> found = new ArrayList<>();
        TreeSet<String> prefixes = new TreeSet<>();
        String last = "";
        for (StoredObject object : objects.under(start + prefix).values()) {
            if ((!deleted && object.current().isEmpty()) || notAfter(start, object.key(), after, delimiter)) {
                continue;
            }
            int cut = delimiter.isEmpty() ? -1 : object.key().indexOf(delimiter, prefix.length());
            String common = cut < 0 ? "" : object.key().substring(0, cut + delimiter.length());
            if (!common.isEmpty() && prefixes.contains(common)) {
                continue;
            }
            if (found.size() + prefixes.size() == most) {
                return new Found(found, commonPrefixes(prefixes), most > 0, last);
            }
            if (common.isEmpty()) {
                found.add(object);
                last = object.key();
            } else {
                prefixes.add(common);
                last = common;
            }
        }
        return new Found(found, commonPrefixes(prefixes), false, "");
    }

    private boolean notAfter(String start, String key, String after, String delimiter) {
        if (after.isEmpty()) {
            return false;
        }
        boolean within = !delimiter.isEmpty() && after.endsWith(delimiter) && key.startsWith(after);
        return within || objects.compare(start + key, start + after) <= 0;
    }

    private static List<CommonPrefix> commonPrefixes(Set<String> prefixes) {
        return prefixes.stream()
                .map(p -> CommonPrefix.builder().prefix(p).build())
                .toList();
    }

    private static List<CommonPrefix> encodedPrefixes(List<CommonPrefix> prefixes, boolean url) {
        return prefixes.stream()
                .map(p ->
                        CommonPrefix.builder().prefix(encoded(p.prefix(), url)).build())
                .toList();
    }

    private static S3Object entry(Bucket bucket, StoredObject object, boolean url, boolean owner) {
        Version version = object.current().orElseThrow();
        S3Object.Builder entry = S3Object.builder()
                .key(encoded(object.key(), url))
                .lastModified(version.modified())
                .eTag(version.quotedEtag())
                .size(version.size())
                .storageClass("STANDARD")
                .checksumAlgorithmWithStrings(version.checksums().keySet())
                .checksumType(version.checksumType());
        if (owner) {
            entry.owner(o -> o.id(Buckets.owner(bucket.account())));
        }
        return entry.build();
    }

    private static int most(@Nullable Integer asked) {
        if (asked != null && asked < 0) {
            throw ServiceError.client(
                    "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
        }
        return asked == null ? MOST : Math.min(asked, MOST);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static String encoded(String key, boolean url) {
        return url
                ? URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("%2F", "/")
                        .replace("*", "%2A")
                : key;
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ServiceError.client("InvalidArgument", "The continuation token provided is incorrect");
        }
    }
}
