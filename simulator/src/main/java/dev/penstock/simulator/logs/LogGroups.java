package dev.penstock.simulator.logs;

import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** The operations on log groups and their tags. */
final class LogGroups {

    private static final int LISTED = 50;
    private static final Set<Integer> DAYS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private final LogStore logs;
    private final LogFilters filters;
    private final Tags tags;

    LogGroups(LogStore logs, LogFilters filters, Tags tags) {
        this.logs = logs;
        this.filters = filters;
        this.tags = tags;
    }

    CreateLogGroupResponse create(Call call, CreateLogGroupRequest request) {
        String name = LogNames.checkGroup(request.logGroupName());
        if (logs.hasGroup(call.account(), call.region(), name)) {
            throw LogErrors.exists("log group");
        }
        Group group = new Group(
                call.account(),
                call.region(),
                name,
                call.now(),
                Optional.empty(),
                Optional.ofNullable(request.kmsKeyId()),
                Optional.ofNullable(request.logGroupClassAsString()));
        logs.put(group);
        tags.add(group.arn(), request.tags());
        call.effect(group.arn());
        return CreateLogGroupResponse.builder().build();
    }

    DeleteLogGroupResponse delete(Call call, DeleteLogGroupRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        logs.deleteGroup(call.account(), call.region(), group.name());
        filters.forget(group);
        tags.forget(group.arn());
        call.effect(group.arn());
        return DeleteLogGroupResponse.builder().build();
    }

    DescribeLogGroupsResponse describe(Call call, DescribeLogGroupsRequest request) {
        if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
            throw LogErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        String part = request.logGroupNamePattern() == null
                ? ""
                : request.logGroupNamePattern().toLowerCase(Locale.ROOT);
        List<String> named =
                request.logGroupIdentifiers().stream().map(LogNames::bare).toList();
        List<Group> found = logs.groups(call.account(), call.region(), prefix).stream()
                .filter(g -> g.name().toLowerCase(Locale.ROOT).contains(part))
                .filter(g -> named.isEmpty() || named.contains(g.name()))
                .toList();
        LogErrors.checkLimit(request.limit(), LISTED);
        Page<Group> page = Page.of(found, Group::name, request.nextToken(), request.limit(), LISTED);
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.items().stream().map(this::described).toList())
                .nextToken(page.next())
                .build();
    }

    PutRetentionPolicyResponse putRetention(Call call, PutRetentionPolicyRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        Integer days = request.retentionInDays();
        if (days == null || !DAYS.contains(days)) {
            throw LogErrors.constraint(
                    String.valueOf(days), "retentionInDays", "satisfy enum value set: " + new TreeSet<>(DAYS));
        }
        keepFor(call, group, Optional.of(days));
        return PutRetentionPolicyResponse.builder().build();
    }

    DeleteRetentionPolicyResponse deleteRetention(Call call, DeleteRetentionPolicyRequest request) {
        keepFor(call, LogNames.group(logs, call, request.logGroupName()), Optional.empty());
        return DeleteRetentionPolicyResponse.builder().build();
    }

    TagLogGroupResponse tagGroup(Call call, TagLogGroupRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        tags.add(group.arn(), request.tags());
        call.effect(group.arn());
        return TagLogGroupResponse.builder().build();
    }

    UntagLogGroupResponse untagGroup(Call call, UntagLogGroupRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        tags.remove(group.arn(), request.tags());
        call.effect(group.arn());
        return UntagLogGroupResponse.builder().build();
    }

    ListTagsLogGroupResponse listGroupTags(Call call, ListTagsLogGroupRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        return ListTagsLogGroupResponse.builder().tags(tags.of(group.arn())).build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        Group group = tagged(call, request.resourceArn());
        tags.add(group.arn(), request.tags());
        call.effect(group.arn());
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        Group group = tagged(call, request.resourceArn());
        tags.remove(group.arn(), request.tagKeys());
        call.effect(group.arn());
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(tagged(call, request.resourceArn()).arn()))
                .build();
    }

    private void keepFor(Call call, Group group, Optional<Integer> days) {
        logs.put(new Group(
                group.account(),
                group.region(),
                group.name(),
                group.created(),
                days,
                group.kmsKeyId(),
                group.logGroupClass()));
        call.effect(group.arn());
    }

    private Group tagged(Call call, @Nullable String arn) {
        return LogNames.group(logs, call, LogNames.bare(arn == null ? "" : arn));
    }

    private LogGroup described(Group group) {
        return LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.created().toEpochMilli())
                .retentionInDays(group.retentionDays().orElse(null))
                .metricFilterCount(filters.metricFilters(group))
                .arn(group.arn() + ":*")
                .logGroupArn(group.arn())
                .storedBytes(0L)
                .kmsKeyId(group.kmsKeyId().orElse(null))
                .logGroupClass(group.logGroupClass().orElse("STANDARD"))
                .deletionProtectionEnabled(false)
                .build();
    }
}
