package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import java.util.function.Consumer;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * An Auto Scaling group.
 *
 * @param group as the API shows it, without its instances
 * @param owner who launches and ends its instances, like the id of an environment; empty when it does so itself
 */
record GroupRow(Place place, AutoScalingGroup group, String owner) {

    String name() {
        return group.autoScalingGroupName();
    }

    String key() {
        return key(place, name());
    }

    static String key(Place place, String name) {
        return place.account() + "/" + place.region() + "/" + name;
    }

    int desired() {
        return group.desiredCapacity();
    }

    boolean isDeleting() {
        return group.status() != null;
    }

    /** Whether a process goes on. Source: EC2 Auto Scaling User Guide, "Suspend-resume processes". */
    boolean does(String process) {
        return group.suspendedProcesses().stream()
                .noneMatch(suspended -> suspended.processName().equals(process));
    }

    GroupRow with(Consumer<AutoScalingGroup.Builder> change) {
        AutoScalingGroup.Builder builder = group.toBuilder();
        change.accept(builder);
        return new GroupRow(place, builder.build(), owner);
    }
}
