package dev.penstock.simulator.ec2;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * EC2 as a service. It does without the SDK's model classes: those of all of EC2 are larger than everything else that comes with
 * the simulator. Source: EC2 API Reference, version 2016-11-15.
 */
public final class Ec2 {

    private final Machines machines;
    private final Network network;
    private final LaunchTemplates templates;
    private final Launching launching;
    private final List<Consumer<Operations>> parts;

    /**
     * EC2 of all accounts.
     *
     * @param launchTemplates which stacks make as well
     * @param stacks what stacks have made of networks
     */
    public Ec2(
            Store store,
            Calendar calendar,
            Ids ids,
            Tags tags,
            LaunchTemplates launchTemplates,
            Network.OfStacks stacks) {
        machines = new Machines(store, calendar, tags);
        network = new Network(store, ids, tags, stacks);
        templates = launchTemplates;
        launching = new Launching(machines, network, templates, ids);
        parts = List.of(
                new PlaceCalls()::declare,
                new NetworkCalls(network, machines)::declare,
                new SecurityGroupCalls(network, machines, tags)::declare,
                new LaunchTemplateCalls(templates, tags)::declare,
                new InstanceCalls(machines, launching, tags, network)::declare,
                new ImageCalls()::declare,
                new KeyCalls(store, ids, tags)::declare,
                new TagCalls(tags, machines, network, templates)::declare);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "ec2", new ServiceDefinition.Protocol.Ec2(), all -> parts.forEach(part -> part.accept(all)));
    }

    /** Its instances. */
    public Machines machines() {
        return machines;
    }

    /** Its VPCs, subnets and security groups. */
    public Network network() {
        return network;
    }

    /** Its launch templates. */
    public LaunchTemplates templates() {
        return templates;
    }

    /** How instances are launched. */
    public Launching launching() {
        return launching;
    }

    /** The image that a public parameter of the Parameter Store names, like that of the newest Amazon Linux; empty for others. */
    public static Optional<String> imageOfParameter(String name) {
        return ImageCalls.ofParameter(name);
    }

    /** When the images that are known by name were made. */
    public static Instant imagesMade() {
        return ImageCalls.MADE;
    }

    /** The image that instances boot from when nobody names one. */
    public static String usualImage() {
        return ImageCalls.usual();
    }
}
