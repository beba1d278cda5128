package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/** Schedules and their groups as they are kept. All methods are called inside transactions. */
final class ScheduleStore {

    static final String DEFAULT = "default";

    /**
     * A schedule.
     *
     * @param form as GetSchedule answers it
     * @param token that it was made with; empty when it was made without
     */
    record Row(String account, String region, GetScheduleResponse form, String token) {

        String key() {
            return ScheduleStore.key(account, region, form.groupName(), form.name());
        }

        Row with(GetScheduleResponse changed) {
            return new Row(account, region, changed, token);
        }
    }

    record Group(String account, String region, String name, Instant created, Instant modified) {

        String arn() {
            return "arn:aws:scheduler:" + region + ":" + account + ":schedule-group/" + name;
        }
    }

    private final Table<Row> schedules;
    private final Table<Group> groups;

    ScheduleStore(Store store) {
        schedules = store.table("scheduler.schedules", Row.class);
        groups = store.table("scheduler.groups", Group.class);
    }

    static String key(String account, String region, String group, String name) {
        return account + "/" + region + "/" + group + "/" + name;
    }

    static String groupName(@Nullable String given) {
        return given == null || given.isEmpty() ? DEFAULT : given;
    }

    /** A group; the default one is always there. */
    Optional<Group> group(String account, String region, String name) {
        Optional<Group> found = groups.get(account + "/" + region + "/" + name);
        return found.isPresent() || !name.equals(DEFAULT)
                ? found
                : Optional.of(new Group(account, region, DEFAULT, Instant.EPOCH, Instant.EPOCH));
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that name */
    Group group(Call call, @Nullable String given) {
        String name = groupName(given);
        return group(call.account(), call.region(), name).orElseThrow(() -> SchedulerErrors.noGroup(name));
    }

    /** The groups of an account, by name. */
    List<Group> groups(String account, String region) {
        List<Group> all =
                new ArrayList<>(groups.under(account + "/" + region + "/").values());
        if (all.stream().noneMatch(group -> group.name().equals(DEFAULT))) {
            group(account, region, DEFAULT).ifPresent(all::add);
        }
        all.sort(java.util.Comparator.comparing(Group::name));
        return all;
    }

    void put(Group group) {
        groups.put(group.account() + "/" + group.region() + "/" + group.name(), group);
    }

    void remove(Group group) {
        groups.remove(group.account() + "/" + group.region() + "/" + group.name());
    }

    Optional<Row> schedule(String key) {
        return schedules.get(key);
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that name */
    Row schedule(Call call, @Nullable String group, String name) {
        return schedules
                .get(key(call.account(), call.region(), groupName(group), name))
                .orElseThrow(() -> SchedulerErrors.noSchedule(name));
    }

    /**
     * The schedules of an account, by group and name.
     *
     * @param group empty for all groups
     */
    List<Row> schedules(String account, String region, String group) {
        String prefix = account + "/" + region + "/" + (group.isEmpty() ? "" : group + "/");
        return List.copyOf(schedules.under(prefix).values());
    }

    void put(Row row) {
        schedules.put(row.key(), row);
    }

    void remove(Row row) {
        schedules.remove(row.key());
    }
}
