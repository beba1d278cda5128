package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.DeploymentPause;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.DeploymentSettings;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDescription;
import dev.penstock.release.ServiceId;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.ServiceSetup.Balancer;
import dev.penstock.release.StoppedTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Container services in memory. A deployment moves on each time it is observed, to the end that is {@linkplain #fate set}
 * for the images that it brings. Every change is counted.
 */
public final class FakeContainerServices implements ContainerServices, ResourceReader {

    private static final String ARN = "arn:aws:ecs:us-east-1:123456789012:";

    private final Map<ServiceId, FakeService> services = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> taskDefinitions = new LinkedHashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<String, FakeDeployment> deployments = new LinkedHashMap<>();
    private final Map<String, Fate> fates = new HashMap<>();
    private final List<String> effects = new ArrayList<>();
    private final Map<String, Deque<RemoteCallException>> faults = new HashMap<>();
    private int hidden;

    /** Makes a service that runs images, with no deployment in its history. */
    public synchronized void addService(ServiceId id, Map<String, String> images, int desiredCount) {
        String arn = ARN + "service/" + id.cluster() + "/" + id.service();
        services.put(id, new FakeService(arn, define(id.service(), images), desiredCount));
    }

    /** Lets somebody make the deployments of a service, and says the ARN of its task definition. */
    public synchronized String control(ServiceId id, ServiceSetup.Controller controller) {
        FakeService service = service(id);
        service.controller = controller;
        return service.taskDefinition;
    }

    /** Gives a service a load balancer that moves traffic between two target groups, the first of which serves. */
    public synchronized void balance(ServiceId id, Balancer balancer) {
        FakeService service = service(id);
        service.balancer = Optional.of(balancer);
        service.serving = balancer.targetGroup();
    }

    /** How a service is deployed. */
    public synchronized DeploymentSettings settings(ServiceId id) {
        return service(id).settings;
    }

    /** Says what becomes of deployments that bring an image; those of other images are healthy. */
    public synchronized void fate(String image, Fate fate) {
        fates.put(image, fate);
    }

    /** Lets somebody else deploy images. */
    public synchronized String deployElsewhere(ServiceId id, Map<String, String> images) {
        FakeService service = service(id);
        begin(service, define(id.service(), images));
        return service.current.orElseThrow();
    }

    /** Lets a deployment wait at a lifecycle hook until it is told to go on. */
    public synchronized void pause(String serviceDeployment, DeploymentPause at) {
        FakeDeployment deployment = deployments.get(serviceDeployment);
        if (deployment == null) {
            throw new IllegalArgumentException("there is no deployment " + serviceDeployment);
        }
        deployment.pause(at);
    }

    /** Lets deployments stay invisible for some more looks. */
    public synchronized void hideDeployments(int looks) {
        hidden = looks;
    }

    /** Lets the next call of an operation fail before it has an effect: the name of a method of the port, or {@code read}. */
    public synchronized void failNext(String method, RemoteCallException failure) {
        faults.computeIfAbsent(method, name -> new ArrayDeque<>()).add(failure);
    }

    /** What was changed by calls, in order: {@code register web:2}, {@code deploy web:2}, {@code stop 1}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** What a service runs: image by container name. */
    public synchronized Map<String, String> images(ServiceId id) {
        return taskDefinition(service(id).taskDefinition);
    }

    @Override
    public synchronized ServiceDescription describe(AwsScope scope, ServiceId id) {
        strike("describe");
        FakeService service = service(id);
        return new ServiceDescription(
                service.arn,
                service.taskDefinition,
                taskDefinition(service.taskDefinition),
                service.desiredCount,
                service.current,
                false);
    }

    @Override
    public synchronized ServiceSetup setup(AwsScope scope, ServiceId id) {
        strike("setup");
        FakeService service = service(id);
        return new ServiceSetup(
                service.arn,
                service.controller,
                false,
                service.desiredCount,
                service.taskDefinition,
                true,
                service.settings,
                service.balancers(),
                service.balancer.isPresent() ? List.of(service.serving) : List.of(),
                service.current);
    }

    @Override
    public synchronized void configure(AwsScope scope, ServiceId id, String configuration) {
        strike("configure");
        FakeService service = service(id);
        DeploymentSettings asked = DeploymentSettings.read(configuration);
        if (!asked.equals(service.settings)) {
            service.settings = asked;
            effects.add("configure " + asked.strategy());
        }
    }

    @Override
    public synchronized String registerTaskDefinition(
            AwsScope scope, String basedOn, Map<String, String> images, String token) {
        strike("registerTaskDefinition");
        String known = tokens.get(token);
        if (known != null) {
            return known;
        }
        Map<String, String> wanted = new LinkedHashMap<>(taskDefinition(basedOn));
        for (Map.Entry<String, String> image : images.entrySet()) {
            if (wanted.replace(image.getKey(), image.getValue()) == null) {
                throw failure(Kind.INVALID, "ecs:RegisterTaskDefinition", "there is no container " + image.getKey());
            }
        }
        String family = family(basedOn);
        for (Map.Entry<String, Map<String, String>> existing : taskDefinitions.entrySet()) {
            if (family(existing.getKey()).equals(family) && existing.getValue().equals(wanted)) {
                return existing.getKey();
            }
        }
        String arn = define(family, wanted);
        tokens.put(token, arn);
        effects.add("register " + arn.substring(arn.lastIndexOf('/') + 1));
        return arn;
    }

    @Override
    public synchronized void deploy(
            AwsScope scope, ServiceId id, String taskDefinition, Optional<String> configuration) {
        strike("deploy");
        FakeService service = service(id);
        taskDefinition(taskDefinition);
        if (service.taskDefinition.equals(taskDefinition)) {
            return;
        }
        configuration.map(DeploymentSettings::read).ifPresent(settings -> service.settings = settings);
        begin(service, taskDefinition);
        effects.add("deploy " + taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1));
    }

    private void begin(FakeService service, String taskDefinition) {
        service.current.map(deployments::get).ifPresent(before -> before.supersede(nextDeployment(service)));
        FakeDeployment deployment =
                new FakeDeployment(nextDeployment(service), service, taskDefinition, fateOf(taskDefinition));
        deployments.put(deployment.id, deployment);
        service.current = Optional.of(deployment.id);
        service.taskDefinition = taskDefinition;
    }

    private String nextDeployment(FakeService service) {
        return service.arn.replace(":service/", ":service-deployment/") + "/" + (deployments.size() + 1);
    }

    @Override
    public synchronized Optional<String> findDeployment(
            AwsScope scope, ServiceId id, String taskDefinition, Optional<String> after) {
        strike("findDeployment");
        FakeService service = service(id);
        List<FakeDeployment> newest = new ArrayList<>(deployments.values());
        Collections.reverse(newest);
        Optional<String> found = Optional.empty();
        for (FakeDeployment deployment : newest) {
            if (after.isPresent() && deployment.id.equals(after.get())) {
                break;
            }
            if (deployment.service == service && deployment.taskDefinition.equals(taskDefinition)) {
                found = Optional.of(deployment.id);
            }
        }
        if (found.isPresent() && hidden > 0) {
            hidden--;
            return Optional.empty();
        }
        return found;
    }

    @Override
    public synchronized Optional<ServiceDeployment> look(AwsScope scope, String serviceDeployment) {
        strike("look");
        return Optional.ofNullable(deployments.get(serviceDeployment)).map(FakeDeployment::observe);
    }

    @Override
    public synchronized void stopAndRollBack(AwsScope scope, String serviceDeployment) {
        strike("stopAndRollBack");
        FakeDeployment deployment = deployments.get(serviceDeployment);
        if (deployment == null) {
            throw failure(Kind.NOT_FOUND, "ecs:StopServiceDeployment", "there is no deployment " + serviceDeployment);
        }
        if (deployment.requestRollback()) {
            effects.add("stop " + serviceDeployment.substring(serviceDeployment.lastIndexOf('/') + 1));
        }
    }

    @Override
    public synchronized void continueDeployment(
            AwsScope scope, String serviceDeployment, String hookId, HookAction action) {
        strike("continueDeployment");
        FakeDeployment deployment = deployments.get(serviceDeployment);
        if (deployment == null) {
            throw failure(
                    Kind.NOT_FOUND, "ecs:ContinueServiceDeployment", "there is no deployment " + serviceDeployment);
        }
        if (deployment.resume(hookId, action)) {
            effects.add(action + " " + serviceDeployment.substring(serviceDeployment.lastIndexOf('/') + 1));
        }
    }

    @Override
    public synchronized List<StoppedTask> stoppedTasks(
            AwsScope scope, ServiceId service, String serviceDeployment, int logLines) {
        strike("stoppedTasks");
        FakeDeployment deployment = deployments.get(serviceDeployment);
        return deployment == null ? List.of() : deployment.stoppedTasks();
    }

    @Override
    public String kind() {
        return ServiceDeployment.KIND;
    }

    @Override
    public int batchSize() {
        return 20;
    }

    @Override
    public synchronized Reading read(List<ResourceId> resources) {
        strike("read");
        Map<ResourceId, Observation> seen = new LinkedHashMap<>();
        for (ResourceId resource : resources) {
            FakeDeployment deployment = deployments.get(resource.id());
            if (deployment != null) {
                seen.put(resource, deployment.observe());
            }
        }
        return Reading.of(seen);
    }

    private FakeService service(ServiceId id) {
        FakeService service = services.get(id);
        if (service == null) {
            throw failure(Kind.NOT_FOUND, "ecs:DescribeServices", "there is no service " + id.service());
        }
        return service;
    }

    private Map<String, String> taskDefinition(String arn) {
        Map<String, String> images = taskDefinitions.get(arn);
        if (images == null) {
            throw failure(Kind.NOT_FOUND, "ecs:DescribeTaskDefinition", "there is no task definition " + arn);
        }
        return images;
    }

    private String define(String family, Map<String, String> images) {
        long revision = 1
                + taskDefinitions.keySet().stream()
                        .filter(arn -> family(arn).equals(family))
                        .count();
        String arn = ARN + "task-definition/" + family + ":" + revision;
        taskDefinitions.put(arn, Map.copyOf(images));
        return arn;
    }

    private static String family(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));
    }

    private Fate fateOf(String taskDefinition) {
        return taskDefinition(taskDefinition).values().stream()
                .filter(fates::containsKey)
                .map(fates::get)
                .findFirst()
                .orElseGet(Fate.Healthy::new);
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
