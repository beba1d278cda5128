package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.Properties.Encrypted;
import dev.penstock.simulator.s3.Properties.Hold;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.Grant;

/** Reads what a request that writes an object says of it beside the contents. */
final class WriteRequests {

    private static final List<String> KEPT_HEADERS = List.of(
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-type",
            "expires",
            "x-amz-website-redirect-location");
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR");
    private static final String METADATA = "x-amz-meta-";
    private static final int MOST_METADATA = 2048;

    private final Encryption encryption;
    private final ObjectLocks locks;
    private final Acls acls;
    private final Ids ids;

    WriteRequests(Encryption encryption, ObjectLocks locks, Acls acls, Ids ids) {
        this.encryption = encryption;
        this.locks = locks;
        this.acls = acls;
        this.ids = ids;
    }

    /** All of it. */
    Properties properties(Call call, Bucket bucket) {
        return properties(call, bucket, headers(call), metadata(call), Tagging.ofHeader(call));
    }

    /** What a copy says itself, with what it takes over from its source. */
    Properties properties(
            Call call,
            Bucket bucket,
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> tags) {
        Encrypted encrypted = encryption.requested(call, bucket);
        Hold hold = locks.requested(call, bucket);
        List<Grant> grants = acls.requested(call, bucket);
        return new Properties(headers, metadata, storageClass(call), encrypted, tags, hold, grants);
    }

    /** The ETag of contents: their MD5 digest, unless they are encrypted with a key that is not S3's. */
    String etag(String md5, Encrypted encrypted) {
        return Encryption.keepsMd5(encrypted) ? md5 : ids.hex(32);
    }

    static String storageClass(Call call) {
        String asked = call.header("x-amz-storage-class").orElse(Properties.STANDARD);
        if (!STORAGE_CLASSES.contains(asked)) {
            throw new ServiceError(
                    "InvalidStorageClass",
                    400,
                    "The storage class you specified is not valid",
                    Map.of("StorageClassRequested", asked));
        }
        return asked;
    }

    /** The user's metadata. */
    static Map<String, String> metadata(Call call) {
        Map<String, String> metadata = new HashMap<>();
        int size = 0;
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            if (header.getKey().startsWith(METADATA)) {
                String name = header.getKey().substring(METADATA.length());
                metadata.put(name, HeaderText.decoded(header.getValue()));
                size += name.length() + header.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (size > MOST_METADATA) {
            throw new ServiceError(
                    "MetadataTooLarge",
                    400,
                    "Your metadata headers exceed the maximum allowed metadata size",
                    Map.of("Size", Integer.toString(size), "MaxSizeAllowed", Integer.toString(MOST_METADATA)));
        }
        return metadata;
    }

    /** The headers that are kept with contents and given back. */
    static Map<String, String> headers(Call call) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : KEPT_HEADERS) {
            call.header(name).ifPresent(value -> kept.put(name, value));
        }
        String encoding = kept.getOrDefault("content-encoding", "");
        String own = encoding.replaceAll("(^|,)\\s*aws-chunked\\s*(,\\s*)?", "");
        if (own.isEmpty()) {
            kept.remove("content-encoding");
        } else {
            kept.put("content-encoding", own);
        }
        kept.putIfAbsent("content-type", "binary/octet-stream");
        String redirect = kept.getOrDefault("x-amz-website-redirect-location", "/");
        if (!redirect.matches("(/|https?://).*")) {
            throw ServiceError.client(
                    "InvalidRedirectLocation",
                    "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
        }
        return kept;
    }
}
