package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.GetBucketAclRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.PutBucketAclRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAclResponse;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectAclResponse;

/**
 * Access control lists of buckets and objects. They are kept and given back; of what they allow, only that another
 * account may use a bucket counts. Source: S3 User Guide, "Access control list (ACL) overview".
 */
final class Acls {

    record BucketAcl(List<Grant> grants) {
        BucketAcl {
            grants = List.copyOf(grants);
        }
    }

    private final Buckets buckets;
    private final Access access;
    private final Table<BucketAcl> acls;

    Acls(Buckets buckets, Access access) {
        this.buckets = buckets;
        this.access = access;
        this.acls = buckets.settings("acls", BucketAcl.class);
    }

    void declare(Operations all, Versions versions) {
        all.operation("PUT /{Bucket}?acl", "PutBucketAcl", PutBucketAclRequest::builder, this::putBucket)
                .operation(
                        "GET /{Bucket}?acl >AccessControlPolicy",
                        "GetBucketAcl",
                        GetBucketAclRequest::builder,
                        this::bucket)
                .operation(
                        "PUT /{Bucket}/{Key+}?acl",
                        "PutObjectAcl",
                        PutObjectAclRequest::builder,
                        (call, request) -> putObject(call, request, versions))
                .operation(
                        "GET /{Bucket}/{Key+}?acl >AccessControlPolicy",
                        "GetObjectAcl",
                        GetObjectAclRequest::builder,
                        (call, request) -> object(call, request, versions));
    }

    /** Sets the list that a new bucket was asked to have. */
    void created(Call call, Bucket bucket) {
        String owner = Buckets.owner(bucket.account());
        GrantReader.byHeaders(call, owner).ifPresent(grants -> {
            requireAllowed(bucket, owner, grants);
            acls.put(bucket.name(), new BucketAcl(grants));
        });
    }

    /** The list that an object that is being written was asked to have; empty for its owner alone. */
    List<Grant> requested(Call call, Bucket bucket) {
        List<Grant> grants =
                GrantReader.byHeaders(call, Buckets.owner(bucket.account())).orElse(List.of());
        if (!grants.isEmpty()) {
            requireAllowed(call, bucket, grants);
        }
        return grants;
    }

    /** Whether a bucket's list lets another account in. */
    boolean grants(Bucket bucket, String account) {
        return names(acls.get(bucket.name()).map(BucketAcl::grants).orElse(List.of()), account);
    }

    /** Whether grants name an account, or everybody. */
    static boolean names(List<Grant> grants, String account) {
        String id = Buckets.owner(account);
        return grants.stream()
                .map(Grant::grantee)
                .anyMatch(g -> id.equals(g.id())
                        || GrantReader.ALL_USERS.equals(g.uri())
                        || GrantReader.AUTHENTICATED_USERS.equals(g.uri()));
    }

    private PutBucketAclResponse putBucket(Call call, PutBucketAclRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        List<Grant> grants = asked(call, bucket, request.accessControlPolicy());
        acls.put(bucket.name(), new BucketAcl(grants));
        call.effect(bucket.arn());
        return PutBucketAclResponse.builder().build();
    }

    private GetBucketAclResponse bucket(Call call, GetBucketAclRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String owner = Buckets.owner(bucket.account());
        List<Grant> grants = acls.get(bucket.name()).map(BucketAcl::grants).orElse(List.of(GrantReader.full(owner)));
        return GetBucketAclResponse.builder()
                .owner(o -> o.id(owner))
                .grants(grants)
                .build();
    }

    private PutObjectAclResponse putObject(Call call, PutObjectAclRequest request, Versions versions) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "PUT");
        List<Grant> grants = asked(call, bucket, request.accessControlPolicy());
        versions.change(bucket, request.key(), version.with(version.properties().granting(grants)));
        call.effect(Versions.arn(bucket, request.key()));
        return PutObjectAclResponse.builder().build();
    }

    private GetObjectAclResponse object(Call call, GetObjectAclRequest request, Versions versions) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toRead(bucket, request.key(), request.versionId(), "GET");
        String owner = Buckets.owner(bucket.account());
        List<Grant> grants = version.properties().grants();
        return GetObjectAclResponse.builder()
                .owner(o -> o.id(owner))
                .grants(grants.isEmpty() ? List.of(GrantReader.full(owner)) : grants)
                .build();
    }

    private List<Grant> asked(Call call, Bucket bucket, @Nullable AccessControlPolicy document) {
        List<Grant> byHeaders =
                GrantReader.byHeaders(call, Buckets.owner(bucket.account())).orElse(null);
        if (byHeaders != null && document != null) {
            throw ServiceError.client("UnexpectedContent", "This request does not support content");
        } else if (byHeaders == null && document == null) {
            throw new ServiceError(
                    "MissingSecurityHeader",
                    400,
                    "Your request was missing a required header",
                    Map.of("MissingHeaderName", "x-amz-acl"));
        }
        List<Grant> grants = byHeaders != null ? byHeaders : GrantReader.byDocument(document);
        requireAllowed(call, bucket, grants);
        return grants;
    }

    /** A new bucket may always be asked to be its owner's alone. Source: S3 API Reference, CreateBucket. */
    private void requireAllowed(Bucket bucket, String owner, List<Grant> grants) {
        boolean ownerOnly =
                grants.stream().allMatch(grant -> owner.equals(grant.grantee().id()));
        if (access.disablesAcls(bucket) && !ownerOnly) {
            throw ServiceError.client(
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
        if (access.blocksPublicAcls(bucket) && GrantReader.isPublic(grants)) {
            throw ServiceError.client(
                    "InvalidBucketAclWithBlockPublicAccessError",
                    "Bucket cannot have public ACLs set with BlockPublicAccess enabled");
        }
    }

    private void requireAllowed(Call call, Bucket bucket, List<Grant> grants) {
        boolean ownerOnly = call.header("x-amz-acl")
                .filter("bucket-owner-full-control"::equals)
                .isPresent();
        if (access.disablesAcls(bucket) && !ownerOnly) {
            throw ServiceError.client("AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        if (access.blocksPublicAcls(bucket) && GrantReader.isPublic(grants)) {
            throw ServiceError.of(
                    403,
                    "AccessDenied",
                    "User: " + call.caller().principal() + " is not authorized to perform this operation because public"
                            + " access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block"
                            + " Public Access.");
        }
    }
}
