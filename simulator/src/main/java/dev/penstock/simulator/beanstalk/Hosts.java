package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.autoscaling.Groups;
import dev.penstock.simulator.beanstalk.instance.EnvironmentInstance;
import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ec2.Machine;
import dev.penstock.simulator.ec2.Network;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.ec2.Subnet;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What environments have in EC2 and Auto Scaling: a security group, a launch template, the permanent and the temporary Auto Scaling
 * group, and an EC2 instance for each of their instances. Source: Developer Guide, "Elastic Beanstalk environments: resources".
 */
final class Hosts {

    private static final String LAUNCH = "aws:autoscaling:launchconfiguration";
    private static final String VPC = "aws:ec2:vpc";

    /**
     * What an environment has.
     *
     * @param securityGroup its id
     * @param template the launch template's id
     */
    private record Kept(String environmentId, String securityGroup, String template) {}

    private final Table<Kept> table;
    private final BeanstalkStore store;
    private final Tags tags;
    private final Ec2 ec2;
    private final Groups groups;

    Hosts(Store state, BeanstalkStore store, Tags tags, Ec2 ec2, Groups groups) {
        this.table = state.table("beanstalk.hosts", Kept.class);
        this.store = store;
        this.tags = tags;
        this.ec2 = ec2;
        this.groups = groups;
    }

    private static Place place(EnvironmentRow environment) {
        return new Place(environment.account(), environment.region());
    }

    /** Makes the security group of instances and returns its id. */
    String createGroup(EnvironmentRow environment, String suffix) {
        String name = environment.stack() + "-AWSEBSecurityGroup-" + suffix;
        String id = ec2.network()
                .createGroup(place(environment), name, "VPC Security Group", vpc(environment))
                .id();
        table.put(environment.id(), new Kept(environment.id(), id, ""));
        return id;
    }

    private static String vpc(EnvironmentRow environment) {
        return environment
                .options()
                .value(VPC, "VPCId")
                .filter(id -> !id.isBlank())
                .orElse(Network.defaultVpc());
    }

    /** The launch template of an environment; empty before there is one. */
    Optional<String> template(EnvironmentRow environment) {
        return table.get(environment.id()).map(Kept::template).filter(id -> !id.isEmpty());
    }

    /** Makes launch template and Auto Scaling group. */
    void create(EnvironmentRow environment) {
        Kept before = table.get(environment.id()).orElse(new Kept(environment.id(), "", ""));
        Settings options = environment.options();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("ImageId", image(options));
        data.put("InstanceType", Fleet.instanceType(options));
        data.put(
                "IamInstanceProfile.Name",
                options.value(LAUNCH, "IamInstanceProfile").orElse(""));
        options.value(LAUNCH, "EC2KeyName").filter(key -> !key.isEmpty()).ifPresent(key -> data.put("KeyName", key));
        List<String> securityGroups = securityGroups(environment, before.securityGroup());
        for (int i = 0; i < securityGroups.size(); i++) {
            data.put("SecurityGroupId." + (i + 1), securityGroups.get(i));
        }
        LaunchTemplates.Template template = ec2.templates()
                .create(
                        place(environment),
                        "AWSEBEC2LaunchTemplate_" + environment.resources().suffix(),
                        environment.identity().created(),
                        Balancer.caller(environment).principal(),
                        "",
                        data);
        table.put(environment.id(), new Kept(environment.id(), before.securityGroup(), template.id()));
        createScalingGroup(environment, environment.resources().scalingGroup(), template);
    }

    private static String image(Settings options) {
        return options.value(LAUNCH, "ImageId").filter(id -> !id.isEmpty()).orElse(Ec2.usualImage());
    }

    private static List<String> securityGroups(EnvironmentRow environment, String own) {
        String given = environment.options().value(LAUNCH, "SecurityGroups").orElse("");
        List<String> named = List.of(given.split(",", -1)).stream()
                .map(String::trim)
                .filter(id -> id.startsWith("sg-") && !id.equals(own))
                .toList();
        List<String> all = new ArrayList<>(named);
        if (!own.isEmpty()) {
            all.add(own);
        }
        return all;
    }

    private void createScalingGroup(EnvironmentRow environment, String name, LaunchTemplates.Template template) {
        List<Subnet> subnets = subnets(environment);
        groups.create(
                place(environment),
                new Groups.Description(
                        name,
                        Plans.size(environment),
                        most(environment),
                        subnets.stream().map(Subnet::zone).distinct().toList(),
                        subnets.stream().map(Subnet::id).toList(),
                        template.id(),
                        template.name(),
                        environment.resources().groups(),
                        tags(environment)),
                environment.id());
    }

    private static int most(EnvironmentRow environment) {
        return environment.isSingleInstance() ? 1 : environment.options().number("aws:autoscaling:asg", "MaxSize", 4);
    }

    private Map<String, String> tags(EnvironmentRow environment) {
        Map<String, String> all = new HashMap<>(tags.of(environment.arn()));
        all.put("elasticbeanstalk:environment-id", environment.id());
        all.put("elasticbeanstalk:environment-name", environment.name());
        all.put("Name", environment.name());
        all.put("aws:cloudformation:stack-name", environment.stack());
        all.put("aws:cloudformation:logical-id", "AWSEBAutoScalingGroup");
        return all;
    }

    /** Where instances are: the subnets that the settings name, else those of the default VPC. */
    private List<Subnet> subnets(EnvironmentRow environment) {
        Place place = place(environment);
        String given = environment.options().value(VPC, "Subnets").orElse("");
        List<Subnet> named = List.of(given.split(",", -1)).stream()
                .map(String::trim)
                .filter(id -> !id.isEmpty())
                .map(id -> ec2.network()
                        .subnet(place, id)
                        .orElse(new Subnet(
                                place, id, vpc(environment), "172.31.0.0/20", place.region() + "a", false, true)))
                .toList();
        return named.isEmpty()
                ? ec2.network().subnets(place).stream().filter(Subnet::main).toList()
                : named;
    }

    /** An instance was launched: EC2 and its Auto Scaling group have it. */
    void launched(EnvironmentRow environment, InstanceRow row) {
        Kept kept = table.get(environment.id()).orElse(new Kept(environment.id(), "", ""));
        EnvironmentInstance instance = row.instance();
        List<Subnet> subnets = subnets(environment);
        Subnet subnet = subnets.stream()
                .filter(one -> one.zone().equals(instance.availabilityZone()))
                .findFirst()
                .orElse(subnets.getFirst());
        String group = row.temporary()
                ? temporaryGroup(environment)
                : environment.resources().scalingGroup();
        Map<String, String> given = new HashMap<>(tags(environment));
        given.put("aws:autoscaling:groupName", group);
        ec2.machines()
                .launch(
                        new Machine.Launch(
                                place(environment),
                                instance.id(),
                                image(environment.options()),
                                instance.instanceType(),
                                subnet.vpcId(),
                                subnet.id(),
                                instance.availabilityZone(),
                                instance.privateIp(),
                                "",
                                environment
                                        .options()
                                        .value(LAUNCH, "EC2KeyName")
                                        .orElse(""),
                                profile(environment),
                                securityGroups(environment, kept.securityGroup()),
                                "r-" + instance.id().substring(2),
                                instance.launchedAt()),
                        given);
        if (row.temporary() && !groups.isThere(place(environment), group)) {
            template(environment)
                    .flatMap(id -> ec2.templates().find(place(environment), id))
                    .ifPresent(template -> createScalingGroup(environment, group, template));
        }
        groups.joined(place(environment), group, instance.id());
    }

    private static String profile(EnvironmentRow environment) {
        String given = environment.options().value(LAUNCH, "IamInstanceProfile").orElse("");
        return given.isEmpty() || given.startsWith("arn:")
                ? given
                : "arn:aws:iam::" + environment.account() + ":instance-profile/" + given;
    }

    /** The Auto Scaling group of instances that are not the environment's own yet. */
    static String temporaryGroup(EnvironmentRow environment) {
        return environment.stack().replace("-stack", "-immutable-stack") + "-AWSEBAutoScalingGroup-"
                + environment.resources().suffix();
    }

    /** An instance changes over into the permanent group; the temporary one goes with its last. */
    void adopted(EnvironmentRow environment, String instanceId) {
        Place place = place(environment);
        groups.joined(place, environment.resources().scalingGroup(), instanceId);
        clean(environment);
    }

    private void clean(EnvironmentRow environment) {
        String temporary = temporaryGroup(environment);
        if (groups.desired(place(environment), temporary).equals(Optional.of(0))) {
            groups.delete(place(environment), temporary);
        }
    }

    /** The environment ends instances: their groups do without. */
    void leave(List<String> instanceIds) {
        groups.left(instanceIds);
        instanceIds.stream()
                .flatMap(id -> store.instance(id).stream())
                .map(row -> row.instance().environmentId())
                .distinct()
                .flatMap(id -> store.environment(id).stream())
                .forEach(this::clean);
    }

    /** An instance ends. */
    void terminated(String instanceId) {
        ec2.machines().terminate(instanceId, "User initiated");
    }

    /** Brings the Auto Scaling group's limits in line with the settings. */
    void resize(EnvironmentRow environment) {
        groups.limits(
                place(environment), environment.resources().scalingGroup(), Plans.size(environment), most(environment));
    }

    /** Deletes what was made. */
    void delete(EnvironmentRow environment) {
        Place place = place(environment);
        groups.delete(place, environment.resources().scalingGroup());
        groups.delete(place, temporaryGroup(environment));
        table.get(environment.id()).ifPresent(kept -> {
            ec2.templates().find(place, kept.template()).ifPresent(ec2.templates()::delete);
            ec2.network().deleteGroup(place, kept.securityGroup());
        });
        table.remove(environment.id());
    }

    /** Makes what environments have that an earlier version of the simulator kept. */
    void resume() {
        for (EnvironmentRow environment : store.environments()) {
            boolean lacks = !environment.isTerminated()
                    && !environment.resources().scalingGroup().isEmpty()
                    && table.get(environment.id()).isEmpty();
            if (lacks) {
                createGroup(environment, environment.resources().suffix());
                create(environment);
                store.instances(environment).stream()
                        .filter(row -> ec2.machines().find(row.id()).isEmpty())
                        .forEach(row -> launched(environment, row));
            }
        }
    }
}
