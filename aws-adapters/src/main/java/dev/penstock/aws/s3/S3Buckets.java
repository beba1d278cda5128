package dev.penstock.aws.s3;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.ObjectAttributes;
import dev.penstock.bucket.ObjectVersion;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects in buckets of Amazon S3. A copy is one call and at most 5 GB large ({@code CopyObject}). */
public final class S3Buckets implements Buckets {

    /** The metadata that CodePipeline takes a revision's summary from (CodePipeline User Guide, S3 source action). */
    private static final String SUMMARY = "codepipeline-artifact-revision-summary";

    private final AwsClients clients;

    /** The buckets that some clients reach. */
    public S3Buckets(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<ObjectVersion> look(AwsScope scope, ObjectLocation object, Optional<String> versionId) {
        try {
            return Optional.of(version(clients.call(
                    "s3:GetObject",
                    "look at the object " + object,
                    () -> clients.s3(scope, Use.READ).headObject(head -> {
                        head.bucket(object.bucket()).key(object.key());
                        versionId.ifPresent(head::versionId);
                    }))));
        } catch (RemoteCallException e) {
            // The head of an object has no body that could say whether the bucket is missing, or the object.
            if (e.kind() == Kind.NOT_FOUND) {
                requireBucket(scope, object.bucket());
                return Optional.empty();
            }
            if (versionId.isPresent() && e.kind() == Kind.INVALID) {
                return Optional.empty(); // what S3 says to a version that no bucket could have
            }
            throw e;
        }
    }

    private static ObjectVersion version(HeadObjectResponse head) {
        Map<String, String> metadata = head.metadata();
        return new ObjectVersion(
                head.eTag().replace("\"", ""),
                Optional.ofNullable(head.versionId()).filter(id -> !id.isEmpty() && !id.equals("null")),
                head.contentLength(),
                metadata.getOrDefault(SUMMARY, ""));
    }

    private void requireBucket(AwsScope scope, String bucket) {
        clients.call(
                "s3:ListBucket",
                "find the bucket '" + bucket + "'",
                () -> clients.s3(scope, Use.READ).headBucket(head -> head.bucket(bucket)));
    }

    @Override
    public void fetch(AwsScope scope, ObjectLocation object, ObjectVersion version, Path target) {
        clients.call(
                "s3:GetObject",
                "fetch the object " + object,
                () -> clients.s3(scope, Use.READ)
                        .getObject(
                                get -> {
                                    get.bucket(object.bucket()).key(object.key());
                                    get.ifMatch("\"" + version.eTag() + "\"");
                                    version.versionId().ifPresent(get::versionId);
                                },
                                ResponseTransformer.toFile(target)));
    }

    @Override
    public void put(AwsScope scope, Path file, ObjectLocation object, ObjectAttributes attributes) {
        clients.call(
                "s3:PutObject",
                "put the object " + object,
                () -> clients.s3(scope, Use.CHANGE)
                        .putObject(
                                put -> {
                                    put.bucket(object.bucket()).key(object.key());
                                    put.contentType(attributes.contentType());
                                    attributes.cacheControl().ifPresent(put::cacheControl);
                                    attributes.acl().ifPresent(acl -> put.acl(acl.awsName()));
                                    attributes
                                            .encryptionKey()
                                            .ifPresent(key -> put.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                                    .ssekmsKeyId(key));
                                },
                                RequestBody.fromFile(file)));
    }

    @Override
    public void copy(AwsScope scope, ObjectLocation from, ObjectLocation to) {
        clients.call(
                "s3:PutObject",
                "copy the object " + from + " to " + to,
                () -> clients.s3(scope, Use.CHANGE)
                        .copyObject(copy -> copy.sourceBucket(from.bucket())
                                .sourceKey(from.key())
                                .destinationBucket(to.bucket())
                                .destinationKey(to.key())));
    }
}
