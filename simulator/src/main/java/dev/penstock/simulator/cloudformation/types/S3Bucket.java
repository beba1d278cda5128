package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** {@code AWS::S3::Bucket}: Ref is the name. A bucket with objects is not deleted. */
final class S3Bucket extends ServiceHandler {

    static final String TYPE = "AWS::S3::Bucket";
    private static final String NAME = "BucketName";
    private static final String TAGS = "Tags";
    private static final String LOCKS = "ObjectLockEnabled";
    private static final String OWNERSHIP = "OwnershipControls";
    private static final String ACCESS = "AccessControl";
    private static final String PRIVATE = "Private";
    private static final int LONGEST_NAME = 63;

    /** Less than a bucket takes in all. */
    private static final int SECONDS_TO_NOTIFICATIONS = 15;

    /** What a bucket is when it was made: a list of its own cannot be set again where lists are disabled. */
    private static final Properties MADE =
            Properties.of(new JsonValue.Structure(Map.of(ACCESS, new JsonValue.Text(PRIVATE))));

    S3Bucket() {
        super(TYPE, "s3");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = simulated(Properties.of(properties));
        String name = asked.text(NAME, context.generatedName(LONGEST_NAME).toLowerCase(Locale.ROOT));
        if (exists(context, name)) {
            return alreadyExists(name);
        }
        requireAclsWhereOneIsSet(asked);
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
        if (asked.truth(LOCKS)) {
            request.objectLockEnabledForBucket(true);
        }
        String region = context.caller().region();
        if (!region.equals("us-east-1")) {
            request.createBucketConfiguration(
                    configuration -> configuration.locationConstraint(BucketLocationConstraint.fromValue(region)));
        }
        if (!asked.has(OWNERSHIP)) {
            request.acl(S3Settings.acl(asked.text(ACCESS, PRIVATE)));
        }
        call(context, request.build(), CreateBucketResponse.class);
        settings(
                context,
                name,
                asked.has(ACCESS) ? MADE : Properties.none(),
                asked.without(S3Setting.NOTIFICATION.property()));
        tag(context, name, TagSet.given(context, asked, TAGS));
        Progress.Done made = done(name, attributes(name, region));
        return asked.has(S3Setting.NOTIFICATION.property())
                ? working(name, made.attributes(), SECONDS_TO_NOTIFICATIONS)
                : made;
    }

    /** Where messages go has to allow it: the policies beside the bucket in its template are there by now. */
    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        if (operation == Operation.CREATE) {
            String notification = S3Setting.NOTIFICATION.property();
            Properties asked = Properties.of(resource.properties()).only(notification);
            settings(context, resource.physicalId(), Properties.none(), asked);
        }
        return unchanged(resource);
    }

    private static Properties simulated(Properties asked) {
        for (String property : S3Settings.NOT_SIMULATED) {
            if (asked.has(property)) {
                throw ServiceError.notSimulated("The property " + property + " of " + TYPE, "all other properties");
            }
        }
        return asked;
    }

    /** Since April 2023 a new bucket has no access control lists unless its owner wants them. Source: S3 User Guide. */
    private static void requireAclsWhereOneIsSet(Properties asked) {
        if (!S3Setting.isPrivate(asked) && S3Setting.disablesAcls(asked)) {
            throw ServiceError.client(
                    "InvalidBucketAclWithObjectOwnership",
                    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
        }
    }

    private boolean exists(ResourceContext context, String name) {
        return find(context, HeadBucketRequest.builder().bucket(name).build(), HeadBucketResponse.class)
                .isPresent();
    }

    /** Source: Template Reference, "Return values". The website's endpoint has a dash or a dot before the region. */
    private static String[] attributes(String name, String region) {
        boolean old = List.of(
                        "us-east-1",
                        "us-west-1",
                        "us-west-2",
                        "ap-southeast-1",
                        "ap-southeast-2",
                        "ap-northeast-1",
                        "eu-west-1",
                        "sa-east-1")
                .contains(region);
        return new String[] {
            "Arn",
            "arn:aws:s3:::" + name,
            "DomainName",
            name + ".s3.amazonaws.com",
            "DualStackDomainName",
            name + ".s3.dualstack." + region + ".amazonaws.com",
            "RegionalDomainName",
            name + ".s3." + region + ".amazonaws.com",
            "WebsiteURL",
            "http://" + name + ".s3-website" + (old ? "-" : ".") + region + ".amazonaws.com"
        };
    }

    private void settings(ResourceContext context, String name, Properties old, Properties asked) {
        for (S3Setting setting : S3Setting.values()) {
            if (asked.changed(old, setting.property())) {
                Optional<SdkPojo> request =
                        asked.has(setting.property()) ? setting.put(this, name, asked) : setting.remove(name, asked);
                request.ifPresent(change -> call(context, change, SdkPojo.class));
            }
        }
    }

    private void tag(ResourceContext context, String name, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        List<Tag> set = new ArrayList<>();
        tags.forEach((key, value) -> set.add(Tag.builder().key(key).value(value).build()));
        PutBucketTaggingRequest request = PutBucketTaggingRequest.builder()
                .bucket(name)
                .tagging(tagging -> tagging.tagSet(set))
                .build();
        call(context, request, PutBucketTaggingResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = simulated(Properties.of(after));
        Properties old = Properties.of(before.properties());
        settings(context, before.physicalId(), old, asked);
        Map<String, String> tags = TagSet.given(context, asked, TAGS);
        if (tags.isEmpty() && old.has(TAGS)) {
            remove(
                    context,
                    DeleteBucketTaggingRequest.builder()
                            .bucket(before.physicalId())
                            .build(),
                    DeleteBucketTaggingResponse.class);
        } else if (!tags.equals(TagSet.given(context, old, TAGS))
                || !context.stackTags().isEmpty()) {
            tag(context, before.physicalId(), tags);
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteBucketRequest.builder().bucket(resource.physicalId()).build(),
                DeleteBucketResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        String name = resource.physicalId();
        if (!exists(context, name)) {
            return Optional.empty();
        }
        Properties given = Properties.of(resource.properties());
        Map<String, String> tags = new HashMap<>();
        find(context, GetBucketTaggingRequest.builder().bucket(name).build(), GetBucketTaggingResponse.class)
                .ifPresent(found -> found.tagSet().forEach(tag -> tags.put(tag.key(), tag.value())));
        return Optional.of(given.withGiven(TAGS, given, tags).structure());
    }
}
