package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.Bundles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bundles in memory. A bucket whose name begins with {@code foreign} belongs to somebody else. */
public final class FakeBundles implements Bundles {

    private final Map<String, byte[]> kept = new LinkedHashMap<>();

    @Override
    public synchronized Upload put(AwsScope scope, BundlePlace place, Path bundle, Digest digest, String suffix) {
        if (place.bucket().startsWith("foreign")) {
            return new Upload.Refused(place.bucket(), "it belongs to another account.");
        }
        String key = place.prefix() + "/sha256/" + digest.hex() + suffix;
        try {
            boolean wasThere = kept.putIfAbsent(key, Files.readAllBytes(bundle)) != null;
            String bucket = place.bucket().isEmpty() ? "elasticbeanstalk-us-east-1-123456789012" : place.bucket();
            return new Upload.Done(new BundleLocation(bucket, key), wasThere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of what is kept, in the order in which it was put. */
    public synchronized List<String> keys() {
        return List.copyOf(kept.keySet());
    }

    /** What is kept under a key. */
    public synchronized byte[] content(String key) {
        byte[] content = kept.get(key);
        if (content == null) {
            throw new IllegalArgumentException("there is nothing under " + key);
        }
        return content.clone();
    }
}
