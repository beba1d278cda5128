package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** {@code AWS::ElasticLoadBalancingV2::TargetGroup}: Ref is the ARN. */
final class ElbTargetGroup extends ServiceHandler {

    static final String TYPE = "AWS::ElasticLoadBalancingV2::TargetGroup";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final String TARGETS = "Targets";
    private static final String ATTRIBUTES = "TargetGroupAttributes";

    ElbTargetGroup() {
        super(TYPE, "elasticloadbalancing");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(ATTRIBUTES, TARGETS)
                .with(NAME, given.text(NAME, ElbTags.name(context)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        TargetGroup made = call(
                        context,
                        fill(CreateTargetGroupRequest.builder(), asked).build(),
                        CreateTargetGroupResponse.class)
                .targetGroups()
                .get(0);
        String arn = made.targetGroupArn();
        if (given.has(ATTRIBUTES)) {
            modify(context, arn, given);
        }
        if (given.has(TARGETS)) {
            register(context, arn, given.only(TARGETS));
        }
        return new Progress.Done(arn, attributes(made));
    }

    private void modify(ResourceContext context, String arn, Properties given) {
        Properties attributes = given.only(ATTRIBUTES).renamed(ATTRIBUTES, "Attributes");
        call(
                context,
                fill(ModifyTargetGroupAttributesRequest.builder(), attributes)
                        .targetGroupArn(arn)
                        .build(),
                ModifyTargetGroupAttributesResponse.class);
    }

    private void register(ResourceContext context, String arn, Properties targets) {
        call(
                context,
                fill(RegisterTargetsRequest.builder(), targets)
                        .targetGroupArn(arn)
                        .build(),
                RegisterTargetsResponse.class);
    }

    private static JsonValue.Structure attributes(TargetGroup group) {
        String arn = group.targetGroupArn();
        return Properties.of(attributes(
                        "TargetGroupArn", arn,
                        "TargetGroupFullName", arn.substring(arn.indexOf("targetgroup/")),
                        "TargetGroupName", group.targetGroupName()))
                .with("LoadBalancerArns", array(group.loadBalancerArns()))
                .structure();
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (!asked.without(TAGS, TARGETS, ATTRIBUTES)
                .changes(old.without(TAGS, TARGETS, ATTRIBUTES))
                .isEmpty()) {
            ModifyTargetGroupRequest.Builder request = fillKnown(ModifyTargetGroupRequest.builder(), asked);
            call(context, request.targetGroupArn(arn).build(), ModifyTargetGroupResponse.class);
        }
        if (asked.changed(old, ATTRIBUTES) && asked.has(ATTRIBUTES)) {
            modify(context, arn, asked);
        }
        if (asked.changed(old, TARGETS)) {
            move(context, arn, old.elements(TARGETS), asked.elements(TARGETS));
        }
        ElbTags.change(this, context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void move(ResourceContext context, String arn, List<JsonValue> old, List<JsonValue> asked) {
        List<JsonValue> gone = new ArrayList<>(old);
        gone.removeAll(asked);
        if (!gone.isEmpty()) {
            Properties targets = Properties.none().with(TARGETS, new JsonValue.Array(gone));
            call(
                    context,
                    fill(DeregisterTargetsRequest.builder(), targets)
                            .targetGroupArn(arn)
                            .build(),
                    DeregisterTargetsResponse.class);
        }
        if (!asked.isEmpty()) {
            register(context, arn, Properties.none().with(TARGETS, new JsonValue.Array(asked)));
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteTargetGroupRequest.builder()
                        .targetGroupArn(resource.physicalId())
                        .build(),
                DeleteTargetGroupResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String arn = resource.physicalId();
        DescribeTargetGroupsRequest request =
                DescribeTargetGroupsRequest.builder().targetGroupArns(arn).build();
        return find(context, request, DescribeTargetGroupsResponse.class)
                .flatMap(found -> found.targetGroups().stream().findFirst())
                .map(group -> {
                    Properties now = Properties.of(PropertyShapes.current(
                                    given.renamed(NAME, "TargetGroupName").structure(), group))
                            .renamed("TargetGroupName", NAME)
                            .withGiven(TAGS, given, ElbTags.of(this, context, arn));
                    if (given.has(ATTRIBUTES)) {
                        now = now.with(ATTRIBUTES, ElbTags.attributes(given.parts(ATTRIBUTES), held(context, arn)));
                    }
                    return given.has(TARGETS)
                            ? now.with(TARGETS, new JsonValue.Array(given.elements(TARGETS)))
                                    .structure()
                            : now.structure();
                });
    }

    private Map<String, String> held(ResourceContext context, String arn) {
        Map<String, String> held = new HashMap<>();
        call(
                        context,
                        DescribeTargetGroupAttributesRequest.builder()
                                .targetGroupArn(arn)
                                .build(),
                        DescribeTargetGroupAttributesResponse.class)
                .attributes()
                .forEach(attribute -> held.put(attribute.key(), attribute.value()));
        return held;
    }
}
