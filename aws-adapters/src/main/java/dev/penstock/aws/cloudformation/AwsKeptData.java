package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.KeptData;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Tables of DynamoDB and buckets of S3. */
public final class AwsKeptData implements KeptData {

    private final AwsClients clients;

    /** In the accounts that the clients reach. */
    public AwsKeptData(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public void deleteTable(AwsScope scope, String name) {
        unlessGone(() -> clients.call(
                "dynamodb:DeleteTable",
                "delete table " + name,
                () -> clients.dynamoDb(scope, Use.CHANGE).deleteTable(delete -> delete.tableName(name))));
    }

    @Override
    public void deleteBucket(AwsScope scope, String name) {
        unlessGone(() -> {
            empty(scope, name);
            clients.call(
                    "s3:DeleteBucket",
                    "delete bucket " + name,
                    () -> clients.s3(scope, Use.CHANGE).deleteBucket(delete -> delete.bucket(name)));
        });
    }

    /** By pages of a thousand, which is as many as one call deletes ("DeleteObjects"). */
    private void empty(AwsScope scope, String bucket) {
        while (true) {
            ListObjectVersionsResponse page = clients.call(
                    "s3:ListBucketVersions",
                    "list what is in bucket " + bucket,
                    () -> clients.s3(scope, Use.READ).listObjectVersions(list -> list.bucket(bucket)));
            List<ObjectIdentifier> found = Stream.concat(
                            page.versions().stream().map(AwsKeptData::identifier),
                            page.deleteMarkers().stream().map(AwsKeptData::identifier))
                    .toList();
            if (found.isEmpty()) {
                return;
            }
            DeleteObjectsResponse deleted = clients.call(
                    "s3:DeleteObjects",
                    "empty bucket " + bucket,
                    () -> clients.s3(scope, Use.CHANGE)
                            .deleteObjects(delete -> delete.bucket(bucket)
                                    .delete(objects -> objects.objects(found).quiet(true))));
            if (deleted.hasErrors() && !deleted.errors().isEmpty()) {
                S3Error first = deleted.errors().getFirst();
                String message = "Could not delete '" + first.key() + "' of bucket " + bucket + ": " + first.message();
                throw new RemoteCallException(
                        Kind.DENIED, "s3:DeleteObjects", first.code(), message, new IOException(message));
            }
        }
    }

    private static ObjectIdentifier identifier(ObjectVersion version) {
        return ObjectIdentifier.builder()
                .key(version.key())
                .versionId(version.versionId())
                .build();
    }

    private static ObjectIdentifier identifier(DeleteMarkerEntry marker) {
        return ObjectIdentifier.builder()
                .key(marker.key())
                .versionId(marker.versionId())
                .build();
    }

    private static void unlessGone(Runnable deletion) {
        try {
            deletion.run();
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
