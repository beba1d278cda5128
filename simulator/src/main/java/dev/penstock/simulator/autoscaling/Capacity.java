package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ec2.Launching;
import dev.penstock.simulator.ec2.Machine;
import dev.penstock.simulator.ec2.Machines;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * Brings groups to the number of instances that they should have, and takes those out that are not well. Source: EC2 Auto Scaling
 * User Guide, "Scaling activities", "Health checks for instances". Methods are called within transactions.
 */
final class Capacity {

    private static final String LOOK = "autoscaling.group";
    private static final String TURNS = "autoscaling.member";

    /** From a launch to service and from an end to the end: users see about that. */
    private static final Duration STARTING = Duration.ofSeconds(25);

    private static final Duration ENDING = Duration.ofSeconds(45);

    /** How soon a group sees what has changed. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final GroupStore store;
    private final Calendar calendar;
    private final Machines machines;
    private final LaunchTemplates templates;
    private final Launching launching;
    private final TargetGroups targets;
    private Owners owners = Owners.NOBODY;

    Capacity(
            GroupStore store,
            Calendar calendar,
            Machines machines,
            LaunchTemplates templates,
            Launching launching,
            TargetGroups targets) {
        this.store = store;
        this.calendar = calendar;
        this.machines = machines;
        this.templates = templates;
        this.launching = launching;
        this.targets = targets;
        calendar.on(LOOK, this::look);
        calendar.on(TURNS, this::turns);
        machines.whenGone(this::gone);
    }

    void owners(Owners all) {
        owners = all;
    }

    /** Sees to it that a group is looked at soon. */
    void changed(GroupRow group) {
        calendar.enter(LOOK, group.key(), calendar.now().plus(SOON));
    }

    /** Somebody ended or stopped an instance: its group finds it unhealthy. */
    private void gone(Machine machine) {
        store.member(machine.id())
                .filter(MemberRow::counts)
                .flatMap(member -> store.group(member.place(), member.group()).map(group -> {
                    store.put(member.health("Unhealthy"));
                    return group;
                }))
                .ifPresent(this::changed);
    }

    private void look(String key) {
        Optional<GroupRow> found = store.group(key);
        if (found.isEmpty()) {
            return;
        }
        GroupRow group = found.get();
        if (group.isDeleting() && store.members(group).isEmpty()) {
            store.remove(group);
            return;
        }
        if (group.does("ReplaceUnhealthy") && group.does("Terminate")) {
            replaceUnhealthy(group);
        }
        int has = count(group);
        if (has < group.desired() && group.does("Launch")) {
            launch(group, group.desired() - has, has);
        } else if (has > group.desired() && group.does("Terminate")) {
            shrink(group, has - group.desired(), has);
        }
    }

    private int count(GroupRow group) {
        return Math.toIntExact(
                store.members(group).stream().filter(MemberRow::counts).count());
    }

    private void replaceUnhealthy(GroupRow group) {
        List<MemberRow> unwell = store.members(group).stream()
                .filter(member -> member.counts() && member.isUnhealthy())
                .toList();
        unwell.forEach(member -> {
            boolean gone = machines.find(member.id())
                    .map(machine -> !machine.isAlive())
                    .orElse(true);
            terminate(
                    group,
                    member,
                    gone
                            ? "At " + time()
                                    + " an instance was taken out of service in response to an EC2 health check"
                                    + " indicating it has been terminated or stopped."
                            : "At " + time()
                                    + " an instance was taken out of service in response to a user health-check.");
        });
        if (!group.owner().isEmpty() && !unwell.isEmpty()) {
            owners.terminate(group.owner(), unwell.stream().map(MemberRow::id).toList());
        }
    }

    private String time() {
        return calendar.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void launch(GroupRow group, int missing, int has) {
        if (!group.owner().isEmpty()) {
            owners.launch(group.owner(), missing);
            return;
        }
        for (int i = 0; i < missing; i++) {
            String cause =
                    "At " + time() + " an instance was started in response to a difference between desired and actual"
                            + " capacity, increasing the capacity from " + has + " to " + (has + missing) + ".";
            try {
                String id = launch(group);
                join(group, id, cause, group.group().newInstancesProtectedFromScaleIn());
            } catch (ServiceError e) {
                store.begin(
                        group,
                        "",
                        "Launching a new EC2 instance.  Status Reason: " + e.message(),
                        cause,
                        calendar.now());
                store.end(
                        group,
                        "",
                        ScalingActivityStatusCode.FAILED,
                        e.message() + " Launching EC2 instance failed.",
                        calendar.now());
                return;
            }
        }
    }

    /** An instance belongs to a group from now on. */
    void join(GroupRow group, String id, String cause, boolean kept) {
        Machine machine = machines.find(id).orElseThrow();
        Instance.Builder instance = Instance.builder()
                .instanceId(id)
                .instanceType(machine.launch().type())
                .availabilityZone(machine.launch().zone())
                .lifecycleState(LifecycleState.PENDING)
                .healthStatus("Healthy")
                .protectedFromScaleIn(kept)
                .launchConfigurationName(group.group().launchConfigurationName());
        specification(group).ifPresent(template -> instance.launchTemplate(resolved(group.place(), template)));
        store.put(new MemberRow(group.place(), group.name(), instance.build(), store.count()));
        store.begin(group, id, "Launching a new EC2 instance: " + id, cause, calendar.now());
        calendar.enter(TURNS, id, calendar.now().plus(STARTING));
    }

    static Optional<LaunchTemplateSpecification> specification(GroupRow group) {
        return Optional.ofNullable(group.group().launchTemplate())
                .or(() -> Optional.ofNullable(group.group().mixedInstancesPolicy())
                        .map(policy -> policy.launchTemplate().launchTemplateSpecification()));
    }

    private LaunchTemplateSpecification resolved(Place place, LaunchTemplateSpecification given) {
        LaunchTemplates.Template template = templates.require(
                place,
                Optional.ofNullable(given.launchTemplateId()),
                given.launchTemplateId() == null ? Optional.ofNullable(given.launchTemplateName()) : Optional.empty());
        String version = given.version() == null ? "" : given.version();
        return LaunchTemplateSpecification.builder()
                .launchTemplateId(template.id())
                .launchTemplateName(template.name())
                .version(Long.toString(templates.version(template, version).number()))
                .build();
    }

    private String launch(GroupRow group) {
        Map<String, String> tags = new HashMap<>();
        group.group().tags().stream()
                .filter(TagDescription::propagateAtLaunch)
                .forEach(tag -> tags.put(tag.key(), tag.value() == null ? "" : tag.value()));
        tags.put("aws:autoscaling:groupName", group.name());
        Map<String, String> data = new HashMap<>();
        specification(group).ifPresent(given -> {
            LaunchTemplateSpecification exact = resolved(group.place(), given);
            LaunchTemplates.Template template =
                    templates.require(group.place(), Optional.of(exact.launchTemplateId()), Optional.empty());
            data.putAll(templates.version(template, exact.version()).data());
        });
        Optional.ofNullable(group.group().launchConfigurationName())
                .flatMap(name -> store.configuration(group.place(), name))
                .ifPresent(configuration -> data.putAll(data(configuration)));
        Optional<String> subnet = subnet(group);
        if (subnet.isEmpty()) {
            data.put("Placement.AvailabilityZone", zone(group));
        }
        return launching.launch(group.place(), data, subnet, calendar.now(), tags);
    }

    private static Map<String, String> data(LaunchConfiguration from) {
        Map<String, String> data = new HashMap<>();
        data.put("ImageId", from.imageId());
        data.put("InstanceType", from.instanceType());
        if (from.keyName() != null) {
            data.put("KeyName", from.keyName());
        }
        if (from.iamInstanceProfile() != null) {
            data.put(
                    from.iamInstanceProfile().startsWith("arn:") ? "IamInstanceProfile.Arn" : "IamInstanceProfile.Name",
                    from.iamInstanceProfile());
        }
        for (int i = 0; i < from.securityGroups().size(); i++) {
            String group = from.securityGroups().get(i);
            data.put((group.startsWith("sg-") ? "SecurityGroupId." : "SecurityGroup.") + (i + 1), group);
        }
        return data;
    }

    /** Of the group's subnets the one with the fewest instances. */
    private Optional<String> subnet(GroupRow group) {
        String given = group.group().vpcZoneIdentifier();
        if (given == null || given.isBlank()) {
            return Optional.empty();
        }
        Map<String, Long> used = store.members(group).stream()
                .filter(MemberRow::counts)
                .flatMap(member -> machines.find(member.id()).stream())
                .collect(Collectors.groupingBy(machine -> machine.launch().subnetId(), Collectors.counting()));
        return List.of(given.split(",", -1)).stream()
                .map(String::trim)
                .min(Comparator.comparingLong(id -> used.getOrDefault(id, 0L)));
    }

    private String zone(GroupRow group) {
        Map<String, Long> used = store.members(group).stream()
                .filter(MemberRow::counts)
                .collect(Collectors.groupingBy(member -> member.instance().availabilityZone(), Collectors.counting()));
        return group.group().availabilityZones().stream()
                .min(Comparator.comparingLong(zone -> used.getOrDefault(zone, 0L)))
                .orElse(group.place().region() + "a");
    }

    /** Ends the instances that are too many: of the zone that has the most the oldest ones first. */
    private void shrink(GroupRow group, int excess, int has) {
        List<MemberRow> left = new ArrayList<>(store.members(group).stream()
                .filter(member -> member.counts() && !member.instance().protectedFromScaleIn())
                .toList());
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < excess && !left.isEmpty(); i++) {
            Map<String, Long> byZone = left.stream()
                    .collect(Collectors.groupingBy(
                            member -> member.instance().availabilityZone(), Collectors.counting()));
            MemberRow chosen = left.stream()
                    .max(Comparator.comparingLong((MemberRow member) ->
                                    byZone.get(member.instance().availabilityZone()))
                            .thenComparing(MemberRow::order, Comparator.reverseOrder()))
                    .orElseThrow();
            left.remove(chosen);
            ended.add(chosen.id());
            terminate(
                    group,
                    chosen,
                    "At " + time() + " an instance was taken out of service in response to a difference between desired"
                            + " and actual capacity, shrinking the capacity from " + has + " to " + group.desired()
                            + ".");
        }
        if (!group.owner().isEmpty() && !ended.isEmpty()) {
            owners.terminate(group.owner(), ended);
        }
    }

    /** Ends an instance of a group because somebody asks for it; its owner, if it has one, ends it. */
    void endFor(GroupRow group, MemberRow member, Instant now) {
        terminate(
                group,
                member,
                "At " + now + " instance " + member.id() + " was taken out of service in response to a user request.");
        if (!group.owner().isEmpty()) {
            owners.terminate(group.owner(), List.of(member.id()));
        }
    }

    /** Ends an instance of a group. */
    void terminate(GroupRow group, MemberRow member, String cause) {
        store.put(member.in(LifecycleState.TERMINATING));
        store.begin(group, member.id(), "Terminating EC2 instance: " + member.id(), cause, calendar.now());
        register(group, member.id(), false);
        if (group.owner().isEmpty()) {
            machines.terminate(member.id(), "User initiated");
        }
        calendar.enter(TURNS, member.id(), calendar.now().plus(ENDING));
        changed(group);
    }

    private void turns(String id) {
        Optional<MemberRow> member = store.member(id);
        Optional<GroupRow> group = member.flatMap(row -> store.group(row.place(), row.group()));
        if (member.isEmpty() || group.isEmpty()) {
            return;
        }
        Instant now = calendar.now();
        switch (member.get().instance().lifecycleState()) {
            case PENDING -> {
                store.put(member.get().in(LifecycleState.IN_SERVICE));
                register(group.get(), id, true);
                store.end(group.get(), id, ScalingActivityStatusCode.SUCCESSFUL, "", now);
            }
            case TERMINATING -> {
                store.remove(member.get());
                store.end(group.get(), id, ScalingActivityStatusCode.SUCCESSFUL, "", now);
                changed(group.get());
            }
            default -> {}
        }
    }

    /** Puts an instance behind the load balancers of its group, or takes it out; who owns the group does so itself. */
    void register(GroupRow group, String id, boolean in) {
        if (!group.owner().isEmpty()) {
            return;
        }
        for (String arn : group.group().targetGroupARNs()) {
            targets.find(arn).ifPresent(found -> {
                TargetDescription target =
                        TargetDescription.builder().id(id).port(found.port()).build();
                if (in) {
                    targets.register(arn, target);
                } else {
                    targets.deregister(arn, target);
                }
            });
        }
    }
}
