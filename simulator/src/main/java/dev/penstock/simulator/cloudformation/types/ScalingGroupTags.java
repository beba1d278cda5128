package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** The tags of Auto Scaling groups: each says whether instances get it; those of the stack do. */
final class ScalingGroupTags {

    private static final String TAGS = "Tags";
    private static final String PROPAGATES = "PropagateAtLaunch";

    private ScalingGroupTags() {}

    /** All that a new group has. */
    static JsonValue.Array property(ResourceContext context, Properties given) {
        List<JsonValue> all = new ArrayList<>();
        Set<String> own = new HashSet<>();
        given.parts(TAGS).forEach(tag -> {
            own.add(tag.text("Key", ""));
            all.add(tag.structure());
        });
        TagSet.all(context, Properties.none(), TAGS).forEach((key, value) -> {
            if (!own.contains(key)) {
                all.add(Properties.none()
                        .with("Key", key)
                        .with("Value", value)
                        .with(PROPAGATES, "true")
                        .structure());
            }
        });
        return new JsonValue.Array(all);
    }

    /** Brings a group's tags to what the template says now. */
    static void change(ServiceHandler handler, ResourceContext context, String group, TagSet.Change change) {
        if (!change.removed().isEmpty()) {
            List<Tag> gone = change.removed().stream()
                    .map(key -> tag(group, key).build())
                    .toList();
            handler.call(context, DeleteTagsRequest.builder().tags(gone).build(), DeleteTagsResponse.class);
        }
        if (!change.set().isEmpty()) {
            List<Tag> set = change.set().entrySet().stream()
                    .map((Map.Entry<String, String> each) -> tag(group, each.getKey())
                            .value(each.getValue())
                            .propagateAtLaunch(true)
                            .build())
                    .toList();
            handler.call(
                    context, CreateOrUpdateTagsRequest.builder().tags(set).build(), CreateOrUpdateTagsResponse.class);
        }
    }

    private static Tag.Builder tag(String group, String key) {
        return Tag.builder()
                .resourceId(group)
                .resourceType("auto-scaling-group")
                .key(key);
    }
}
