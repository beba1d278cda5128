package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.Bundles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Bundles in an S3 bucket of the caller's account, under keys made of the digest of their contents. An object is written once and
 * never changed. Every call says whose the bucket has to be ({@code x-amz-expected-bucket-owner}), so that a bucket that somebody
 * else has made under a name that can be guessed gets nothing.
 */
public final class S3Bundles implements Bundles {

    private final AwsClients clients;
    private final Map<AwsScope, String> usual = new ConcurrentHashMap<>();

    /** Bundles in the buckets that some clients reach. */
    public S3Bundles(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Upload put(AwsScope scope, BundlePlace place, Path bundle, Digest digest, String suffix) {
        String bucket = place.bucket().isEmpty() ? usual(scope) : place.bucket();
        String key = (place.prefix().isEmpty() ? "" : place.prefix() + "/") + "sha256/"
                + digest.hex().substring(0, 2) + "/" + digest.hex() + suffix;
        String owner = clients.identity(scope).account();
        BundleLocation location = new BundleLocation(bucket, key);
        try {
            if (isThere(scope, location, owner)) {
                return new Upload.Done(location, true);
            }
            return write(scope, location, owner, bundle);
        } catch (RemoteCallException e) {
            return refused(scope, bucket, owner, e);
        }
    }

    private Upload write(AwsScope scope, BundleLocation location, String owner, Path bundle) {
        try {
            clients.call(
                    "s3:PutObject",
                    "put the bundle into bucket '" + location.bucket() + "'",
                    () -> clients.s3(scope, Use.CHANGE)
                            .putObject(
                                    put -> put.bucket(location.bucket())
                                            .key(location.key())
                                            .expectedBucketOwner(owner)
                                            .ifNoneMatch("*"),
                                    RequestBody.fromFile(bundle)));
            return new Upload.Done(location, false);
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.CONFLICT) {
                // Somebody put the same a moment ago.
                return new Upload.Done(location, true);
            }
            throw e;
        }
    }

    private boolean isThere(AwsScope scope, BundleLocation location, String owner) {
        try {
            clients.call(
                    "s3:HeadObject",
                    "look for the bundle in bucket '" + location.bucket() + "'",
                    () -> clients.s3(scope, Use.READ)
                            .headObject(head -> head.bucket(location.bucket())
                                    .key(location.key())
                                    .expectedBucketOwner(owner)));
            return true;
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** What no head of an object says: whether the bucket is missing, elsewhere, or somebody else's. */
    private Upload refused(AwsScope scope, String bucket, String owner, RemoteCallException why) {
        if (why.kind().isWorthAskingAgain()) {
            throw why;
        }
        if (why.code().equals("NoSuchBucket")) {
            return new Upload.Refused(bucket, "there is no such bucket.");
        }
        boolean isElsewhere = why.code().equals("PermanentRedirect")
                || why.code().equals("AuthorizationHeaderMalformed")
                || String.valueOf(why.getMessage()).contains("HTTP 301");
        if (isElsewhere) {
            return new Upload.Refused(
                    bucket, "it is in another Region than the environment, and Beanstalk reads only from its own.");
        }
        if (why.kind() == Kind.DENIED && isReachable(scope, bucket, "") && !isReachable(scope, bucket, owner)) {
            return new Upload.Refused(bucket, "it belongs to another account than " + owner + ".");
        }
        if (why.kind() == Kind.DENIED) {
            return new Upload.Refused(
                    bucket,
                    "it belongs to another account than " + owner + ", or may not be used: " + why.getMessage());
        }
        throw why;
    }

    private boolean isReachable(AwsScope scope, String bucket, String owner) {
        try {
            clients.call(
                    "s3:HeadBucket",
                    "look at bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.READ)
                            .headBucket(
                                    head -> head.bucket(bucket).expectedBucketOwner(owner.isEmpty() ? null : owner)));
            return true;
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return false;
        }
    }

    /** {@code elasticbeanstalk-REGION-ACCOUNT}, which Beanstalk makes where it is missing. */
    private String usual(AwsScope scope) {
        return usual.computeIfAbsent(
                scope,
                asked -> clients.call(
                        "elasticbeanstalk:CreateStorageLocation",
                        "find the bucket that Beanstalk reads bundles from",
                        () -> clients.elasticBeanstalk(asked, Use.CHANGE)
                                .createStorageLocation()
                                .s3Bucket()));
    }
}
