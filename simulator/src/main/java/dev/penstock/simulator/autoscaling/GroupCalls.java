package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ec2.Network;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.ec2.Subnet;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityRequest;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityResponse;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/** Groups are made, changed and ended. Source: Amazon EC2 Auto Scaling API Reference. */
final class GroupCalls {

    private final GroupStore store;
    private final Capacity capacity;
    private final Network network;
    private final LaunchTemplates templates;
    private final Ids ids;

    GroupCalls(GroupStore store, Capacity capacity, Network network, LaunchTemplates templates, Ids ids) {
        this.store = store;
        this.capacity = capacity;
        this.network = network;
        this.templates = templates;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateAutoScalingGroup", CreateAutoScalingGroupRequest::builder, this::create)
                .operation("UpdateAutoScalingGroup", UpdateAutoScalingGroupRequest::builder, this::update)
                .operation("DeleteAutoScalingGroup", DeleteAutoScalingGroupRequest::builder, this::delete)
                .operation("DescribeAutoScalingGroups", DescribeAutoScalingGroupsRequest::builder, this::describe)
                .operation("SetDesiredCapacity", SetDesiredCapacityRequest::builder, this::desire);
    }

    static GroupRow require(GroupStore store, Call call, @Nullable String name) {
        if (name == null) {
            throw AutoScalingErrors.missing("autoScalingGroupName");
        }
        return store.group(Place.of(call.caller()), name).orElseThrow(() -> AutoScalingErrors.noGroup(name));
    }

    private CreateAutoScalingGroupResponse create(Call call, CreateAutoScalingGroupRequest request) {
        Place place = Place.of(call.caller());
        String name = request.autoScalingGroupName();
        if (name == null || name.isEmpty()) {
            throw AutoScalingErrors.missing("autoScalingGroupName");
        }
        if (store.group(place, name).isPresent()) {
            throw ServiceError.client(
                    "AlreadyExists",
                    "AutoScalingGroup by this name already exists - A group with the name " + name + " already exists");
        }
        if (request.minSize() == null || request.maxSize() == null) {
            throw AutoScalingErrors.missing(request.minSize() == null ? "minSize" : "maxSize");
        }
        if (request.vpcZoneIdentifier() == null && request.availabilityZones().isEmpty()) {
            throw AutoScalingErrors.validation("At least one Availability Zone or VPC Subnet is required.");
        }
        int desired = request.desiredCapacity() == null ? request.minSize() : request.desiredCapacity();
        sizes(request.minSize(), request.maxSize(), desired);
        source(
                place,
                request.launchConfigurationName(),
                request.launchTemplate(),
                request.mixedInstancesPolicy() != null);
        AutoScalingGroup.Builder made = Fields.copy(
                        request,
                        AutoScalingGroup.builder(),
                        member -> !member.equals("Tags") && !member.equals("Instances"))
                .autoScalingGroupARN(arn(call, name))
                .desiredCapacity(desired)
                .defaultCooldown(request.defaultCooldown() == null ? 300 : request.defaultCooldown())
                .healthCheckType(request.healthCheckType() == null ? "EC2" : request.healthCheckType())
                .healthCheckGracePeriod(request.healthCheckGracePeriod() == null ? 0 : request.healthCheckGracePeriod())
                .createdTime(call.now())
                .availabilityZones(zones(place, request.vpcZoneIdentifier(), request.availabilityZones()))
                .terminationPolicies(
                        request.terminationPolicies().isEmpty() ? List.of("Default") : request.terminationPolicies())
                .newInstancesProtectedFromScaleIn(Boolean.TRUE.equals(request.newInstancesProtectedFromScaleIn()))
                .serviceLinkedRoleARN(Optional.ofNullable(request.serviceLinkedRoleARN())
                        .orElse("arn:aws:iam::" + call.account()
                                + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"))
                .launchTemplate(named(place, request.launchTemplate()))
                .tags(tags(name, request.tags()));
        GroupRow row = new GroupRow(place, made.build(), "");
        store.put(row);
        capacity.changed(row);
        call.effect(row.group().autoScalingGroupARN());
        return CreateAutoScalingGroupResponse.builder().build();
    }

    private String arn(Call call, String name) {
        return call.caller().arn("autoscaling", "autoScalingGroup:" + ids.uuid() + ":autoScalingGroupName/" + name);
    }

    static List<TagDescription> tags(String group, List<Tag> given) {
        return given.stream()
                .map(tag -> TagDescription.builder()
                        .resourceId(group)
                        .resourceType("auto-scaling-group")
                        .key(tag.key())
                        .value(tag.value() == null ? "" : tag.value())
                        .propagateAtLaunch(Boolean.TRUE.equals(tag.propagateAtLaunch()))
                        .build())
                .toList();
    }

    private static void sizes(int least, int most, int desired) {
        if (least > most) {
            throw AutoScalingErrors.validation(
                    "Max bound, " + most + ", must be greater than or equal to min bound, " + least);
        }
        if (desired < least || desired > most) {
            throw AutoScalingErrors.validation("Desired capacity:" + desired
                    + " must be between the specified min size:" + least + " and max size:" + most);
        }
    }

    /** Exactly one says what is launched, and it is there. */
    private void source(
            Place place,
            @Nullable String configuration,
            @Nullable LaunchTemplateSpecification template,
            boolean mixed) {
        int given = (configuration == null ? 0 : 1) + (template == null ? 0 : 1) + (mixed ? 1 : 0);
        if (given != 1) {
            throw AutoScalingErrors.validation(
                    "Valid requests must contain either LaunchTemplate, LaunchConfigurationName,"
                            + " InstanceId or MixedInstancesPolicy parameter.");
        }
        if (configuration != null && store.configuration(place, configuration).isEmpty()) {
            throw AutoScalingErrors.noConfiguration(configuration);
        }
    }

    /** A template with both id and name, as descriptions have it. */
    private @Nullable LaunchTemplateSpecification named(Place place, @Nullable LaunchTemplateSpecification given) {
        if (given == null) {
            return null;
        }
        LaunchTemplates.Template template;
        try {
            template = templates.require(
                    place,
                    Optional.ofNullable(given.launchTemplateId()),
                    Optional.ofNullable(given.launchTemplateName()));
            templates.version(template, given.version() == null ? "" : given.version());
        } catch (ServiceError e) {
            throw AutoScalingErrors.validation("You must use a valid fully-formed launch template. " + e.message());
        }
        return given.toBuilder()
                .launchTemplateId(template.id())
                .launchTemplateName(template.name())
                .build();
    }

    private List<String> zones(Place place, @Nullable String subnets, List<String> given) {
        if (subnets == null || subnets.isBlank()) {
            return given;
        }
        List<String> zones = new ArrayList<>();
        for (String id : subnets.split(",", -1)) {
            Subnet subnet = network.subnet(place, id.trim())
                    .orElseThrow(
                            () -> AutoScalingErrors.validation("The subnet ID '" + id.trim() + "' does not exist"));
            if (!zones.contains(subnet.zone())) {
                zones.add(subnet.zone());
            }
        }
        return zones;
    }

    private UpdateAutoScalingGroupResponse update(Call call, UpdateAutoScalingGroupRequest request) {
        GroupRow row = require(store, call, request.autoScalingGroupName());
        AutoScalingGroup.Builder changed =
                Fields.copy(request, row.group().toBuilder(), member -> !member.equals("AutoScalingGroupName"));
        if (request.launchConfigurationName() != null) {
            if (store.configuration(row.place(), request.launchConfigurationName())
                    .isEmpty()) {
                throw AutoScalingErrors.noConfiguration(request.launchConfigurationName());
            }
            changed.launchTemplate((LaunchTemplateSpecification) null);
        }
        if (request.launchTemplate() != null) {
            changed.launchTemplate(named(row.place(), request.launchTemplate())).launchConfigurationName(null);
        }
        if (request.vpcZoneIdentifier() != null) {
            changed.availabilityZones(zones(row.place(), request.vpcZoneIdentifier(), List.of()));
        }
        AutoScalingGroup after = changed.build();
        int desired = request.desiredCapacity() != null
                ? request.desiredCapacity()
                : Math.clamp(after.desiredCapacity(), after.minSize(), Math.max(after.minSize(), after.maxSize()));
        sizes(after.minSize(), after.maxSize(), desired);
        GroupRow next = new GroupRow(
                row.place(), after.toBuilder().desiredCapacity(desired).build(), row.owner());
        store.put(next);
        capacity.changed(next);
        call.effect(next.group().autoScalingGroupARN());
        return UpdateAutoScalingGroupResponse.builder().build();
    }

    private DeleteAutoScalingGroupResponse delete(Call call, DeleteAutoScalingGroupRequest request) {
        GroupRow row = require(store, call, request.autoScalingGroupName());
        List<MemberRow> members = store.members(row);
        boolean force = Boolean.TRUE.equals(request.forceDelete());
        if (!members.isEmpty() && !force) {
            throw ServiceError.client(
                    "ResourceInUse",
                    "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s)"
                            + " still in the group.");
        }
        call.effect(row.group().autoScalingGroupARN());
        if (members.isEmpty()) {
            store.remove(row);
        } else {
            GroupRow ending = row.with(
                    group -> group.status("Delete in progress").minSize(0).desiredCapacity(0));
            store.put(ending);
            members.stream()
                    .filter(MemberRow::counts)
                    .forEach(member -> capacity.terminate(
                            ending, member, "An instance was taken out of service as its group is deleted."));
            capacity.changed(ending);
        }
        return DeleteAutoScalingGroupResponse.builder().build();
    }

    private DescribeAutoScalingGroupsResponse describe(Call call, DescribeAutoScalingGroupsRequest request) {
        List<GroupRow> found = store.groups(Place.of(call.caller())).stream()
                .filter(row -> request.autoScalingGroupNames().isEmpty()
                        || request.autoScalingGroupNames().contains(row.name()))
                .filter(row -> request.filters().stream().allMatch(filter -> passes(filter, row.group())))
                .toList();
        Page<GroupRow> page = Page.of(found, GroupRow::name, request.nextToken(), request.maxRecords(), 100);
        return DescribeAutoScalingGroupsResponse.builder()
                .autoScalingGroups(page.items().stream()
                        .map(row -> row.group().toBuilder()
                                .instances(store.members(row).stream()
                                        .map(MemberRow::instance)
                                        .toList())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private static boolean passes(Filter filter, AutoScalingGroup group) {
        List<String> wanted = filter.values();
        String name = filter.name() == null ? "" : filter.name();
        if (name.equals("tag-key")) {
            return group.tags().stream().anyMatch(tag -> wanted.contains(tag.key()));
        }
        if (name.equals("tag-value")) {
            return group.tags().stream().anyMatch(tag -> wanted.contains(tag.value()));
        }
        if (name.startsWith("tag:")) {
            return group.tags().stream()
                    .anyMatch(tag -> tag.key().equals(name.substring(4)) && wanted.contains(tag.value()));
        }
        throw AutoScalingErrors.validation(
                "Filter type " + name + " is not correct. Allowed Filter types are: tag-key tag-value tag:<tagKey>");
    }

    private SetDesiredCapacityResponse desire(Call call, SetDesiredCapacityRequest request) {
        GroupRow row = require(store, call, request.autoScalingGroupName());
        if (request.desiredCapacity() == null) {
            throw AutoScalingErrors.missing("desiredCapacity");
        }
        int desired = request.desiredCapacity();
        if (desired > row.group().maxSize()) {
            throw AutoScalingErrors.validation("New SetDesiredCapacity value " + desired + " is above max value "
                    + row.group().maxSize() + " for the AutoScalingGroup.");
        }
        if (desired < row.group().minSize()) {
            throw AutoScalingErrors.validation("New SetDesiredCapacity value " + desired + " is below min value "
                    + row.group().minSize() + " for the AutoScalingGroup.");
        }
        GroupRow next = row.with(group -> group.desiredCapacity(desired));
        store.put(next);
        capacity.changed(next);
        call.effect(next.group().autoScalingGroupARN());
        return SetDesiredCapacityResponse.builder().build();
    }
}
