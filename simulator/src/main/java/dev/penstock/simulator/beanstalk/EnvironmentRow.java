package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * An environment.
 *
 * @param identity what never changes
 * @param wanted what it should be
 * @param state where it stands
 * @param resources what belongs to it
 * @param work what is being done with it; empty when it is ready
 */
record EnvironmentRow(Identity identity, Wanted wanted, State state, Resources resources, Optional<Work> work) {

    /** @param id like {@code e-3xmpl7mpmq} */
    record Identity(String account, String region, String application, String name, String id, Instant created) {}

    /**
     * What an environment should be.
     *
     * @param group that it was composed in; empty for none
     * @param tier {@code WebServer} or {@code Worker}
     * @param versionLabel empty for the sample application
     * @param platform the solution stack's name
     * @param template the saved configuration that it was made from
     * @param settings by {@link OptionKey#kept}
     * @param links names of environments by the names of the links
     */
    record Wanted(
            Optional<String> description,
            Optional<String> group,
            String tier,
            Optional<String> versionLabel,
            String platform,
            Optional<String> template,
            Map<String, String> settings,
            Map<String, String> links) {

        Settings options() {
            return Settings.read(settings);
        }

        Wanted described(Optional<String> text) {
            return new Wanted(text, group, tier, versionLabel, platform, template, settings, links);
        }

        Wanted running(Optional<String> label) {
            return new Wanted(description, group, tier, label, platform, template, settings, links);
        }

        Wanted on(String otherPlatform) {
            return new Wanted(description, group, tier, versionLabel, otherPlatform, template, settings, links);
        }

        Wanted with(Settings options) {
            return new Wanted(description, group, tier, versionLabel, platform, template, options.kept(), links);
        }

        Wanted of(Optional<String> otherTemplate) {
            return new Wanted(description, group, tier, versionLabel, platform, otherTemplate, settings, links);
        }

        Wanted linked(Map<String, String> others) {
            return new Wanted(description, group, tier, versionLabel, platform, template, settings, others);
        }
    }

    /**
     * Where an environment stands.
     *
     * @param deployments how many deployments there were: the id of the last one
     * @param expected the id of the last deployment that succeeded
     * @param commands how many commands instances were given
     * @param launches how many instances there were
     * @param health enhanced health as it was told last, like {@code Ok}
     * @param colour basic health
     * @param causes of the health
     * @param changed when the last deployment or configuration change began and ended
     */
    record State(
            EnvironmentStatus status,
            Instant updated,
            long deployments,
            long expected,
            long commands,
            long launches,
            String health,
            String colour,
            List<String> causes,
            Optional<Change> changed) {

        State in(EnvironmentStatus other, Instant now) {
            return new State(other, now, deployments, expected, commands, launches, health, colour, causes, changed);
        }

        State deployments(long count) {
            return new State(status, updated, count, expected, commands, launches, health, colour, causes, changed);
        }

        State expecting(long id) {
            return new State(status, updated, deployments, id, commands, launches, health, colour, causes, changed);
        }

        State commands(long count) {
            return new State(status, updated, deployments, expected, count, launches, health, colour, causes, changed);
        }

        State launches(long count) {
            return new State(status, updated, deployments, expected, commands, count, health, colour, causes, changed);
        }

        State healthy(String status2, String colour2, List<String> causes2) {
            return new State(
                    status, updated, deployments, expected, commands, launches, status2, colour2, causes2, changed);
        }

        State changed(Change change) {
            return new State(
                    status,
                    updated,
                    deployments,
                    expected,
                    commands,
                    launches,
                    health,
                    colour,
                    causes,
                    Optional.of(change));
        }
    }

    /**
     * A change that has ended.
     *
     * @param what like {@code Application update}
     */
    record Change(String what, Instant began, Instant ended, boolean failed) {}

    /**
     * What belongs to an environment.
     *
     * @param cname the DNS name by which clients reach it; empty for a worker
     * @param loadBalancer name of a classic load balancer, else ARN; empty for none
     * @param targetGroup ARN; empty without an application load balancer
     * @param trial ARN of the target group that takes a share of the requests on trial; empty for none
     * @param listener ARN; empty without an application load balancer
     * @param endpoint the load balancer's DNS name or the instance's address
     * @param queue the worker's queue; empty for a web server
     * @param scalingGroup name of the Auto Scaling group
     * @param suffix of the stack's resources
     * @param processes ARNs of the target groups of further processes, by their names
     * @param rules ARNs of its own rules at a load balancer that it shares; none where it has one of its own
     */
    record Resources(
            String cname,
            String loadBalancer,
            String targetGroup,
            String trial,
            String listener,
            String endpoint,
            String queue,
            String scalingGroup,
            String suffix,
            Map<String, String> processes,
            List<String> rules) {

        static Resources none(String cname) {
            return new Resources(cname, "", "", "", "", "", "", "", "", Map.of(), List.of());
        }

        Resources named(String other) {
            return new Resources(
                    other,
                    loadBalancer,
                    targetGroup,
                    trial,
                    listener,
                    endpoint,
                    queue,
                    scalingGroup,
                    suffix,
                    processes,
                    rules);
        }

        Resources trying(String other) {
            return new Resources(
                    cname,
                    loadBalancer,
                    targetGroup,
                    other,
                    listener,
                    endpoint,
                    queue,
                    scalingGroup,
                    suffix,
                    processes,
                    rules);
        }

        Resources at(String address) {
            return behind(loadBalancer, targetGroup, listener, address);
        }

        /** With a queue and an Auto Scaling group. */
        Resources with(String workerQueue, String group, String mark) {
            return new Resources(
                    cname,
                    loadBalancer,
                    targetGroup,
                    trial,
                    listener,
                    endpoint,
                    workerQueue,
                    group,
                    mark,
                    processes,
                    rules);
        }

        /** Behind a load balancer. */
        Resources behind(String balancer, String group, String itsListener, String address) {
            return new Resources(
                    cname, balancer, group, trial, itsListener, address, queue, scalingGroup, suffix, processes, rules);
        }

        /** At a load balancer that is shared. */
        Resources sharing(Map<String, String> furtherGroups, List<String> ownRules) {
            return new Resources(
                    cname,
                    loadBalancer,
                    targetGroup,
                    trial,
                    listener,
                    endpoint,
                    queue,
                    scalingGroup,
                    suffix,
                    furtherGroups,
                    ownRules);
        }

        /** The target groups that instances are registered in, without the one on trial. */
        List<String> groups() {
            List<String> all = new ArrayList<>(processes.values());
            if (!targetGroup.isEmpty()) {
                all.add(0, targetGroup);
            }
            return List.copyOf(all);
        }

        boolean isShared() {
            return !rules.isEmpty();
        }

        /** Whether requests pass through a load balancer of Elastic Load Balancing v2. */
        boolean isForwarded() {
            return !targetGroup.isEmpty();
        }

        boolean isBalanced() {
            return !loadBalancer.isEmpty();
        }
    }

    String account() {
        return identity.account();
    }

    String region() {
        return identity.region();
    }

    String application() {
        return identity.application();
    }

    String name() {
        return identity.name();
    }

    String id() {
        return identity.id();
    }

    EnvironmentStatus status() {
        return state.status();
    }

    Settings options() {
        return wanted.options();
    }

    boolean isWorker() {
        return wanted.tier().equals("Worker");
    }

    boolean isTerminated() {
        return state.status() == EnvironmentStatus.TERMINATED;
    }

    boolean isEnhanced() {
        return options()
                .effective("aws:elasticbeanstalk:healthreporting:system", "SystemType")
                .equals("enhanced");
    }

    boolean isSingleInstance() {
        return options()
                .effective("aws:elasticbeanstalk:environment", "EnvironmentType")
                .equals("SingleInstance");
    }

    String arn() {
        return "arn:aws:elasticbeanstalk:" + region() + ":" + account() + ":environment/" + application() + "/"
                + name();
    }

    String stack() {
        return "awseb-" + id() + "-stack";
    }

    EnvironmentRow with(Wanted other) {
        return new EnvironmentRow(identity, other, state, resources, work);
    }

    EnvironmentRow with(State other) {
        return new EnvironmentRow(identity, wanted, other, resources, work);
    }

    EnvironmentRow with(Resources other) {
        return new EnvironmentRow(identity, wanted, state, other, work);
    }

    EnvironmentRow with(Work other) {
        return new EnvironmentRow(identity, wanted, state, resources, Optional.of(other));
    }

    EnvironmentRow idle() {
        return new EnvironmentRow(identity, wanted, state, resources, Optional.empty());
    }
}
