package dev.penstock.simulator.elb;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
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
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** Tags of load balancers, target groups, listeners and rules. */
final class ElbTags {

    private static final int MOST = 50;

    private final ElbStore rows;
    private final Tags tags;

    ElbTags(ElbStore rows, Tags tags) {
        this.rows = rows;
        this.tags = tags;
    }

    AddTagsResponse add(Call call, AddTagsRequest request) {
        Map<String, String> given = map(request.tags());
        for (String arn : request.resourceArns()) {
            requireResource(call, arn);
            add(arn, given);
            call.effect(arn);
        }
        return AddTagsResponse.builder().build();
    }

    RemoveTagsResponse remove(Call call, RemoveTagsRequest request) {
        for (String arn : request.resourceArns()) {
            requireResource(call, arn);
            tags.remove(arn, request.tagKeys());
            call.effect(arn);
        }
        return RemoveTagsResponse.builder().build();
    }

    DescribeTagsResponse describe(Call call, DescribeTagsRequest request) {
        return DescribeTagsResponse.builder()
                .tagDescriptions(request.resourceArns().stream()
                        .map(arn -> describe(call, arn))
                        .toList())
                .build();
    }

    /** The tags that something is created with. */
    void create(String arn, List<Tag> given) {
        add(arn, map(given));
    }

    void forget(String arn) {
        tags.forget(arn);
    }

    private TagDescription describe(Call call, String arn) {
        requireResource(call, arn);
        return TagDescription.builder()
                .resourceArn(arn)
                .tags(tags.of(arn).entrySet().stream()
                        .map(e -> Tag.builder()
                                .key(e.getKey())
                                .value(e.getValue())
                                .build())
                        .toList())
                .build();
    }

    private void add(String arn, Map<String, String> given) {
        Map<String, String> all = tags.of(arn);
        all.putAll(given);
        if (all.size() > MOST) {
            throw ElbErrors.limit("TooManyTags", "tags for this resource");
        }
        tags.add(arn, given);
    }

    private static Map<String, String> map(List<Tag> given) {
        Map<String, String> all = new TreeMap<>();
        for (Tag tag : given) {
            String key = ElbErrors.required("tags.key", tag.key());
            if (all.put(key, tag.value() == null ? "" : tag.value()) != null) {
                throw ElbErrors.duplicateTag(key);
            }
        }
        return all;
    }

    private void requireResource(Call call, String arn) {
        boolean callers = LoadBalancers.isCallers(call, arn);
        if (arn.contains(":listener-rule/")) {
            require(callers && rows.rule(arn).isPresent(), ElbErrors.rulesNotFound());
        } else if (arn.contains(":listener/")) {
            require(callers && rows.listener(arn).isPresent(), ElbErrors.listenerNotFound(arn));
        } else if (arn.contains(":targetgroup/")) {
            require(callers && rows.group(arn).isPresent(), ElbErrors.targetGroupNotFound(arn));
        } else if (arn.contains(":loadbalancer/")) {
            require(callers && rows.balancer(arn).isPresent(), ElbErrors.noLoadBalancer(arn));
        } else {
            throw ElbErrors.validation(
                    "'" + arn + "' is not a valid load balancer, target group, listener or rule ARN");
        }
    }

    private static void require(boolean there, RuntimeException otherwise) {
        if (!there) {
            throw otherwise;
        }
    }
}
