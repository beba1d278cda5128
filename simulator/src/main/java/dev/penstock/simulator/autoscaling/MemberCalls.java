package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Machine;
import dev.penstock.simulator.ec2.Machines;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AttachInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceHealthResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionResponse;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;

/** What can be asked about instances of groups, and what groups did. Source: Amazon EC2 Auto Scaling API Reference. */
final class MemberCalls {

    private final GroupStore store;
    private final Capacity capacity;
    private final Machines machines;

    MemberCalls(GroupStore store, Capacity capacity, Machines machines) {
        this.store = store;
        this.capacity = capacity;
        this.machines = machines;
    }

    void declare(Operations all) {
        all.operation("DescribeAutoScalingInstances", DescribeAutoScalingInstancesRequest::builder, this::describe)
                .operation("DescribeScalingActivities", DescribeScalingActivitiesRequest::builder, this::activities)
                .operation(
                        "TerminateInstanceInAutoScalingGroup",
                        TerminateInstanceInAutoScalingGroupRequest::builder,
                        this::terminate)
                .operation("SetInstanceHealth", SetInstanceHealthRequest::builder, this::health)
                .operation("SetInstanceProtection", SetInstanceProtectionRequest::builder, this::protection)
                .operation("AttachInstances", AttachInstancesRequest::builder, this::attach)
                .operation("DetachInstances", DetachInstancesRequest::builder, this::detach);
    }

    private DescribeAutoScalingInstancesResponse describe(Call call, DescribeAutoScalingInstancesRequest request) {
        List<AutoScalingInstanceDetails> found = store.groups(Place.of(call.caller())).stream()
                .flatMap(group -> store.members(group).stream())
                .filter(member ->
                        request.instanceIds().isEmpty() || request.instanceIds().contains(member.id()))
                .map(member -> Fields.copy(
                                member.instance(),
                                AutoScalingInstanceDetails.builder(),
                                name -> !name.equals("LifecycleState") && !name.equals("HealthStatus"))
                        .autoScalingGroupName(member.group())
                        .lifecycleState(member.instance().lifecycleStateAsString())
                        .healthStatus(member.instance().healthStatus().toUpperCase(java.util.Locale.ROOT))
                        .build())
                .sorted(Comparator.comparing(AutoScalingInstanceDetails::instanceId))
                .toList();
        Page<AutoScalingInstanceDetails> page =
                Page.of(found, AutoScalingInstanceDetails::instanceId, request.nextToken(), request.maxRecords(), 50);
        return DescribeAutoScalingInstancesResponse.builder()
                .autoScalingInstances(page.items())
                .nextToken(page.next())
                .build();
    }

    private DescribeScalingActivitiesResponse activities(Call call, DescribeScalingActivitiesRequest request) {
        List<GroupRow> groups = request.autoScalingGroupName() == null
                ? store.groups(Place.of(call.caller()))
                : List.of(GroupCalls.require(store, call, request.autoScalingGroupName()));
        List<Activity> found = groups.stream()
                .flatMap(group -> store.activities(group).stream())
                .map(GroupStore.ActivityRow::activity)
                .filter(activity ->
                        request.activityIds().isEmpty() || request.activityIds().contains(activity.activityId()))
                .limit(request.maxRecords() == null ? 100 : Math.max(1, request.maxRecords()))
                .toList();
        return DescribeScalingActivitiesResponse.builder().activities(found).build();
    }

    private MemberRow member(Call call, @Nullable String id) {
        if (id == null) {
            throw AutoScalingErrors.missing("instanceId");
        }
        return store.member(id)
                .filter(row -> row.place().equals(Place.of(call.caller())))
                .orElseThrow(() -> AutoScalingErrors.noInstance(id));
    }

    private TerminateInstanceInAutoScalingGroupResponse terminate(
            Call call, TerminateInstanceInAutoScalingGroupRequest request) {
        MemberRow member = member(call, request.instanceId());
        GroupRow group = store.group(member.place(), member.group()).orElseThrow();
        if (Boolean.TRUE.equals(request.shouldDecrementDesiredCapacity())) {
            if (group.desired() <= group.group().minSize()) {
                throw AutoScalingErrors.validation("Currently, desiredSize equals minSize ("
                        + group.group().minSize()
                        + "). Terminating instance without replacement will violate group's min size constraint. Either"
                        + " set shouldDecrementDesiredCapacity flag to false or lower group's min size.");
            }
            group = group.with(one -> one.desiredCapacity(one.build().desiredCapacity() - 1));
            store.put(group);
        }
        capacity.endFor(group, member, call.now());
        call.effect(group.group().autoScalingGroupARN());
        Activity last = store.activities(group).getFirst().activity();
        return TerminateInstanceInAutoScalingGroupResponse.builder()
                .activity(last)
                .build();
    }

    private SetInstanceHealthResponse health(Call call, SetInstanceHealthRequest request) {
        MemberRow member = member(call, request.instanceId());
        String status = Optional.ofNullable(request.healthStatus()).orElse("");
        if (!status.equals("Healthy") && !status.equals("Unhealthy")) {
            throw AutoScalingErrors.validation("Valid instance health states are: [Healthy, Unhealthy].");
        }
        store.put(member.health(status));
        store.group(member.place(), member.group()).ifPresent(capacity::changed);
        return SetInstanceHealthResponse.builder().build();
    }

    private SetInstanceProtectionResponse protection(Call call, SetInstanceProtectionRequest request) {
        GroupCalls.require(store, call, request.autoScalingGroupName());
        request.instanceIds()
                .forEach(id -> store.put(member(call, id).kept(Boolean.TRUE.equals(request.protectedFromScaleIn()))));
        return SetInstanceProtectionResponse.builder().build();
    }

    private AttachInstancesResponse attach(Call call, AttachInstancesRequest request) {
        GroupRow group = GroupCalls.require(store, call, request.autoScalingGroupName());
        int desired = group.desired() + request.instanceIds().size();
        if (desired > group.group().maxSize()) {
            throw AutoScalingErrors.validation("AutoScalingGroup desired capacity " + desired
                    + " would exceed its max size " + group.group().maxSize() + ".");
        }
        GroupRow larger = group.with(one -> one.desiredCapacity(desired));
        store.put(larger);
        for (String id : request.instanceIds()) {
            Optional<Machine> machine =
                    machines.find(id).filter(one -> one.place().equals(group.place()) && one.isAlive());
            if (machine.isEmpty() || store.member(id).isPresent()) {
                throw AutoScalingErrors.validation("Invalid Instance ID(s): [" + id + "]");
            }
            capacity.join(
                    larger,
                    id,
                    "At " + call.now()
                            + " an instance was attached in response to a user request, increasing the capacity"
                            + " from " + group.desired() + " to " + desired + ".",
                    larger.group().newInstancesProtectedFromScaleIn());
        }
        call.effect(group.group().autoScalingGroupARN());
        return AttachInstancesResponse.builder().build();
    }

    private DetachInstancesResponse detach(Call call, DetachInstancesRequest request) {
        GroupRow group = GroupCalls.require(store, call, request.autoScalingGroupName());
        List<Activity> done = new ArrayList<>();
        for (String id : request.instanceIds()) {
            MemberRow member = member(call, id);
            store.begin(
                    group,
                    id,
                    "Detaching EC2 instance: " + id,
                    "At " + call.now() + " instance " + id + " was detached in response to a user request.",
                    call.now());
            done.add(store.activities(group).getFirst().activity());
            capacity.register(group, id, false);
            store.remove(member);
        }
        GroupRow next = Boolean.TRUE.equals(request.shouldDecrementDesiredCapacity())
                ? group.with(one -> one.desiredCapacity(Math.max(
                        group.group().minSize(),
                        group.desired() - request.instanceIds().size())))
                : group;
        store.put(next);
        capacity.changed(next);
        call.effect(group.group().autoScalingGroupARN());
        return DetachInstancesResponse.builder().activities(done).build();
    }
}
