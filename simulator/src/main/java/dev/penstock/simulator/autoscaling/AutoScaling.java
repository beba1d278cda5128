package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.elb.TargetGroups;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.util.List;
import java.util.function.Consumer;

/** EC2 Auto Scaling as a service. Source: Amazon EC2 Auto Scaling API Reference, version 2011-01-01. */
public final class AutoScaling {

    private static final String VERSION = "2011-01-01";

    private final Groups groups;
    private final List<Consumer<Operations>> parts;

    /** @param targets in which instances of groups are registered */
    public AutoScaling(Store state, Calendar calendar, Ids ids, Ec2 ec2, TargetGroups targets) {
        GroupStore store = new GroupStore(state, ids);
        Capacity capacity = new Capacity(store, calendar, ec2.machines(), ec2.templates(), ec2.launching(), targets);
        groups = new Groups(store, capacity, calendar, ids);
        parts = List.of(
                new GroupCalls(store, capacity, ec2.network(), ec2.templates(), ids)::declare,
                new MemberCalls(store, capacity, ec2.machines())::declare,
                new SettingCalls(store, capacity)::declare,
                new ConfigurationCalls(store, ids)::declare);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "autoscaling",
                new ServiceDefinition.Protocol.Query(VERSION, "http://autoscaling.amazonaws.com/doc/" + VERSION + "/"),
                all -> parts.forEach(part -> part.accept(all)));
    }

    /** Groups that others own. */
    public Groups groups() {
        return groups;
    }
}
