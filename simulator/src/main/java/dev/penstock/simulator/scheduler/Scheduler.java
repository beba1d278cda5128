package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;

/** EventBridge Scheduler as a service. Source: EventBridge Scheduler API Reference. */
public final class Scheduler {

    private static final int LARGEST_REQUEST = 1024 * 1024;

    private final Schedules schedules;
    private final ScheduleGroups groups;

    /**
     * Puts it together.
     *
     * @param calls to the services that schedules call
     * @param sessions of the roles that they call in the name of
     */
    public Scheduler(
            Store state,
            Calendar calendar,
            Ids ids,
            Tags tags,
            Faults faults,
            Roles roles,
            ServiceCalls calls,
            ServiceSessions sessions) {
        ScheduleStore store = new ScheduleStore(state);
        Invocations invocations = new Invocations(state, calendar, ids, faults, calls, sessions);
        Occurrences occurrences = new Occurrences(store, calendar, invocations);
        schedules = new Schedules(store, new ScheduleRules(roles), occurrences);
        groups = new ScheduleGroups(store, occurrences, tags);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "scheduler", new ServiceDefinition.Protocol.RestJson(code -> "Message", LARGEST_REQUEST), all -> {
                    schedules.declare(all);
                    groups.declare(all);
                });
    }
}
