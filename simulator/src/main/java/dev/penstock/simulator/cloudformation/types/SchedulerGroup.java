package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;

/** {@code AWS::Scheduler::ScheduleGroup}: Ref is its name. */
final class SchedulerGroup extends ServiceHandler {

    static final String TYPE = "AWS::Scheduler::ScheduleGroup";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final int LONGEST_NAME = 64;

    SchedulerGroup() {
        super(TYPE, "scheduler");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(LONGEST_NAME));
        CreateScheduleGroupRequest request = CreateScheduleGroupRequest.builder()
                .name(name)
                .tags(tags(TagSet.given(context, asked, TAGS)))
                .build();
        String arn = call(context, request, CreateScheduleGroupResponse.class).scheduleGroupArn();
        return done(name, "Arn", arn, "State", "ACTIVE");
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        TagSet.Change change = TagSet.change(context, Properties.of(before.properties()), Properties.of(after), TAGS);
        String arn = attribute(before, "Arn");
        if (!change.set().isEmpty()) {
            call(
                    context,
                    TagResourceRequest.builder()
                            .resourceArn(arn)
                            .tags(tags(change.set()))
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
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteScheduleGroupRequest.builder().name(resource.physicalId()).build(),
                DeleteScheduleGroupResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(
                        context,
                        GetScheduleGroupRequest.builder()
                                .name(resource.physicalId())
                                .build(),
                        GetScheduleGroupResponse.class)
                .map(found -> {
                    Map<String, String> tags = new TreeMap<>();
                    call(
                                    context,
                                    ListTagsForResourceRequest.builder()
                                            .resourceArn(found.arn())
                                            .build(),
                                    ListTagsForResourceResponse.class)
                            .tags()
                            .forEach(tag -> tags.put(tag.key(), tag.value()));
                    return given.withGiven(TAGS, given, tags).structure();
                });
    }
}
