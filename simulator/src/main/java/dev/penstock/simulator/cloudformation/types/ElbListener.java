package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;

/** {@code AWS::ElasticLoadBalancingV2::Listener}: Ref is the ARN. */
final class ElbListener extends ServiceHandler {

    static final String TYPE = "AWS::ElasticLoadBalancingV2::Listener";
    private static final String ATTRIBUTES = "ListenerAttributes";
    private static final String TAGS = "Tags";

    ElbListener() {
        super(TYPE, "elasticloadbalancing");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(ATTRIBUTES).with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        String arn = call(context, fill(CreateListenerRequest.builder(), asked).build(), CreateListenerResponse.class)
                .listeners()
                .get(0)
                .listenerArn();
        if (given.has(ATTRIBUTES)) {
            modify(context, arn, given);
        }
        return done(arn, "ListenerArn", arn);
    }

    private void modify(ResourceContext context, String arn, Properties given) {
        Properties attributes = given.only(ATTRIBUTES).renamed(ATTRIBUTES, "Attributes");
        call(
                context,
                fill(ModifyListenerAttributesRequest.builder(), attributes)
                        .listenerArn(arn)
                        .build(),
                ModifyListenerAttributesResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        Properties changeable = asked.without(ATTRIBUTES, TAGS, "LoadBalancerArn");
        if (!changeable
                .changes(old.without(ATTRIBUTES, TAGS, "LoadBalancerArn"))
                .isEmpty()) {
            call(
                    context,
                    fill(ModifyListenerRequest.builder(), changeable)
                            .listenerArn(arn)
                            .build(),
                    ModifyListenerResponse.class);
        }
        if (asked.changed(old, ATTRIBUTES) && asked.has(ATTRIBUTES)) {
            modify(context, arn, asked);
        }
        ElbTags.change(this, context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteListenerRequest.builder()
                        .listenerArn(resource.physicalId())
                        .build(),
                DeleteListenerResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String arn = resource.physicalId();
        DescribeListenersRequest request =
                DescribeListenersRequest.builder().listenerArns(arn).build();
        return find(context, request, DescribeListenersResponse.class)
                .flatMap(found -> found.listeners().stream().findFirst())
                .map(listener -> {
                    Properties now = Properties.of(PropertyShapes.current(given.structure(), listener))
                            .withGiven(TAGS, given, ElbTags.of(this, context, arn));
                    return (given.has(ATTRIBUTES)
                                    ? now.with(
                                            ATTRIBUTES, ElbTags.attributes(given.parts(ATTRIBUTES), held(context, arn)))
                                    : now)
                            .structure();
                });
    }

    private Map<String, String> held(ResourceContext context, String arn) {
        Map<String, String> held = new HashMap<>();
        call(
                        context,
                        DescribeListenerAttributesRequest.builder()
                                .listenerArn(arn)
                                .build(),
                        DescribeListenerAttributesResponse.class)
                .attributes()
                .forEach(attribute -> held.put(attribute.key(), attribute.value()));
        return held;
    }
}
