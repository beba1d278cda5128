package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** {@code AWS::ElasticLoadBalancingV2::ListenerRule}: Ref is the ARN. */
final class ElbListenerRule extends ServiceHandler {

    static final String TYPE = "AWS::ElasticLoadBalancingV2::ListenerRule";
    private static final String LISTENER = "ListenerArn";
    private static final String PRIORITY = "Priority";
    private static final String TAGS = "Tags";

    ElbListenerRule() {
        super(TYPE, "elasticloadbalancing");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        String arn = call(context, fill(CreateRuleRequest.builder(), asked).build(), CreateRuleResponse.class)
                .rules()
                .get(0)
                .ruleArn();
        return done(arn, "RuleArn", arn, "IsDefault", "false");
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        Properties changeable = asked.without(LISTENER, PRIORITY, TAGS);
        if (!changeable.changes(old.without(LISTENER, PRIORITY, TAGS)).isEmpty()) {
            call(
                    context,
                    fill(ModifyRuleRequest.builder(), changeable).ruleArn(arn).build(),
                    ModifyRuleResponse.class);
        }
        if (asked.changed(old, PRIORITY)) {
            RulePriorityPair.Builder pair = fill(RulePriorityPair.builder(), asked.only(PRIORITY));
            call(
                    context,
                    SetRulePrioritiesRequest.builder()
                            .rulePriorities(pair.ruleArn(arn).build())
                            .build(),
                    SetRulePrioritiesResponse.class);
        }
        ElbTags.change(this, context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteRuleRequest.builder().ruleArn(resource.physicalId()).build(),
                DeleteRuleResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DescribeRulesRequest request =
                DescribeRulesRequest.builder().ruleArns(resource.physicalId()).build();
        return find(context, request, DescribeRulesResponse.class)
                .flatMap(found -> found.rules().stream().findFirst())
                .map(rule -> Properties.of(
                                PropertyShapes.current(given.without(LISTENER).structure(), rule))
                        .with(LISTENER, given.text(LISTENER, ""))
                        .withGiven(TAGS, given, ElbTags.of(this, context, resource.physicalId()))
                        .structure());
    }
}
