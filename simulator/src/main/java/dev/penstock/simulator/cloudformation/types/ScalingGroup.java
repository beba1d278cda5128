package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupResponse;

/**
 * {@code AWS::AutoScaling::AutoScalingGroup}: Ref is the name. It is made or changed once it has the instances that it should
 * have; its update policy says what becomes of instances that are not as they should be. Sources: Template Reference,
 * "UpdatePolicy attribute"; "Group did not stabilize" in stack events that users have published.
 */
final class ScalingGroup extends ServiceHandler {

    static final String TYPE = "AWS::AutoScaling::AutoScalingGroup";
    private static final String NAME = "AutoScalingGroupName";
    private static final String TAGS = "Tags";
    private static final String TARGETS = "TargetGroupARNs";
    private static final String SUBNETS = "VPCZoneIdentifier";
    private static final String SINCE = "(since)";
    private static final int LOOK_AGAIN = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** What instances are made of: the update policies act when one of these changes. */
    private static final String[] MAKES_INSTANCES = {
        "LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy", SUBNETS
    };

    private static final String[] SIZES = {"MinSize", "MaxSize", "DesiredCapacity"};

    ScalingGroup() {
        super(TYPE, "autoscaling");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(255));
        Properties asked = shaped(given)
                .with(NAME, name)
                .with(TAGS, ScalingGroupTags.property(context, given))
                .with(TARGETS, array(given.texts(TARGETS)));
        call(
                context,
                fillKnown(CreateAutoScalingGroupRequest.builder(), asked).build(),
                CreateAutoScalingGroupResponse.class);
        return waiting(context, name, attributes());
    }

    private static Progress waiting(ResourceContext context, String name, JsonValue.Structure attributes) {
        return working(
                name,
                Properties.of(attributes).with(SINCE, context.now().toString()).structure(),
                LOOK_AGAIN);
    }

    /** Properties in the form of the service's own members. */
    private static Properties shaped(Properties given) {
        Properties shaped = given.without(TAGS, TARGETS).renamed("Cooldown", "DefaultCooldown");
        return given.has(SUBNETS) ? shaped.with(SUBNETS, String.join(",", given.texts(SUBNETS))) : shaped;
    }

    @Override
    public boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return policies.policy("AutoScalingReplacingUpdate").truth("WillReplace")
                && makesOthers(Properties.of(before.properties()), Properties.of(after));
    }

    private static boolean makesOthers(Properties before, Properties asked) {
        return asked.changed(before, MAKES_INSTANCES);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        String name = before.physicalId();
        AutoScalingGroup present = ScalingGroupCalls.require(context, name);
        UpdateAutoScalingGroupRequest request = fillKnown(
                        UpdateAutoScalingGroupRequest.builder(), shaped(sized(context, old, asked, present)))
                .autoScalingGroupName(name)
                .build();
        call(context, request, UpdateAutoScalingGroupResponse.class);
        ScalingGroupTags.change(this, context, name, TagSet.change(context, old, asked, TAGS));
        ScalingGroupCalls.targets(context, name, old.texts(TARGETS), asked.texts(TARGETS));
        boolean rolls =
                context.policies().policy(RollingUpdate.POLICY).members().size() > 0 && makesOthers(old, asked);
        return rolls
                ? new RollingUpdate(context, name).begin(asked.changed(old, SUBNETS))
                : waiting(context, name, before.attributes());
    }

    /**
     * With {@code IgnoreUnmodifiedGroupSizeProperties}, what scheduled actions have done to the size stays unless the template
     * says another one. Sizes that no longer fit are brought into their limits.
     */
    private static Properties sized(
            ResourceContext context, Properties old, Properties asked, AutoScalingGroup present) {
        Properties sized = asked;
        if (context.policies().policy("AutoScalingScheduledAction").truth("IgnoreUnmodifiedGroupSizeProperties")) {
            for (String size : SIZES) {
                sized = asked.changed(old, size) ? sized : sized.without(size);
            }
        }
        int least = sized.number("MinSize").map(Number::intValue).orElse(present.minSize());
        int most = sized.number("MaxSize").map(Number::intValue).orElse(present.maxSize());
        return sized.has("DesiredCapacity") || least > most
                ? sized
                : sized.with("DesiredCapacity", String.valueOf(Math.clamp(present.desiredCapacity(), least, most)));
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        String name = resource.physicalId();
        Optional<AutoScalingGroup> found = ScalingGroupCalls.find(context, name);
        if (operation == Operation.DELETE) {
            return found.isEmpty() ? unchanged(resource) : working(name, resource.attributes(), LOOK_AGAIN);
        }
        AutoScalingGroup group = found.orElseGet(() -> ScalingGroupCalls.require(context, name));
        if (RollingUpdate.isUnderWay(resource)) {
            return new RollingUpdate(context, name)
                    .goOn(resource, group)
                    .orElseGet(() -> waiting(context, name, attributes()));
        }
        return stabilized(context, resource, group);
    }

    private Progress stabilized(ResourceContext context, Deployed resource, AutoScalingGroup group) {
        long running = group.instances().stream()
                .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
                .count();
        if (running >= group.desiredCapacity()) {
            return done(resource.physicalId(), "AutoScalingGroupARN", group.autoScalingGroupARN());
        }
        Instant since = Instant.parse(attribute(resource, SINCE));
        if (Duration.between(since, context.now()).compareTo(PATIENCE) < 0) {
            return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
        }
        String activity = lastFailure(context, resource.physicalId())
                .map(failed -> " Failed Scaling Activity: " + failed.statusMessage())
                .orElse("");
        return new Progress.Failed(
                Policies.FAILURE,
                "Group did not stabilize. {current/minimum/maximum/desired-capacity: " + running + "/" + group.minSize()
                        + "/" + group.maxSize() + "/" + group.desiredCapacity() + "}." + activity,
                resource.physicalId());
    }

    private Optional<Activity> lastFailure(ResourceContext context, String name) {
        DescribeScalingActivitiesRequest request = DescribeScalingActivitiesRequest.builder()
                .autoScalingGroupName(name)
                .build();
        return call(context, request, DescribeScalingActivitiesResponse.class).activities().stream()
                .filter(activity -> activity.statusCode() == ScalingActivityStatusCode.FAILED)
                .findFirst();
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (ScalingGroupCalls.find(context, resource.physicalId()).isEmpty()) {
            return unchanged(resource);
        }
        DeleteAutoScalingGroupRequest request = DeleteAutoScalingGroupRequest.builder()
                .autoScalingGroupName(resource.physicalId())
                .forceDelete(true)
                .build();
        call(context, request, DeleteAutoScalingGroupResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return ScalingGroupCalls.find(context, resource.physicalId()).map(group -> now(given, group));
    }

    private static JsonValue.Structure now(Properties given, AutoScalingGroup group) {
        Properties read =
                given.only("MinSize", "MaxSize", "DesiredCapacity", "HealthCheckType", "LaunchConfigurationName");
        Properties now = given.withAll(Properties.of(PropertyShapes.current(read.structure(), group)))
                .withAll(tags(given, group.tags()));
        boolean balanced = given.has(TARGETS) || !group.targetGroupARNs().isEmpty();
        return balanced
                ? now.with(TARGETS, Properties.inOrder(given.elements(TARGETS), group.targetGroupARNs()))
                        .structure()
                : now.structure();
    }

    /** Those of the given tags that are still there, with what they are. */
    private static Properties tags(Properties given, List<TagDescription> now) {
        if (!given.has(TAGS)) {
            return Properties.none();
        }
        var values = now.stream().collect(Collectors.toMap(TagDescription::key, TagDescription::value));
        List<JsonValue> tags = given.parts(TAGS).stream()
                .filter(tag -> values.containsKey(tag.text("Key", "")))
                .map(tag -> (JsonValue) tag.with("Value", values.getOrDefault(tag.text("Key", ""), ""))
                        .structure())
                .toList();
        return Properties.none().with(TAGS, new JsonValue.Array(tags));
    }
}
