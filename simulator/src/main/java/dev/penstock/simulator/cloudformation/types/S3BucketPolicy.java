package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;

/** {@code AWS::S3::BucketPolicy}: Ref is the bucket's name. A bucket that has a policy already is refused. */
final class S3BucketPolicy extends ServiceHandler {

    static final String TYPE = "AWS::S3::BucketPolicy";
    private static final String BUCKET = "Bucket";
    private static final String DOCUMENT = "PolicyDocument";

    S3BucketPolicy() {
        super(TYPE, "s3");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String bucket = asked.require(BUCKET);
        if (policy(context, bucket).isPresent()) {
            return new Progress.Failed(
                    "AlreadyExists", "The bucket policy already exists on bucket " + bucket + ".", "");
        }
        put(context, bucket, asked);
        return done(bucket);
    }

    private void put(ResourceContext context, String bucket, Properties asked) {
        PutBucketPolicyRequest request = PutBucketPolicyRequest.builder()
                .bucket(bucket)
                .policy(asked.text(DOCUMENT, ""))
                .build();
        call(context, request, PutBucketPolicyResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, before.physicalId(), Properties.of(after));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteBucketPolicyRequest.builder()
                        .bucket(resource.physicalId())
                        .build(),
                DeleteBucketPolicyResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return policy(context, resource.physicalId())
                .map(policy -> JsonValue.parse(policy)
                        .filter(now -> !Optional.of(now).equals(given.get(DOCUMENT)))
                        .map(now -> given.with(DOCUMENT, now))
                        .orElse(given)
                        .structure());
    }

    private Optional<String> policy(ResourceContext context, String bucket) {
        GetBucketPolicyRequest request =
                GetBucketPolicyRequest.builder().bucket(bucket).build();
        return find(context, request, GetBucketPolicyResponse.class).map(GetBucketPolicyResponse::policy);
    }
}
