package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** {@code AWS::Logs::LogGroup}: Ref is the name. */
final class LogsLogGroup extends ServiceHandler {

    static final String TYPE = "AWS::Logs::LogGroup";
    private static final String NAME = "LogGroupName";
    private static final String TAGS = "Tags";
    private static final String RETENTION = "RetentionInDays";
    private static final String WILDCARD = ":*";

    LogsLogGroup() {
        super(TYPE, "logs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(512));
        Properties asked =
                given.without(RETENTION).with(NAME, name).with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        call(context, fill(CreateLogGroupRequest.builder(), asked).build(), CreateLogGroupResponse.class);
        if (given.has(RETENTION)) {
            retain(context, name, given);
        }
        LogGroup group = find(context, name).orElseThrow(() -> gone(name));
        return done(name, "Arn", withWildcard(group.arn()));
    }

    /** The attribute has it, with which policies name the group's streams. */
    private static String withWildcard(String arn) {
        return arn.endsWith(WILDCARD) ? arn : arn + WILDCARD;
    }

    private static ServiceError gone(String name) {
        return ServiceError.client("ResourceNotFoundException", "The specified log group does not exist: " + name);
    }

    private void retain(ResourceContext context, String name, Properties asked) {
        PutRetentionPolicyRequest.Builder request = fill(PutRetentionPolicyRequest.builder(), asked.only(RETENTION));
        call(context, request.logGroupName(name).build(), PutRetentionPolicyResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String name = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.has(RETENTION)) {
            retain(context, name, asked);
        } else if (old.has(RETENTION)) {
            call(
                    context,
                    DeleteRetentionPolicyRequest.builder().logGroupName(name).build(),
                    DeleteRetentionPolicyResponse.class);
        }
        for (String property : asked.without(NAME, TAGS, RETENTION).changes(old.without(NAME, TAGS, RETENTION))) {
            throw ServiceError.notSimulated(
                    "A change of the property " + property + " of " + TYPE, RETENTION + ", " + TAGS);
        }
        TagSet.Change change = TagSet.change(context, old, asked, TAGS);
        if (!change.isEmpty()) {
            tag(context, bareArn(before), change);
        }
        return unchanged(before);
    }

    private static String bareArn(Deployed group) {
        String arn = attribute(group, "Arn");
        return arn.endsWith(WILDCARD) ? arn.substring(0, arn.length() - WILDCARD.length()) : arn;
    }

    private void tag(ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            call(
                    context,
                    TagResourceRequest.builder()
                            .resourceArn(arn)
                            .tags(change.set())
                            .build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteLogGroupRequest.builder()
                        .logGroupName(resource.physicalId())
                        .build(),
                DeleteLogGroupResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(context, resource.physicalId())
                .map(group -> Properties.of(PropertyShapes.current(given.structure(), group))
                        .withGiven(
                                TAGS,
                                given,
                                call(
                                                context,
                                                ListTagsForResourceRequest.builder()
                                                        .resourceArn(bareArn(resource))
                                                        .build(),
                                                ListTagsForResourceResponse.class)
                                        .tags())
                        .structure());
    }

    private Optional<LogGroup> find(ResourceContext context, String name) {
        DescribeLogGroupsRequest request =
                DescribeLogGroupsRequest.builder().logGroupNamePrefix(name).build();
        return call(context, request, DescribeLogGroupsResponse.class).logGroups().stream()
                .filter(group -> group.logGroupName().equals(name))
                .findFirst();
    }
}
