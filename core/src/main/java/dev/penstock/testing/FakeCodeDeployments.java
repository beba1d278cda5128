package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.codedeploy.CodeDeployment;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.codedeploy.DeploymentGroup;
import dev.penstock.codedeploy.DeploymentGroupId;
import dev.penstock.codedeploy.DeploymentWait;
import dev.penstock.codedeploy.NewDeployment;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ServiceId;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CodeDeploy in memory. A deployment takes a step each time it is observed, on the {@linkplain CodeDeployCourse course} that is
 * set when it is created. Every change is counted.
 */
public final class FakeCodeDeployments implements CodeDeployments, ResourceReader {

    private final Map<DeploymentGroupId, DeploymentGroup> groups = new LinkedHashMap<>();
    private final Map<String, FakeCodeDeployment> deployments = new LinkedHashMap<>();
    private final List<NewDeployment> created = new ArrayList<>();
    private final Map<String, TrafficRouting> configurations = new HashMap<>();
    private final List<String> effects = new ArrayList<>();
    private final Map<String, Deque<RemoteCallException>> faults = new HashMap<>();
    private CodeDeployCourse course = CodeDeployCourse.good();

    /** Makes a group for an ECS service. */
    public synchronized void addGroup(DeploymentGroupId id, ServiceId service) {
        addGroup(id, DeploymentGroup.Platform.ECS, Optional.of(service));
    }

    /** Makes a group. */
    public synchronized void addGroup(
            DeploymentGroupId id, DeploymentGroup.Platform platform, Optional<ServiceId> service) {
        groups.put(
                id,
                new DeploymentGroup(
                        id,
                        platform,
                        service,
                        "CodeDeployDefault.ECSAllAtOnce",
                        List.of(),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty()));
    }

    /** Says how deployments go that are created from now on. */
    public synchronized void course(CodeDeployCourse next) {
        course = next;
    }

    /** Lets somebody else deploy, if the group is free. */
    public synchronized String deployElsewhere(DeploymentGroupId group) {
        return begin(group, "");
    }

    /** Lets somebody else stop a deployment, without taking it back. */
    public synchronized void stopElsewhere(String deployment) {
        deployment(deployment).end(CodeDeployment.Status.STOPPED, "MANUAL_STOP", "The deployment was stopped.");
    }

    /** Lets the next call of an operation fail before it has an effect: the name of a method of the port, or {@code read}. */
    public synchronized void failNext(String method, RemoteCallException failure) {
        faults.computeIfAbsent(method, name -> new ArrayDeque<>()).add(failure);
    }

    /** What was changed by calls, in order: {@code create d-1}, {@code stop d-1}, {@code READY d-1}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** What was created, in order. */
    public synchronized List<NewDeployment> created() {
        return List.copyOf(created);
    }

    @Override
    public synchronized DeploymentGroup describe(AwsScope scope, DeploymentGroupId id) {
        strike("describe");
        DeploymentGroup group = group(id);
        Optional<DeploymentGroup.Newest> newest =
                of(id).reduce((older, newer) -> newer).map(last -> new DeploymentGroup.Newest(last.id, last.status));
        return new DeploymentGroup(
                id,
                group.platform(),
                group.service(),
                group.deploymentConfiguration(),
                group.alarms(),
                course.waitsForReady() ? Optional.of(Duration.ofHours(1)) : Optional.empty(),
                group.terminationWait(),
                newest);
    }

    @Override
    public Map<String, String> targetGroups(AwsScope scope, Collection<String> names) {
        return names.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/" + name + "/0"));
    }

    @Override
    public synchronized TrafficRouting routing(AwsScope scope, String name) {
        if (DeploymentConfiguration.read(name)
                        instanceof NameReading.Known<DeploymentConfiguration>(DeploymentConfiguration found)
                && found instanceof DeploymentConfiguration.Traffic traffic) {
            return traffic.routing();
        }
        TrafficRouting made = configurations.get(name);
        if (made == null) {
            throw failure(
                    Kind.NOT_FOUND,
                    "codedeploy:GetDeploymentConfig",
                    "there is no deployment configuration '" + name + "'");
        }
        return made;
    }

    @Override
    public synchronized void provide(AwsScope scope, String name, TrafficRouting routing) {
        if (configurations.putIfAbsent(name, routing) == null) {
            effects.add("provide " + name);
        }
    }

    @Override
    public synchronized String create(AwsScope scope, NewDeployment wanted) {
        strike("create");
        Optional<String> there = find(scope, wanted.group(), wanted.token(), wanted.since());
        if (there.isPresent()) {
            return there.get();
        }
        String id = begin(wanted.group(), wanted.token());
        created.add(wanted);
        effects.add("create " + id);
        return id;
    }

    private String begin(DeploymentGroupId group, String token) {
        group(group);
        of(group)
                .filter(deployment -> !deployment.status.hasEnded())
                .findFirst()
                .ifPresent(running -> {
                    throw failure(Kind.CONFLICT, "codedeploy:CreateDeployment", "it has the deployment " + running.id);
                });
        return add(new FakeCodeDeployment(nextId(), group, token, course, Optional.empty())).id;
    }

    private FakeCodeDeployment add(FakeCodeDeployment deployment) {
        deployments.put(deployment.id, deployment);
        return deployment;
    }

    private String nextId() {
        return "d-" + (deployments.size() + 1);
    }

    @Override
    public synchronized Optional<String> find(AwsScope scope, DeploymentGroupId group, String token, Instant since) {
        strike("find");
        return of(group)
                .filter(deployment -> !token.isEmpty() && deployment.token.equals(token))
                .map(deployment -> deployment.id)
                .findFirst();
    }

    private Stream<FakeCodeDeployment> of(DeploymentGroupId group) {
        return deployments.values().stream().filter(deployment -> deployment.group.equals(group));
    }

    @Override
    public synchronized void stopAndRollBack(AwsScope scope, String id) {
        strike("stopAndRollBack");
        FakeCodeDeployment deployment = deployment(id);
        if (deployment.status.hasEnded()) {
            return;
        }
        effects.add("stop " + id);
        deployment.end(CodeDeployment.Status.STOPPED, "MANUAL_STOP", "The deployment was stopped by a user.");
        takeBack(deployment);
    }

    @Override
    public synchronized void goOn(AwsScope scope, String id, DeploymentWait wait) {
        strike("goOn");
        if (deployment(id).goOn(wait)) {
            effects.add(wait + " " + id);
        }
    }

    private void takeBack(FakeCodeDeployment failed) {
        FakeCodeDeployment rollback =
                add(new FakeCodeDeployment(nextId(), failed.group, "", failed.course, Optional.of(failed.id)));
        failed.rollback = Optional.of(rollback.id);
    }

    @Override
    public String kind() {
        return CodeDeployment.KIND;
    }

    @Override
    public int batchSize() {
        return 25;
    }

    @Override
    public synchronized Reading read(List<ResourceId> resources) {
        strike("read");
        Map<ResourceId, Observation> seen = new LinkedHashMap<>();
        for (ResourceId resource : resources) {
            FakeCodeDeployment deployment = deployments.get(resource.id());
            if (deployment != null) {
                if (deployment.step()) {
                    takeBack(deployment);
                }
                seen.put(resource, deployment.observe());
            }
        }
        return Reading.of(seen);
    }

    private DeploymentGroup group(DeploymentGroupId id) {
        DeploymentGroup group = groups.get(id);
        if (group == null) {
            throw failure(Kind.NOT_FOUND, "codedeploy:GetDeploymentGroup", "there is no " + id);
        }
        return group;
    }

    private FakeCodeDeployment deployment(String id) {
        FakeCodeDeployment deployment = deployments.get(id);
        if (deployment == null) {
            throw failure(Kind.NOT_FOUND, "codedeploy:GetDeployment", "there is no deployment " + id);
        }
        return deployment;
    }

    private void strike(String method) {
        Deque<RemoteCallException> planned = faults.get(method);
        if (planned != null && !planned.isEmpty()) {
            throw planned.remove();
        }
    }

    private static RemoteCallException failure(Kind kind, String operation, String why) {
        return new RemoteCallException(
                kind, operation, kind.name(), operation + " failed: " + why + ".", new IllegalStateException(why));
    }
}
