package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;

/** Groups of schedules, and their tags. A group that is deleted is gone with its schedules at once, where AWS takes a while. */
final class ScheduleGroups {

    private static final int MOST_LISTED = 100;

    private final ScheduleStore store;
    private final Occurrences occurrences;
    private final Tags tags;

    ScheduleGroups(ScheduleStore store, Occurrences occurrences, Tags tags) {
        this.store = store;
        this.occurrences = occurrences;
        this.tags = tags;
    }

    void declare(Operations all) {
        String one = "/schedule-groups/{Name}";
        String tagged = "/tags/{ResourceArn}";
        all.operation("POST " + one, "CreateScheduleGroup", CreateScheduleGroupRequest::builder, this::create)
                .operation("GET " + one, "GetScheduleGroup", GetScheduleGroupRequest::builder, this::get)
                .operation("DELETE " + one, "DeleteScheduleGroup", DeleteScheduleGroupRequest::builder, this::delete)
                .operation("GET /schedule-groups", "ListScheduleGroups", ListScheduleGroupsRequest::builder, this::list)
                .operation("GET " + tagged, "ListTagsForResource", ListTagsForResourceRequest::builder, this::tags)
                .operation("POST " + tagged, "TagResource", TagResourceRequest::builder, this::tag)
                .operation("DELETE " + tagged, "UntagResource", UntagResourceRequest::builder, this::untag);
    }

    private CreateScheduleGroupResponse create(Call call, CreateScheduleGroupRequest request) {
        String name = request.name();
        if (name == null || !name.matches("[0-9a-zA-Z-_.]{1,64}")) {
            throw SchedulerErrors.invalid("1 validation error detected: Value '" + name
                    + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " ^[0-9a-zA-Z-_.]+$");
        }
        if (store.group(call.account(), call.region(), name).isPresent()) {
            throw SchedulerErrors.conflict("Schedule group " + name + " already exists.");
        }
        ScheduleStore.Group group =
                new ScheduleStore.Group(call.account(), call.region(), name, call.now(), call.now());
        store.put(group);
        tags.add(group.arn(), tags(request.tags()));
        call.effect(group.arn(), request.clientToken());
        return CreateScheduleGroupResponse.builder()
                .scheduleGroupArn(group.arn())
                .build();
    }

    private static Map<String, String> tags(List<Tag> given) {
        Map<String, String> all = new HashMap<>();
        given.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    private GetScheduleGroupResponse get(Call call, GetScheduleGroupRequest request) {
        ScheduleStore.Group group = store.group(call, request.name());
        return GetScheduleGroupResponse.builder()
                .arn(group.arn())
                .name(group.name())
                .state(ScheduleGroupState.ACTIVE)
                .creationDate(group.created())
                .lastModificationDate(group.modified())
                .build();
    }

    private DeleteScheduleGroupResponse delete(Call call, DeleteScheduleGroupRequest request) {
        ScheduleStore.Group group = store.group(call, request.name());
        if (group.name().equals(ScheduleStore.DEFAULT)) {
            throw SchedulerErrors.invalid("The default schedule group cannot be deleted.");
        }
        store.schedules(call.account(), call.region(), group.name()).forEach(occurrences::forget);
        store.remove(group);
        tags.forget(group.arn());
        call.effect(group.arn());
        return DeleteScheduleGroupResponse.builder().build();
    }

    private ListScheduleGroupsResponse list(Call call, ListScheduleGroupsRequest request) {
        List<ScheduleStore.Group> found = store.groups(call.account(), call.region()).stream()
                .filter(group -> request.namePrefix() == null || group.name().startsWith(request.namePrefix()))
                .toList();
        Page<ScheduleStore.Group> page =
                Page.of(found, ScheduleStore.Group::name, request.nextToken(), request.maxResults(), MOST_LISTED);
        return ListScheduleGroupsResponse.builder()
                .scheduleGroups(page.items().stream()
                        .map(group -> ScheduleGroupSummary.builder()
                                .arn(group.arn())
                                .name(group.name())
                                .state(ScheduleGroupState.ACTIVE)
                                .creationDate(group.created())
                                .lastModificationDate(group.modified())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private void require(Call call, String arn) {
        String[] parts = arn.split(":schedule-group/", -1);
        var unused = store.group(call, parts.length == 2 ? parts[1] : arn);
    }

    private ListTagsForResourceResponse tags(Call call, ListTagsForResourceRequest request) {
        require(call, request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(request.resourceArn()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        require(call, request.resourceArn());
        tags.add(request.resourceArn(), tags(request.tags()));
        call.effect(request.resourceArn());
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        require(call, request.resourceArn());
        tags.remove(request.resourceArn(), request.tagKeys());
        call.effect(request.resourceArn());
        return UntagResourceResponse.builder().build();
    }
}
