package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** What resources of Elastic Load Balancing have in common: generated names, tags, attributes as lists of keys. */
final class ElbTags {

    private static final int PART = 5;

    private ElbTags() {}

    /**
     * A name of at most 32 characters: five of the stack, five of the logical id. Source: names in published stacks, like
     * {@code mysta-MyLoa-1AB2C3D4E5F6}.
     */
    static String name(ResourceContext context) {
        return cut(context.stackName()) + "-" + cut(context.logicalId()) + "-" + context.randomSuffix();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(PART, text.length()));
    }

    static void change(ServiceHandler handler, ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            List<Tag> tags = change.set().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            handler.call(
                    context,
                    AddTagsRequest.builder().resourceArns(arn).tags(tags).build(),
                    AddTagsResponse.class);
        }
        if (!change.removed().isEmpty()) {
            handler.call(
                    context,
                    RemoveTagsRequest.builder()
                            .resourceArns(arn)
                            .tagKeys(change.removed())
                            .build(),
                    RemoveTagsResponse.class);
        }
    }

    static Map<String, String> of(ServiceHandler handler, ResourceContext context, String arn) {
        Map<String, String> map = new TreeMap<>();
        DescribeTagsRequest request =
                DescribeTagsRequest.builder().resourceArns(arn).build();
        handler.call(context, request, DescribeTagsResponse.class)
                .tagDescriptions()
                .forEach(described -> described.tags().forEach(tag -> map.put(tag.key(), tag.value())));
        return map;
    }

    /** Those of the given keys and values that are there now, as they are now. */
    static JsonValue.Array attributes(List<Properties> given, Map<String, String> now) {
        List<JsonValue> list = new ArrayList<>();
        for (Properties attribute : given) {
            String key = attribute.text("Key", "");
            if (now.containsKey(key)) {
                Map<String, JsonValue> one = new LinkedHashMap<>();
                one.put("Key", new JsonValue.Text(key));
                one.put("Value", new JsonValue.Text(now.getOrDefault(key, "")));
                list.add(new JsonValue.Structure(one));
            }
        }
        return new JsonValue.Array(list);
    }
}
