package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;

/** Bucket policies, the public access block and object ownership. */
final class Access {

    record Policy(String document) {}

    record PublicAccess(PublicAccessBlockConfiguration configuration) {}

    record Ownership(String objectOwnership) {}

    private static final String ENFORCED = "BucketOwnerEnforced";

    private final Buckets buckets;
    private final Blobs blobs;
    private final Table<Policy> policies;
    private final Table<PublicAccess> blocks;
    private final Table<Ownership> ownerships;

    Access(Buckets buckets, Blobs blobs) {
        this.buckets = buckets;
        this.blobs = blobs;
        policies = buckets.settings("policies", Policy.class);
        blocks = buckets.settings("publicAccess", PublicAccess.class);
        ownerships = buckets.settings("ownership", Ownership.class);
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}?policy <body", "PutBucketPolicy", PutBucketPolicyRequest::builder, this::putPolicy)
                .operation("GET /{Bucket}?policy", "GetBucketPolicy", GetBucketPolicyRequest::builder, this::policy)
                .operation(
                        "DELETE /{Bucket}?policy",
                        "DeleteBucketPolicy",
                        DeleteBucketPolicyRequest::builder,
                        this::deletePolicy)
                .operation(
                        "GET /{Bucket}?policyStatus >PolicyStatus",
                        "GetBucketPolicyStatus",
                        GetBucketPolicyStatusRequest::builder,
                        this::status)
                .operation(
                        "PUT /{Bucket}?publicAccessBlock",
                        "PutPublicAccessBlock",
                        PutPublicAccessBlockRequest::builder,
                        this::putBlock)
                .operation(
                        "GET /{Bucket}?publicAccessBlock >PublicAccessBlockConfiguration",
                        "GetPublicAccessBlock",
                        GetPublicAccessBlockRequest::builder,
                        this::block)
                .operation(
                        "DELETE /{Bucket}?publicAccessBlock",
                        "DeletePublicAccessBlock",
                        DeletePublicAccessBlockRequest::builder,
                        this::deleteBlock)
                .operation(
                        "PUT /{Bucket}?ownershipControls",
                        "PutBucketOwnershipControls",
                        PutBucketOwnershipControlsRequest::builder,
                        this::putOwnership)
                .operation(
                        "GET /{Bucket}?ownershipControls >OwnershipControls",
                        "GetBucketOwnershipControls",
                        GetBucketOwnershipControlsRequest::builder,
                        this::ownership)
                .operation(
                        "DELETE /{Bucket}?ownershipControls",
                        "DeleteBucketOwnershipControls",
                        DeleteBucketOwnershipControlsRequest::builder,
                        this::deleteOwnership);
    }

    /** Sets what a new bucket has: public access is blocked, its owner owns every object. */
    void created(Call call, Bucket bucket) {
        blocks.put(bucket.name(), new PublicAccess(blocked(true)));
        String asked = call.header("x-amz-object-ownership").orElse(ENFORCED);
        if (ObjectOwnership.fromValue(asked) == ObjectOwnership.UNKNOWN_TO_SDK_VERSION) {
            throw S3Errors.invalidArgument("Invalid x-amz-object-ownership header: " + asked, "x-amz-object-ownership");
        }
        ownerships.put(bucket.name(), new Ownership(asked));
    }

    /** The policy of a bucket, as it was put. */
    Optional<String> document(String bucket) {
        return policies.get(bucket).map(Policy::document);
    }

    /** Whether access control lists count for nothing and cannot be set. */
    boolean disablesAcls(Bucket bucket) {
        return ownerships
                .get(bucket.name())
                .filter(o -> o.objectOwnership().equals(ENFORCED))
                .isPresent();
    }

    boolean blocksPublicAcls(Bucket bucket) {
        return blocks.get(bucket.name())
                .filter(b -> Boolean.TRUE.equals(b.configuration().blockPublicAcls()))
                .isPresent();
    }

    private PutBucketPolicyResponse putPolicy(Call call, PutBucketPolicyRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        byte[] json = request.policy() == null
                ? blobs.bytes(call.payload().sha256())
                : request.policy().getBytes(StandardCharsets.UTF_8);
        PolicyDocument document = PolicyDocument.parse(json);
        boolean blocks = this.blocks
                .get(bucket.name())
                .filter(b -> Boolean.TRUE.equals(b.configuration().blockPublicPolicy()))
                .isPresent();
        if (blocks && document.isPublic()) {
            throw ServiceError.of(
                    403,
                    "AccessDenied",
                    "User: " + call.caller().principal() + " is not authorized to perform: s3:PutBucketPolicy on"
                            + " resource: \"" + bucket.arn() + "\" because public policies are prevented by the"
                            + " BlockPublicPolicy setting in S3 Block Public Access.");
        }
        policies.put(bucket.name(), new Policy(new String(json, StandardCharsets.UTF_8)));
        call.effect(bucket.arn());
        call.status(204);
        return PutBucketPolicyResponse.builder().build();
    }

    private GetBucketPolicyResponse policy(Call call, GetBucketPolicyRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String document = document(bucket.name()).orElseThrow(() -> noPolicy(bucket));
        Blob blob = blobs.store(document.getBytes(StandardCharsets.UTF_8));
        call.answerWith(List.of(new Call.Contents(blob.sha256(), 0, blob.size())));
        return GetBucketPolicyResponse.builder().policy(document).build();
    }

    private DeleteBucketPolicyResponse deletePolicy(Call call, DeleteBucketPolicyRequest request) {
        deleted(call, request.bucket(), policies);
        return DeleteBucketPolicyResponse.builder().build();
    }

    private GetBucketPolicyStatusResponse status(Call call, GetBucketPolicyStatusRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String document = document(bucket.name()).orElseThrow(() -> noPolicy(bucket));
        return GetBucketPolicyStatusResponse.builder()
                .policyStatus(s -> s.isPublic(PolicyDocument.parse(document).isPublic()))
                .build();
    }

    private PutPublicAccessBlockResponse putBlock(Call call, PutPublicAccessBlockRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        PublicAccessBlockConfiguration asked = request.publicAccessBlockConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        PublicAccessBlockConfiguration none = blocked(false);
        blocks.put(
                bucket.name(),
                new PublicAccess(Fields.copy(asked, none.toBuilder()).build()));
        call.effect(bucket.arn());
        return PutPublicAccessBlockResponse.builder().build();
    }

    private GetPublicAccessBlockResponse block(Call call, GetPublicAccessBlockRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(blocks.get(bucket.name())
                        .orElseThrow(() -> S3Errors.notConfigured(
                                "NoSuchPublicAccessBlockConfiguration",
                                "The public access block configuration was not found",
                                bucket.name()))
                        .configuration())
                .build();
    }

    private DeletePublicAccessBlockResponse deleteBlock(Call call, DeletePublicAccessBlockRequest request) {
        deleted(call, request.bucket(), blocks);
        return DeletePublicAccessBlockResponse.builder().build();
    }

    private PutBucketOwnershipControlsResponse putOwnership(Call call, PutBucketOwnershipControlsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        OwnershipControls controls = request.ownershipControls();
        List<OwnershipControlsRule> rules = controls == null ? List.of() : controls.rules();
        ObjectOwnership asked = rules.size() == 1 ? rules.getFirst().objectOwnership() : null;
        if (asked == null || asked == ObjectOwnership.UNKNOWN_TO_SDK_VERSION) {
            throw S3Errors.malformedXml();
        }
        ownerships.put(bucket.name(), new Ownership(asked.toString()));
        call.effect(bucket.arn());
        return PutBucketOwnershipControlsResponse.builder().build();
    }

    private GetBucketOwnershipControlsResponse ownership(Call call, GetBucketOwnershipControlsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Ownership ownership = ownerships
                .get(bucket.name())
                .orElseThrow(() -> S3Errors.notConfigured(
                        "OwnershipControlsNotFoundError",
                        "The bucket ownership controls were not found",
                        bucket.name()));
        return GetBucketOwnershipControlsResponse.builder()
                .ownershipControls(c -> c.rules(OwnershipControlsRule.builder()
                        .objectOwnership(ownership.objectOwnership())
                        .build()))
                .build();
    }

    private DeleteBucketOwnershipControlsResponse deleteOwnership(
            Call call, DeleteBucketOwnershipControlsRequest request) {
        deleted(call, request.bucket(), ownerships);
        return DeleteBucketOwnershipControlsResponse.builder().build();
    }

    private void deleted(Call call, @Nullable String name, Table<?> table) {
        Bucket bucket = buckets.bucket(call, name);
        table.remove(bucket.name());
        call.effect(bucket.arn());
        call.status(204);
    }

    private static ServiceError noPolicy(Bucket bucket) {
        return S3Errors.notConfigured("NoSuchBucketPolicy", "The bucket policy does not exist", bucket.name());
    }

    private static PublicAccessBlockConfiguration blocked(boolean all) {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(all)
                .ignorePublicAcls(all)
                .blockPublicPolicy(all)
                .restrictPublicBuckets(all)
                .build();
    }
}
