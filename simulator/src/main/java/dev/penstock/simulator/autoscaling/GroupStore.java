package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/** Groups, their instances, what they did, and launch configurations. All methods are called within transactions. */
final class GroupStore {

    /** How many activities a group remembers. AWS keeps those of six weeks. */
    private static final int REMEMBERED = 100;

    /**
     * Something that a group did.
     *
     * @param about the instance that it was done with
     */
    record ActivityRow(Place place, String group, String about, long order, Activity activity) {

        String key() {
            return GroupRow.key(place, group) + "/" + String.format("%09d", order);
        }
    }

    private record ConfigurationRow(Place place, LaunchConfiguration configuration) {

        String key() {
            return GroupRow.key(place, configuration.launchConfigurationName());
        }
    }

    private record Counter(long given) {}

    private final Table<GroupRow> groups;
    private final Table<MemberRow> members;
    private final Index<MemberRow> byInstance;
    private final Table<ActivityRow> activities;
    private final Table<ConfigurationRow> configurations;
    private final Table<Counter> counters;
    private final Ids ids;

    GroupStore(Store store, Ids ids) {
        groups = store.table("autoscaling.groups", GroupRow.class);
        members = store.table("autoscaling.members", MemberRow.class);
        byInstance = members.index(row -> List.of(row.id()));
        activities = store.table("autoscaling.activities", ActivityRow.class);
        configurations = store.table("autoscaling.configurations", ConfigurationRow.class);
        counters = store.table("autoscaling.counters", Counter.class);
        this.ids = ids;
    }

    Optional<GroupRow> group(Place place, String name) {
        return groups.get(GroupRow.key(place, name));
    }

    Optional<GroupRow> group(String key) {
        return groups.get(key);
    }

    List<GroupRow> groups(Place place) {
        return List.copyOf(groups.under(GroupRow.key(place, "")).values());
    }

    void put(GroupRow row) {
        groups.put(row.key(), row);
    }

    void remove(GroupRow row) {
        groups.remove(row.key());
        List.copyOf(members.under(row.key() + "/").values()).forEach(this::remove);
        List.copyOf(activities.under(row.key() + "/").values()).forEach(activity -> activities.remove(activity.key()));
    }

    /** The instances of a group in the order of their joining, those that end among them. */
    List<MemberRow> members(GroupRow group) {
        return members.under(group.key() + "/").values().stream()
                .sorted(Comparator.comparingLong(MemberRow::order))
                .toList();
    }

    Optional<MemberRow> member(String instanceId) {
        return byInstance.of(instanceId).stream().findFirst();
    }

    void put(MemberRow row) {
        members.put(row.key(), row);
    }

    void remove(MemberRow row) {
        members.remove(row.key());
    }

    long count() {
        long next = counters.get("all").map(Counter::given).orElse(0L) + 1;
        counters.put("all", new Counter(next));
        return next;
    }

    /** Notes that a group has begun something. */
    void begin(GroupRow group, String instanceId, String description, String cause, Instant now) {
        Activity activity = Activity.builder()
                .activityId(ids.uuid())
                .autoScalingGroupName(group.name())
                .autoScalingGroupARN(group.group().autoScalingGroupARN())
                .description(description)
                .cause(cause)
                .startTime(now)
                .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
                .progress(50)
                .details("{}")
                .build();
        ActivityRow row = new ActivityRow(group.place(), group.name(), instanceId, count(), activity);
        activities.put(row.key(), row);
        List<ActivityRow> all = List.copyOf(activities.under(group.key() + "/").values());
        if (all.size() > REMEMBERED) {
            activities.remove(all.getFirst().key());
        }
    }

    /** Notes that what a group did last with an instance is done. */
    void end(GroupRow group, String instanceId, ScalingActivityStatusCode how, String message, Instant now) {
        activities(group).stream()
                .filter(row -> row.about().equals(instanceId)
                        && row.activity().statusCode() == ScalingActivityStatusCode.IN_PROGRESS)
                .findFirst()
                .ifPresent(row -> {
                    Activity.Builder ended = row.activity().toBuilder()
                            .statusCode(how)
                            .progress(100)
                            .endTime(now);
                    if (!message.isEmpty()) {
                        ended.statusMessage(message);
                    }
                    activities.put(
                            row.key(),
                            new ActivityRow(row.place(), row.group(), row.about(), row.order(), ended.build()));
                });
    }

    /** What a group did, the last first. */
    List<ActivityRow> activities(GroupRow group) {
        return activities.under(group.key() + "/").descendingMap().values().stream()
                .toList();
    }

    Optional<LaunchConfiguration> configuration(Place place, String name) {
        return configurations.get(GroupRow.key(place, name)).map(ConfigurationRow::configuration);
    }

    List<LaunchConfiguration> configurations(Place place) {
        return configurations.under(GroupRow.key(place, "")).values().stream()
                .map(ConfigurationRow::configuration)
                .toList();
    }

    void put(Place place, LaunchConfiguration configuration) {
        ConfigurationRow row = new ConfigurationRow(place, configuration);
        configurations.put(row.key(), row);
    }

    void removeConfiguration(Place place, String name) {
        configurations.remove(GroupRow.key(place, name));
    }
}
