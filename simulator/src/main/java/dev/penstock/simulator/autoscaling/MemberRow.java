package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/**
 * An instance of a group.
 *
 * @param instance as the API shows it
 * @param order by which instances are in order: that of their joining
 */
record MemberRow(Place place, String group, Instance instance, long order) {

    String id() {
        return instance.instanceId();
    }

    String key() {
        return GroupRow.key(place, group) + "/" + id();
    }

    /** Whether it counts towards the group's capacity. */
    boolean counts() {
        return switch (instance.lifecycleState()) {
            case PENDING, PENDING_WAIT, PENDING_PROCEED, IN_SERVICE -> true;
            default -> false;
        };
    }

    boolean isUnhealthy() {
        return instance.healthStatus().equals("Unhealthy");
    }

    MemberRow in(LifecycleState state) {
        return new MemberRow(
                place, group, instance.toBuilder().lifecycleState(state).build(), order);
    }

    MemberRow health(String status) {
        return new MemberRow(
                place, group, instance.toBuilder().healthStatus(status).build(), order);
    }

    MemberRow kept(boolean fromScaleIn) {
        return new MemberRow(
                place,
                group,
                instance.toBuilder().protectedFromScaleIn(fromScaleIn).build(),
                order);
    }

    MemberRow of(String otherGroup) {
        return new MemberRow(place, otherGroup, instance, order);
    }
}
