package dev.penstock.simulator.cloudformation.types;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.CORSConfiguration;
import software.amazon.awssdk.services.s3.model.DeleteBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAclRequest;
import software.amazon.awssdk.services.s3.model.PutBucketCorsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketReplicationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.PutObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.ReplicationConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** The settings of a bucket that are calls of their own, in the order in which they can be made. */
enum S3Setting {
    OWNERSHIP("OwnershipControls"),
    PUBLIC_ACCESS("PublicAccessBlockConfiguration"),
    ACL("AccessControl"),
    ENCRYPTION("BucketEncryption"),
    VERSIONING("VersioningConfiguration"),
    OBJECT_LOCK("ObjectLockConfiguration"),
    LIFECYCLE("LifecycleConfiguration"),
    CORS("CorsConfiguration"),
    WEBSITE("WebsiteConfiguration"),
    LOGGING("LoggingConfiguration"),
    NOTIFICATION("NotificationConfiguration"),
    ACCELERATION("AccelerateConfiguration"),
    REPLICATION("ReplicationConfiguration");

    private final String property;

    S3Setting(String property) {
        this.property = property;
    }

    String property() {
        return property;
    }

    /** Whether only the owner is granted anything, which is so of every new bucket. */
    static boolean isPrivate(Properties asked) {
        return asked.text(ACL.property, "Private").equals("Private");
    }

    /** Whether the bucket has no access control lists. */
    static boolean disablesAcls(Properties asked) {
        String enforced = "BucketOwnerEnforced";
        return asked.part(OWNERSHIP.property).parts("Rules").stream()
                .allMatch(rule -> rule.text("ObjectOwnership", enforced).equals(enforced));
    }

    /** The call that makes a bucket have the setting; empty where it has it anyway. */
    Optional<SdkPojo> put(ServiceHandler handler, String bucket, Properties asked) {
        if (this == ACL && isPrivate(asked) && disablesAcls(asked)) {
            return Optional.empty();
        }
        Properties given = asked.part(property);
        return Optional.of(
                switch (this) {
                    case OWNERSHIP ->
                        PutBucketOwnershipControlsRequest.builder()
                                .bucket(bucket)
                                .ownershipControls(handler.fill(OwnershipControls.builder(), given)
                                        .build())
                                .build();
                    case PUBLIC_ACCESS ->
                        PutPublicAccessBlockRequest.builder()
                                .bucket(bucket)
                                .publicAccessBlockConfiguration(
                                        handler.fill(PublicAccessBlockConfiguration.builder(), given)
                                                .build())
                                .build();
                    case ACL ->
                        PutBucketAclRequest.builder()
                                .bucket(bucket)
                                .acl(S3Settings.acl(asked.text(property, "Private")))
                                .build();
                    case ENCRYPTION ->
                        PutBucketEncryptionRequest.builder()
                                .bucket(bucket)
                                .serverSideEncryptionConfiguration(handler.fill(
                                                ServerSideEncryptionConfiguration.builder(),
                                                S3Settings.encryption(given))
                                        .build())
                                .build();
                    case VERSIONING ->
                        PutBucketVersioningRequest.builder()
                                .bucket(bucket)
                                .versioningConfiguration(v -> v.status(given.require("Status")))
                                .build();
                    case OBJECT_LOCK ->
                        PutObjectLockConfigurationRequest.builder()
                                .bucket(bucket)
                                .objectLockConfiguration(handler.fill(ObjectLockConfiguration.builder(), given)
                                        .build())
                                .build();
                    case LIFECYCLE -> lifecycle(handler, bucket, given);
                    case CORS ->
                        PutBucketCorsRequest.builder()
                                .bucket(bucket)
                                .corsConfiguration(handler.fill(CORSConfiguration.builder(), S3Settings.cors(given))
                                        .build())
                                .build();
                    case WEBSITE ->
                        PutBucketWebsiteRequest.builder()
                                .bucket(bucket)
                                .websiteConfiguration(
                                        handler.fill(WebsiteConfiguration.builder(), S3Settings.website(given))
                                                .build())
                                .build();
                    case LOGGING -> logging(handler, bucket, own(given, bucket));
                    case NOTIFICATION -> notification(handler, bucket, S3Settings.notification(given));
                    case ACCELERATION ->
                        PutBucketAccelerateConfigurationRequest.builder()
                                .bucket(bucket)
                                .accelerateConfiguration(a -> a.status(given.require("AccelerationStatus")))
                                .build();
                    case REPLICATION ->
                        PutBucketReplicationRequest.builder()
                                .bucket(bucket)
                                .replicationConfiguration(
                                        handler.fill(ReplicationConfiguration.builder(), S3Settings.replication(given))
                                                .build())
                                .build();
                });
    }

    private static SdkPojo lifecycle(ServiceHandler handler, String bucket, Properties given) {
        PutBucketLifecycleConfigurationRequest.Builder request = PutBucketLifecycleConfigurationRequest.builder()
                .bucket(bucket)
                .lifecycleConfiguration(
                        handler.fill(BucketLifecycleConfiguration.builder(), S3Settings.lifecycle(given))
                                .build());
        given.text("TransitionDefaultMinimumObjectSize").ifPresent(request::transitionDefaultMinimumObjectSize);
        return request.build();
    }

    private static SdkPojo logging(ServiceHandler handler, String bucket, Properties given) {
        return PutBucketLoggingRequest.builder()
                .bucket(bucket)
                .bucketLoggingStatus(handler.fill(BucketLoggingStatus.builder(), S3Settings.logging(given))
                        .build())
                .build();
    }

    /** Without a destination a bucket logs to itself. */
    private static Properties own(Properties given, String bucket) {
        return given.has("DestinationBucketName") ? given : given.with("DestinationBucketName", bucket);
    }

    private static SdkPojo notification(ServiceHandler handler, String bucket, Properties given) {
        return PutBucketNotificationConfigurationRequest.builder()
                .bucket(bucket)
                .notificationConfiguration(
                        handler.fill(NotificationConfiguration.builder(), given).build())
                .build();
    }

    /** The call that takes it from the bucket; empty where nothing can, or need. */
    Optional<SdkPojo> remove(String bucket, Properties asked) {
        return switch (this) {
            case OWNERSHIP ->
                Optional.of(DeleteBucketOwnershipControlsRequest.builder()
                        .bucket(bucket)
                        .build());
            case PUBLIC_ACCESS ->
                Optional.of(
                        DeletePublicAccessBlockRequest.builder().bucket(bucket).build());
            case ACL ->
                disablesAcls(asked)
                        ? Optional.empty()
                        : Optional.of(PutBucketAclRequest.builder()
                                .bucket(bucket)
                                .acl("private")
                                .build());
            case ENCRYPTION ->
                Optional.of(
                        DeleteBucketEncryptionRequest.builder().bucket(bucket).build());
            case VERSIONING ->
                Optional.of(PutBucketVersioningRequest.builder()
                        .bucket(bucket)
                        .versioningConfiguration(v -> v.status("Suspended"))
                        .build());
            case LIFECYCLE ->
                Optional.of(
                        DeleteBucketLifecycleRequest.builder().bucket(bucket).build());
            case CORS ->
                Optional.of(DeleteBucketCorsRequest.builder().bucket(bucket).build());
            case WEBSITE ->
                Optional.of(DeleteBucketWebsiteRequest.builder().bucket(bucket).build());
            case LOGGING ->
                Optional.of(PutBucketLoggingRequest.builder()
                        .bucket(bucket)
                        .bucketLoggingStatus(BucketLoggingStatus.builder().build())
                        .build());
            case NOTIFICATION ->
                Optional.of(PutBucketNotificationConfigurationRequest.builder()
                        .bucket(bucket)
                        .notificationConfiguration(
                                NotificationConfiguration.builder().build())
                        .build());
            case ACCELERATION ->
                Optional.of(PutBucketAccelerateConfigurationRequest.builder()
                        .bucket(bucket)
                        .accelerateConfiguration(a -> a.status("Suspended"))
                        .build());
            case REPLICATION ->
                Optional.of(
                        DeleteBucketReplicationRequest.builder().bucket(bucket).build());
            case OBJECT_LOCK -> Optional.empty();
        };
    }
}
