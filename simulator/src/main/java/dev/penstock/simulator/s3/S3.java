package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** S3: its operations, and copying, which joins a read and a write. */
public final class S3 {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final Buckets buckets;
    private final Objects objects;
    private final Multipart multipart;
    private final Listing listing;

    public S3(Store store, Ids ids) {
        buckets = new Buckets(store);
        objects = new Objects(buckets, store, ids);
        multipart = new Multipart(buckets, objects, store, ids);
        listing = new Listing(buckets);
    }

    /** Objects as other services read and write them; what they write is among {@code effects}. */
    public ObjectAccess access(Effects effects) {
        return new ObjectAccess(objects, effects);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "s3",
                new ServiceDefinition.Protocol.RestXml(NAMESPACE),
                all -> all.operation(
                                "GET / >ListAllMyBucketsResult",
                                "ListBuckets",
                                ListBucketsRequest::builder,
                                buckets::list)
                        .operation("PUT /{Bucket}", "CreateBucket", CreateBucketRequest::builder, buckets::create)
                        .operation("HEAD /{Bucket}", "HeadBucket", HeadBucketRequest::builder, buckets::head)
                        .operation("DELETE /{Bucket}", "DeleteBucket", DeleteBucketRequest::builder, buckets::delete)
                        .operation(
                                "GET /{Bucket}?location",
                                "GetBucketLocation",
                                GetBucketLocationRequest::builder,
                                buckets::location)
                        .operation(
                                "PUT /{Bucket}?versioning",
                                "PutBucketVersioning",
                                PutBucketVersioningRequest::builder,
                                buckets::putVersioning)
                        .operation(
                                "GET /{Bucket}?versioning >VersioningConfiguration",
                                "GetBucketVersioning",
                                GetBucketVersioningRequest::builder,
                                buckets::versioning)
                        .operation(
                                "GET /{Bucket}?list-type=2 >ListBucketResult",
                                "ListObjectsV2",
                                ListObjectsV2Request::builder,
                                listing::listV2)
                        .operation(
                                "GET /{Bucket} >ListBucketResult",
                                "ListObjects",
                                ListObjectsRequest::builder,
                                listing::list)
                        .operation(
                                "GET /{Bucket}?versions >ListVersionsResult",
                                "ListObjectVersions",
                                ListObjectVersionsRequest::builder,
                                listing::versions)
                        .operation(
                                "POST /{Bucket}?delete >DeleteResult",
                                "DeleteObjects",
                                DeleteObjectsRequest::builder,
                                objects::deleteAll)
                        .operation("PUT /{Bucket}/{Key+} <body", "PutObject", PutObjectRequest::builder, objects::put)
                        .operation(
                                "PUT /{Bucket}/{Key+} #x-amz-copy-source",
                                "CopyObject",
                                CopyObjectRequest::builder,
                                this::copy)
                        .operation("GET /{Bucket}/{Key+}", "GetObject", GetObjectRequest::builder, objects::get)
                        .operation("HEAD /{Bucket}/{Key+}", "HeadObject", HeadObjectRequest::builder, objects::head)
                        .operation(
                                "DELETE /{Bucket}/{Key+}",
                                "DeleteObject",
                                DeleteObjectRequest::builder,
                                objects::delete)
                        .operation(
                                "POST /{Bucket}/{Key+}?uploads >InitiateMultipartUploadResult",
                                "CreateMultipartUpload",
                                CreateMultipartUploadRequest::builder,
                                multipart::create)
                        .operation(
                                "PUT /{Bucket}/{Key+}?partNumber&uploadId <body",
                                "UploadPart",
                                UploadPartRequest::builder,
                                multipart::uploadPart)
                        .operation(
                                "GET /{Bucket}/{Key+}?uploadId >ListPartsResult",
                                "ListParts",
                                ListPartsRequest::builder,
                                multipart::listParts)
                        .operation(
                                "POST /{Bucket}/{Key+}?uploadId >CompleteMultipartUploadResult",
                                "CompleteMultipartUpload",
                                CompleteMultipartUploadRequest::builder,
                                multipart::complete)
                        .operation(
                                "DELETE /{Bucket}/{Key+}?uploadId",
                                "AbortMultipartUpload",
                                AbortMultipartUploadRequest::builder,
                                multipart::abort));
    }

    /** The digests of all contents that objects and unfinished uploads refer to. Reads within a transaction. */
    public Set<String> contents() {
        Set<String> digests = new HashSet<>();
        for (StoredObject object : buckets.objects().all()) {
            object.versions().forEach(version -> digests.add(version.sha256()));
        }
        for (Multipart.Upload upload : multipart.uploads().all()) {
            upload.parts().values().forEach(part -> digests.add(part.sha256()));
        }
        return digests;
    }

    private CopyObjectResponse copy(Call call, CopyObjectRequest request) {
        String[] named = call.header("x-amz-copy-source").orElse("").split("\\?versionId=", 2);
        String source = Request.decode(named[0]);
        String[] place = (source.startsWith("/") ? source.substring(1) : source).split("/", 2);
        if (place.length < 2 || place[1].isEmpty()) {
            throw ServiceError.client(
                    "InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        Version from = objects.version(buckets.bucket(call, place[0]), place[1], named.length > 1 ? named[1] : null);
        Bucket to = buckets.bucket(call, request.destinationBucket());
        Objects.requireKey(request.destinationKey());
        boolean replace = "REPLACE".equals(request.metadataDirectiveAsString());
        if (!replace
                && place[0].equals(request.destinationBucket())
                && place[1].equals(request.destinationKey())
                && named.length == 1) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
        Map<String, String> metadata = request.hasMetadata() ? request.metadata() : Map.of();
        Version version = new Version(
                objects.newVersionId(to),
                false,
                from.sha256(),
                from.size(),
                from.etag(),
                call.now(),
                replace ? Objects.keptHeaders(call) : from.headers(),
                replace ? metadata : from.metadata(),
                from.checksums(),
                from.checksumType());
        objects.add(call, to, request.destinationKey(), version);
        return CopyObjectResponse.builder()
                .copyObjectResult(result -> result.eTag(version.quotedEtag()).lastModified(version.modified()))
                .versionId(Objects.versionId(to, version))
                .serverSideEncryption("AES256")
                .build();
    }

    /** The account that owns the bucket of an ARN, which does not say so. Reads within the current transaction. */
    public Optional<String> ownerOf(String arn) {
        return buckets.ownerOf(arn.substring(arn.lastIndexOf(':') + 1).split("/", 2)[0]);
    }
}
