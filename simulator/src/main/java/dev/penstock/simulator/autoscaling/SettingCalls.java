package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingProcessTypesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingProcessTypesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LoadBalancerTargetGroupState;
import software.amazon.awssdk.services.autoscaling.model.ProcessType;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.ResumeProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesRequest;
import software.amazon.awssdk.services.autoscaling.model.SuspendProcessesResponse;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Processes, tags and target groups of groups. Source: Amazon EC2 Auto Scaling API Reference. */
final class SettingCalls {

    private static final List<String> PROCESSES = List.of(
            "AZRebalance",
            "AddToLoadBalancer",
            "AlarmNotification",
            "HealthCheck",
            "InstanceRefresh",
            "Launch",
            "ReplaceUnhealthy",
            "ScheduledActions",
            "Terminate");

    private final GroupStore store;
    private final Capacity capacity;

    SettingCalls(GroupStore store, Capacity capacity) {
        this.store = store;
        this.capacity = capacity;
    }

    void declare(Operations all) {
        all.operation("SuspendProcesses", SuspendProcessesRequest::builder, this::suspend)
                .operation("ResumeProcesses", ResumeProcessesRequest::builder, this::resume)
                .operation("DescribeScalingProcessTypes", DescribeScalingProcessTypesRequest::builder, this::processes)
                .operation("CreateOrUpdateTags", CreateOrUpdateTagsRequest::builder, this::tag)
                .operation("DeleteTags", DeleteTagsRequest::builder, this::untag)
                .operation("DescribeTags", DescribeTagsRequest::builder, this::tags)
                .operation(
                        "AttachLoadBalancerTargetGroups", AttachLoadBalancerTargetGroupsRequest::builder, this::attach)
                .operation(
                        "DetachLoadBalancerTargetGroups", DetachLoadBalancerTargetGroupsRequest::builder, this::detach)
                .operation(
                        "DescribeLoadBalancerTargetGroups",
                        DescribeLoadBalancerTargetGroupsRequest::builder,
                        this::targetGroups)
                .operation("DescribeAccountLimits", DescribeAccountLimitsRequest::builder, this::limits);
    }

    private static List<String> processes(List<String> given) {
        given.stream().filter(name -> !PROCESSES.contains(name)).findFirst().ifPresent(name -> {
            throw AutoScalingErrors.validation("1 validation error detected: Value '" + given
                    + "' at 'scalingProcesses' failed to satisfy constraint: Member must be one of " + PROCESSES);
        });
        return given.isEmpty() ? PROCESSES : given;
    }

    private SuspendProcessesResponse suspend(Call call, SuspendProcessesRequest request) {
        GroupRow row = GroupCalls.require(store, call, request.autoScalingGroupName());
        List<SuspendedProcess> all = new ArrayList<>(row.group().suspendedProcesses());
        for (String name : processes(request.scalingProcesses())) {
            if (row.does(name)) {
                all.add(SuspendedProcess.builder()
                        .processName(name)
                        .suspensionReason("User suspended at " + call.now())
                        .build());
            }
        }
        put(call, row.with(group -> group.suspendedProcesses(all)));
        return SuspendProcessesResponse.builder().build();
    }

    private void put(Call call, GroupRow row) {
        store.put(row);
        capacity.changed(row);
        call.effect(row.group().autoScalingGroupARN());
    }

    private ResumeProcessesResponse resume(Call call, ResumeProcessesRequest request) {
        GroupRow row = GroupCalls.require(store, call, request.autoScalingGroupName());
        List<String> resumed = processes(request.scalingProcesses());
        put(
                call,
                row.with(group -> group.suspendedProcesses(row.group().suspendedProcesses().stream()
                        .filter(process -> !resumed.contains(process.processName()))
                        .toList())));
        return ResumeProcessesResponse.builder().build();
    }

    private DescribeScalingProcessTypesResponse processes(Call call, DescribeScalingProcessTypesRequest request) {
        return DescribeScalingProcessTypesResponse.builder()
                .processes(PROCESSES.stream()
                        .map(name -> ProcessType.builder().processName(name).build())
                        .toList())
                .build();
    }

    private CreateOrUpdateTagsResponse tag(Call call, CreateOrUpdateTagsRequest request) {
        for (Tag tag : request.tags()) {
            GroupRow row = GroupCalls.require(store, call, tag.resourceId());
            TreeMap<String, TagDescription> all = new TreeMap<>();
            row.group().tags().forEach(has -> all.put(has.key(), has));
            GroupCalls.tags(row.name(), List.of(tag)).forEach(given -> all.put(given.key(), given));
            put(call, row.with(group -> group.tags(all.values())));
        }
        return CreateOrUpdateTagsResponse.builder().build();
    }

    private DeleteTagsResponse untag(Call call, DeleteTagsRequest request) {
        for (Tag tag : request.tags()) {
            GroupRow row = GroupCalls.require(store, call, tag.resourceId());
            put(
                    call,
                    row.with(group -> group.tags(row.group().tags().stream()
                            .filter(has -> !has.key().equals(tag.key()))
                            .toList())));
        }
        return DeleteTagsResponse.builder().build();
    }

    private DescribeTagsResponse tags(Call call, DescribeTagsRequest request) {
        List<TagDescription> found = store.groups(Place.of(call.caller())).stream()
                .flatMap(row -> row.group().tags().stream())
                .filter(tag -> request.filters().stream().allMatch(filter -> passes(filter, tag)))
                .toList();
        Page<TagDescription> page = Page.of(
                found, tag -> tag.resourceId() + " " + tag.key(), request.nextToken(), request.maxRecords(), 100);
        return DescribeTagsResponse.builder()
                .tags(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean passes(Filter filter, TagDescription tag) {
        String name = filter.name() == null ? "" : filter.name();
        return switch (name) {
            case "auto-scaling-group" -> filter.values().contains(tag.resourceId());
            case "key" -> filter.values().contains(tag.key());
            case "value" -> filter.values().contains(tag.value());
            case "propagate-at-launch" -> filter.values().contains(String.valueOf(tag.propagateAtLaunch()));
            default ->
                throw AutoScalingErrors.validation(
                        "Filter type " + name
                                + " is not correct. Allowed Filter types are: auto-scaling-group key value propagate-at-launch");
        };
    }

    private AttachLoadBalancerTargetGroupsResponse attach(Call call, AttachLoadBalancerTargetGroupsRequest request) {
        GroupRow row = GroupCalls.require(store, call, request.autoScalingGroupName());
        List<String> fresh = request.targetGroupARNs().stream()
                .filter(arn -> !row.group().targetGroupARNs().contains(arn))
                .toList();
        GroupRow only = row.with(group -> group.targetGroupARNs(fresh));
        store.members(row).stream()
                .filter(member -> member.counts())
                .forEach(member -> capacity.register(only, member.id(), true));
        List<String> all = new ArrayList<>(row.group().targetGroupARNs());
        all.addAll(fresh);
        put(call, row.with(group -> group.targetGroupARNs(all)));
        return AttachLoadBalancerTargetGroupsResponse.builder().build();
    }

    private DetachLoadBalancerTargetGroupsResponse detach(Call call, DetachLoadBalancerTargetGroupsRequest request) {
        GroupRow row = GroupCalls.require(store, call, request.autoScalingGroupName());
        GroupRow only = row.with(group -> group.targetGroupARNs(request.targetGroupARNs()));
        store.members(row).forEach(member -> capacity.register(only, member.id(), false));
        put(
                call,
                row.with(group -> group.targetGroupARNs(row.group().targetGroupARNs().stream()
                        .filter(arn -> !request.targetGroupARNs().contains(arn))
                        .toList())));
        return DetachLoadBalancerTargetGroupsResponse.builder().build();
    }

    private DescribeLoadBalancerTargetGroupsResponse targetGroups(
            Call call, DescribeLoadBalancerTargetGroupsRequest request) {
        GroupRow row = GroupCalls.require(store, call, request.autoScalingGroupName());
        return DescribeLoadBalancerTargetGroupsResponse.builder()
                .loadBalancerTargetGroups(row.group().targetGroupARNs().stream()
                        .map(arn -> LoadBalancerTargetGroupState.builder()
                                .loadBalancerTargetGroupARN(arn)
                                .state("InService")
                                .build())
                        .toList())
                .build();
    }

    private DescribeAccountLimitsResponse limits(Call call, DescribeAccountLimitsRequest request) {
        Place place = Place.of(call.caller());
        return DescribeAccountLimitsResponse.builder()
                .maxNumberOfAutoScalingGroups(500)
                .maxNumberOfLaunchConfigurations(200)
                .numberOfAutoScalingGroups(store.groups(place).size())
                .numberOfLaunchConfigurations(store.configurations(place).size())
                .build();
    }
}
