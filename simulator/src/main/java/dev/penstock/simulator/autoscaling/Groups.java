package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * Groups that somebody else owns, like those of Elastic Beanstalk's environments: the owner launches and ends their instances and says
 * so; the group tells the owner when others are needed, because somebody changed its size or ended an instance. Methods are called
 * within transactions.
 */
public final class Groups {

    private final GroupStore store;
    private final Capacity capacity;
    private final Calendar calendar;
    private final Ids ids;

    Groups(GroupStore store, Capacity capacity, Calendar calendar, Ids ids) {
        this.store = store;
        this.capacity = capacity;
        this.calendar = calendar;
        this.ids = ids;
    }

    /** Says who is told. */
    public void owners(Owners all) {
        capacity.owners(all);
    }

    /**
     * What a group is made of.
     *
     * @param subnets where its instances are
     * @param targetGroups behind which they are, for those who ask
     * @param tags that its instances have as well
     */
    public record Description(
            String name,
            int least,
            int most,
            List<String> zones,
            List<String> subnets,
            String templateId,
            String templateName,
            List<String> targetGroups,
            Map<String, String> tags) {

        public Description {
            zones = List.copyOf(zones);
            subnets = List.copyOf(subnets);
            targetGroups = List.copyOf(targetGroups);
            tags = Map.copyOf(tags);
        }
    }

    /** Makes a group without instances. */
    public void create(Place place, Description what, String owner) {
        List<TagDescription> tags = what.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> TagDescription.builder()
                        .resourceId(what.name())
                        .resourceType("auto-scaling-group")
                        .key(tag.getKey())
                        .value(tag.getValue())
                        .propagateAtLaunch(true)
                        .build())
                .toList();
        AutoScalingGroup group = AutoScalingGroup.builder()
                .autoScalingGroupName(what.name())
                .autoScalingGroupARN("arn:aws:autoscaling:" + place.region() + ":" + place.account()
                        + ":autoScalingGroup:" + ids.uuid() + ":autoScalingGroupName/" + what.name())
                .launchTemplate(LaunchTemplateSpecification.builder()
                        .launchTemplateId(what.templateId())
                        .launchTemplateName(what.templateName())
                        .version("1")
                        .build())
                .minSize(what.least())
                .maxSize(what.most())
                .desiredCapacity(0)
                .defaultCooldown(360)
                .availabilityZones(what.zones())
                .vpcZoneIdentifier(String.join(",", what.subnets()))
                .targetGroupARNs(what.targetGroups())
                .healthCheckType("EC2")
                .healthCheckGracePeriod(0)
                .createdTime(calendar.now())
                .terminationPolicies("Default")
                .newInstancesProtectedFromScaleIn(false)
                .tags(tags)
                .serviceLinkedRoleARN("arn:aws:iam::" + place.account()
                        + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")
                .build();
        store.put(new GroupRow(place, group, owner));
    }

    /** Whether a group is there. */
    public boolean isThere(Place place, String name) {
        return store.group(place, name).isPresent();
    }

    /** Between what numbers of instances a group stays. */
    public void limits(Place place, String name, int least, int most) {
        store.group(place, name)
                .ifPresent(
                        row -> store.put(row.with(group -> group.minSize(least).maxSize(most))));
    }

    /** How many instances a group should have: what somebody asked for within its limits; empty when it is not there. */
    public Optional<Integer> desired(Place place, String name) {
        return store.group(place, name).map(GroupRow::desired);
    }

    /** An instance that the owner has launched is in a group from now on, in place of the one that it was in. */
    public void joined(Place place, String name, String instanceId) {
        store.group(place, name).ifPresent(group -> {
            Optional<MemberRow> member = store.member(instanceId);
            if (member.isPresent()) {
                store.remove(member.get());
                store.put(member.get().of(name));
                store.group(place, member.get().group()).ifPresent(this::fit);
            } else {
                capacity.join(
                        group,
                        instanceId,
                        "At " + calendar.now()
                                + " an instance was started in response to a difference between desired and"
                                + " actual capacity.",
                        false);
            }
            fit(group);
        });
    }

    /** Instances that the owner ends are in no group any more. */
    public void left(Collection<String> instanceIds) {
        for (String id : instanceIds) {
            store.member(id).ifPresent(member -> {
                Optional<GroupRow> group = store.group(member.place(), member.group());
                boolean counted = member.counts();
                store.remove(member);
                if (counted) {
                    group.ifPresent(row -> {
                        store.begin(
                                row,
                                id,
                                "Terminating EC2 instance: " + id,
                                "At " + calendar.now() + " instance " + id
                                        + " was taken out of service in response to a user request.",
                                calendar.now());
                        store.end(row, id, ScalingActivityStatusCode.SUCCESSFUL, "", calendar.now());
                        fit(row);
                    });
                }
            });
        }
    }

    /** The desired capacity follows what the owner does, never what others do. */
    private void fit(GroupRow group) {
        GroupRow now = store.group(group.key()).orElse(group);
        int count = Math.toIntExact(
                store.members(now).stream().filter(MemberRow::counts).count());
        store.put(now.with(one -> one.desiredCapacity(count)));
    }

    /** Forgets a group. */
    public void delete(Place place, String name) {
        store.group(place, name).ifPresent(store::remove);
    }
}
