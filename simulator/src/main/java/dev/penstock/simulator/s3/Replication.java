package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.DeleteBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.ReplicationConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;

/** Replication configurations: checked, kept and given back. Nothing is replicated. */
final class Replication {

    record Rules(ReplicationConfiguration configuration) {}

    private final Buckets buckets;
    private final Table<Rules> table;

    Replication(Buckets buckets) {
        this.buckets = buckets;
        this.table = buckets.settings("replication", Rules.class);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?replication",
                        "PutBucketReplication",
                        PutBucketReplicationRequest::builder,
                        this::put)
                .operation(
                        "GET /{Bucket}?replication >ReplicationConfiguration",
                        "GetBucketReplication",
                        GetBucketReplicationRequest::builder,
                        this::get)
                .operation(
                        "DELETE /{Bucket}?replication",
                        "DeleteBucketReplication",
                        DeleteBucketReplicationRequest::builder,
                        this::delete);
    }

    private PutBucketReplicationResponse put(Call call, PutBucketReplicationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ReplicationConfiguration asked = request.replicationConfiguration();
        if (!bucket.keepsVersions()) {
            throw S3Errors.invalidRequest(
                    "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
        } else if (asked == null || asked.rules().isEmpty() || asked.role() == null) {
            throw S3Errors.malformedXml();
        }
        List<ReplicationRule> rules = new ArrayList<>();
        for (ReplicationRule rule : asked.rules()) {
            if (rule.destination() == null || rule.destination().bucket() == null) {
                throw S3Errors.malformedXml();
            }
            String target = rule.destination().bucket().replaceFirst("^arn:[^:]+:s3:::", "");
            if (buckets.find(target).filter(Bucket::keepsVersions).isEmpty()) {
                throw S3Errors.invalidRequest("Destination bucket must have versioning enabled.");
            }
            String id = UUID.nameUUIDFromBytes((rules.size() + rule.toString()).getBytes(StandardCharsets.UTF_8))
                    .toString();
            rules.add(rule.id() == null ? rule.toBuilder().id(id).build() : rule);
        }
        table.put(bucket.name(), new Rules(asked.toBuilder().rules(rules).build()));
        call.effect(bucket.arn());
        return PutBucketReplicationResponse.builder().build();
    }

    private GetBucketReplicationResponse get(Call call, GetBucketReplicationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        return GetBucketReplicationResponse.builder()
                .replicationConfiguration(table.get(bucket.name())
                        .orElseThrow(() -> S3Errors.notConfigured(
                                "ReplicationConfigurationNotFoundError",
                                "The replication configuration was not found",
                                bucket.name()))
                        .configuration())
                .build();
    }

    private DeleteBucketReplicationResponse delete(Call call, DeleteBucketReplicationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        table.remove(bucket.name());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketReplicationResponse.builder().build();
    }
}
