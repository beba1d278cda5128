package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;

/** Elastic Load Balancing v2, put together. Source of codes and limits: its API Reference, version 2015-12-01. */
public final class Elb {

    private final Targets targets;
    private final TargetGroups targetGroups;
    private final ElbTags tags;
    private final LoadBalancers balancers;
    private final LoadBalancerSettings balancerSettings;
    private final TargetGroupCalls groupCalls;
    private final TargetCalls targetCalls;
    private final ListenerCalls listeners;
    private final ListenerSettings listenerSettings;
    private final RuleCalls rules;
    private final DataPlane dataPlane;

    /**
     * Puts it together.
     *
     * @param metrics where requests are counted
     */
    public Elb(Store store, Calendar calendar, SimulatedTime time, Ids ids, Tags allTags, Metrics metrics) {
        ElbStore rows = new ElbStore(store);
        targets = new Targets(rows, store, calendar, time, ids);
        targetGroups = new TargetGroups(rows, targets);
        dataPlane = new DataPlane(rows, targets.checks(), store, calendar, time, metrics);
        targetGroups.onChange(change -> dataPlane.hosts().changed(change.targetGroupArn()));
        tags = new ElbTags(rows, allTags);
        balancers = new LoadBalancers(rows, targets, calendar, ids, tags, dataPlane::forget);
        balancerSettings = new LoadBalancerSettings(rows, balancers);
        groupCalls = new TargetGroupCalls(rows, targetGroups, targets, ids, tags);
        targetCalls = new TargetCalls(rows, groupCalls, targetGroups, targets);
        ActionRules actions = new ActionRules(rows);
        listeners = new ListenerCalls(rows, balancers, actions, targets, ids, tags);
        listenerSettings = new ListenerSettings(rows, listeners);
        rules = new RuleCalls(rows, balancers, listeners, actions, targets, ids, tags);
    }

    /** Target groups as other services use them. */
    public TargetGroups targetGroups() {
        return targetGroups;
    }

    /** The way of real requests. Who puts the simulator together closes it. */
    public DataPlane dataPlane() {
        return dataPlane;
    }

    /** Traffic without clients. */
    public Traffic traffic() {
        return dataPlane.traffic();
    }

    /** Asks {@code further} as well what stands behind addresses; those who were added earlier are asked first. */
    public void reach(Reachable further) {
        targets.checks().reach(further);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "elasticloadbalancing",
                new ServiceDefinition.Protocol.Query(
                        "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"),
                all -> {
                    declareLoadBalancers(all);
                    declareTargetGroups(all);
                    declareListeners(all);
                    declareRules(all);
                });
    }

    private void declareLoadBalancers(ServiceDefinition.Operations all) {
        all.operation("CreateLoadBalancer", CreateLoadBalancerRequest::builder, balancers::create)
                .operation("DescribeLoadBalancers", DescribeLoadBalancersRequest::builder, balancers::describe)
                .operation("DeleteLoadBalancer", DeleteLoadBalancerRequest::builder, balancers::delete)
                .operation(
                        "DescribeLoadBalancerAttributes",
                        DescribeLoadBalancerAttributesRequest::builder,
                        balancerSettings::describeAttributes)
                .operation(
                        "ModifyLoadBalancerAttributes",
                        ModifyLoadBalancerAttributesRequest::builder,
                        balancerSettings::modifyAttributes)
                .operation("SetSubnets", SetSubnetsRequest::builder, balancerSettings::setSubnets)
                .operation("SetSecurityGroups", SetSecurityGroupsRequest::builder, balancerSettings::setSecurityGroups)
                .operation("SetIpAddressType", SetIpAddressTypeRequest::builder, balancerSettings::setIpAddressType)
                .operation("DescribeAccountLimits", DescribeAccountLimitsRequest::builder, balancerSettings::limits)
                .operation("AddTags", AddTagsRequest::builder, tags::add)
                .operation("RemoveTags", RemoveTagsRequest::builder, tags::remove)
                .operation("DescribeTags", DescribeTagsRequest::builder, tags::describe);
    }

    private void declareTargetGroups(ServiceDefinition.Operations all) {
        all.operation("CreateTargetGroup", CreateTargetGroupRequest::builder, groupCalls::create)
                .operation("DescribeTargetGroups", DescribeTargetGroupsRequest::builder, groupCalls::describe)
                .operation("ModifyTargetGroup", ModifyTargetGroupRequest::builder, groupCalls::modify)
                .operation("DeleteTargetGroup", DeleteTargetGroupRequest::builder, groupCalls::delete)
                .operation(
                        "DescribeTargetGroupAttributes",
                        DescribeTargetGroupAttributesRequest::builder,
                        groupCalls::describeAttributes)
                .operation(
                        "ModifyTargetGroupAttributes",
                        ModifyTargetGroupAttributesRequest::builder,
                        groupCalls::modifyAttributes)
                .operation("RegisterTargets", RegisterTargetsRequest::builder, targetCalls::register)
                .operation("DeregisterTargets", DeregisterTargetsRequest::builder, targetCalls::deregister)
                .operation("DescribeTargetHealth", DescribeTargetHealthRequest::builder, targetCalls::describeHealth);
    }

    private void declareListeners(ServiceDefinition.Operations all) {
        all.operation("CreateListener", CreateListenerRequest::builder, listeners::create)
                .operation("DescribeListeners", DescribeListenersRequest::builder, listeners::describe)
                .operation("ModifyListener", ModifyListenerRequest::builder, listeners::modify)
                .operation("DeleteListener", DeleteListenerRequest::builder, listeners::delete)
                .operation(
                        "DescribeListenerAttributes",
                        DescribeListenerAttributesRequest::builder,
                        listenerSettings::describeAttributes)
                .operation(
                        "ModifyListenerAttributes",
                        ModifyListenerAttributesRequest::builder,
                        listenerSettings::modifyAttributes)
                .operation(
                        "AddListenerCertificates",
                        AddListenerCertificatesRequest::builder,
                        listenerSettings::addCertificates)
                .operation(
                        "RemoveListenerCertificates",
                        RemoveListenerCertificatesRequest::builder,
                        listenerSettings::removeCertificates)
                .operation(
                        "DescribeListenerCertificates",
                        DescribeListenerCertificatesRequest::builder,
                        listenerSettings::describeCertificates)
                .operation("DescribeSSLPolicies", DescribeSslPoliciesRequest::builder, SslPolicies::describe);
    }

    private void declareRules(ServiceDefinition.Operations all) {
        all.operation("CreateRule", CreateRuleRequest::builder, rules::create)
                .operation("DescribeRules", DescribeRulesRequest::builder, rules::describe)
                .operation("ModifyRule", ModifyRuleRequest::builder, rules::modify)
                .operation("DeleteRule", DeleteRuleRequest::builder, rules::delete)
                .operation("SetRulePriorities", SetRulePrioritiesRequest::builder, rules::setPriorities);
    }
}
