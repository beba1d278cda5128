package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.RawMembers;
import dev.penstock.aws.client.Use;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.ServiceDescription;
import dev.penstock.release.ServiceId;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.StoppedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Services of Amazon ECS whose deployments ECS itself makes ({@code deploymentController.type} is {@code ECS}). */
public final class EcsContainerServices implements ContainerServices {

    private static final String DESCRIBE = "ecs:DescribeServices";

    private final AwsClients clients;
    private final TaskDefinitions taskDefinitions;
    private final ServiceDeployments deployments;
    private final StoppedTasks stoppedTasks;
    private final ServiceDeploymentReader reader;

    /** The services that some clients reach. */
    public EcsContainerServices(AwsClients clients) {
        this.clients = clients;
        this.taskDefinitions = new TaskDefinitions(clients);
        this.deployments = new ServiceDeployments(clients);
        this.stoppedTasks = new StoppedTasks(clients);
        // A single deployment's service is always asked for what the deployment does not tell: no time is needed.
        this.reader = new ServiceDeploymentReader(clients, () -> Instant.EPOCH);
    }

    @Override
    public ServiceDescription describe(AwsScope scope, ServiceId id) {
        Service service = service(scope, id);
        TaskDefinition definition =
                taskDefinitions.describe(scope, service.taskDefinition()).definition();
        Map<String, String> images = definition.containerDefinitions().stream()
                .collect(Collectors.toMap(ContainerDefinition::name, ContainerDefinition::image));
        return new ServiceDescription(
                service.serviceArn(),
                service.taskDefinition(),
                images,
                service.desiredCount(),
                Optional.ofNullable(service.currentServiceDeployment()).or(() -> newestDeployment(scope, id)),
                rollsBack(service));
    }

    /** A service need not name the deployment that it had last. */
    private Optional<String> newestDeployment(AwsScope scope, ServiceId id) {
        return deployments.newest(scope, id).stream()
                .map(ServiceDeploymentBrief::serviceDeploymentArn)
                .findFirst();
    }

    @Override
    public ServiceSetup setup(AwsScope scope, ServiceId id) {
        List<JsonNode> answers = new ArrayList<>();
        Service service = described(scope, id, RawMembers.reading(answers::add));
        Optional<String> current =
                Optional.ofNullable(service.currentServiceDeployment()).or(() -> newest(scope, id, service));
        return ServiceSetups.of(
                service,
                answers.getLast().at("/services/0/deploymentConfiguration"),
                service.taskDefinition() == null
                        ? Optional.empty()
                        : Optional.of(taskDefinitions
                                .describe(scope, service.taskDefinition())
                                .definition()),
                deployments.serving(scope, service),
                current);
    }

    /** Only ECS itself remembers deployments. */
    private Optional<String> newest(AwsScope scope, ServiceId id, Service service) {
        return ServiceSetups.controller(service) == ServiceSetup.Controller.ECS
                ? newestDeployment(scope, id)
                : Optional.empty();
    }

    private Service service(AwsScope scope, ServiceId id) {
        Service service = described(scope, id, nothing -> {});
        ServiceSetup.Controller controller = ServiceSetups.controller(service);
        if (controller != ServiceSetup.Controller.ECS) {
            throw failure(
                    Kind.INVALID,
                    asked(id),
                    "its deployments are made by "
                            + service.deploymentController().typeAsString()
                            + ", and this action works with services whose deployments ECS makes");
        }
        return service;
    }

    private static String asked(ServiceId id) {
        return "look at service '" + id.service() + "' in cluster '" + id.cluster() + "'";
    }

    private Service described(AwsScope scope, ServiceId id, Consumer<AwsRequestOverrideConfiguration.Builder> raw) {
        String asked = asked(id);
        DescribeServicesResponse answer = clients.call(
                DESCRIBE,
                asked,
                () -> clients.ecs(scope, Use.READ)
                        .describeServices(request -> request.cluster(id.cluster())
                                .services(id.service())
                                .overrideConfiguration(raw)));
        if (answer.services().isEmpty()) {
            throw failure(Kind.NOT_FOUND, asked, "there is none of this name in the cluster");
        }
        Service service = answer.services().getFirst();
        if (!"ACTIVE".equals(service.status())) {
            throw failure(Kind.GONE, asked, "it is " + service.status());
        }
        return service;
    }

    private static boolean rollsBack(Service service) {
        if (service.deploymentConfiguration() == null) {
            return false;
        }
        DeploymentCircuitBreaker breaker = service.deploymentConfiguration().deploymentCircuitBreaker();
        return breaker != null && Boolean.TRUE.equals(breaker.enable()) && Boolean.TRUE.equals(breaker.rollback());
    }

    @Override
    public String registerTaskDefinition(AwsScope scope, String basedOn, Map<String, String> images, String token) {
        return taskDefinitions.register(scope, basedOn, images, token);
    }

    @Override
    public void deploy(AwsScope scope, ServiceId id, String taskDefinition, Optional<String> configuration) {
        // UpdateService takes no token. It is a call for a desired state: what is desired already is not asked again.
        if (service(scope, id).taskDefinition().equals(taskDefinition)) {
            return;
        }
        clients.call(
                "ecs:UpdateService",
                "update service '" + id.service() + "' in cluster '" + id.cluster() + "'",
                () -> clients.ecs(scope, Use.CHANGE)
                        .updateService(request -> request.cluster(id.cluster())
                                .service(id.service())
                                .taskDefinition(taskDefinition)
                                .overrideConfiguration(settings(configuration))));
    }

    @Override
    public void configure(AwsScope scope, ServiceId id, String configuration) {
        clients.call(
                "ecs:UpdateService",
                "change how service '" + id.service() + "' in cluster '" + id.cluster() + "' is deployed",
                () -> clients.ecs(scope, Use.CHANGE)
                        .updateService(request -> request.cluster(id.cluster())
                                .service(id.service())
                                .overrideConfiguration(settings(Optional.of(configuration)))));
    }

    /** As they are: what this version of the SDK does not know is ECS's to judge. */
    private static Consumer<AwsRequestOverrideConfiguration.Builder> settings(Optional<String> configuration) {
        if (configuration.isEmpty()) {
            return nothing -> {};
        }
        ObjectNode members = JsonMapper.shared().createObjectNode();
        members.set("deploymentConfiguration", JsonMapper.shared().readTree(configuration.get()));
        return RawMembers.sending(members);
    }

    @Override
    public Optional<String> findDeployment(
            AwsScope scope, ServiceId service, String taskDefinition, Optional<String> after) {
        List<ServiceDeploymentBrief> newest = deployments.newest(scope, service);
        Instant since = newest.stream()
                .filter(deployment ->
                        after.isPresent() && deployment.serviceDeploymentArn().equals(after.get()))
                .map(ServiceDeploymentBrief::createdAt)
                .findFirst()
                .orElse(Instant.MIN);
        List<ServiceDeploymentBrief> newer = newest.stream()
                .filter(deployment -> !deployment.createdAt().isBefore(since))
                .filter(deployment ->
                        after.isEmpty() || !deployment.serviceDeploymentArn().equals(after.get()))
                .filter(deployment -> deployment.targetServiceRevisionArn() != null)
                .toList();
        Map<String, String> brings = deployments.taskDefinitions(
                scope,
                newer.stream()
                        .map(ServiceDeploymentBrief::targetServiceRevisionArn)
                        .toList());
        return newer.reversed().stream()
                .filter(deployment -> taskDefinition.equals(brings.get(deployment.targetServiceRevisionArn())))
                .map(ServiceDeploymentBrief::serviceDeploymentArn)
                .findFirst();
    }

    @Override
    public Optional<dev.penstock.release.ServiceDeployment> look(AwsScope scope, String serviceDeployment) {
        var resource = new ResourceId(dev.penstock.release.ServiceDeployment.KIND, scope, serviceDeployment);
        return Optional.ofNullable(reader.read(List.of(resource)).seen().get(resource))
                .map(dev.penstock.release.ServiceDeployment.class::cast);
    }

    @Override
    public void stopAndRollBack(AwsScope scope, String serviceDeployment) {
        if (isOverOrStopping(scope, serviceDeployment)) {
            return;
        }
        try {
            clients.call(
                    "ecs:StopServiceDeployment",
                    "stop the deployment '" + serviceDeployment + "'",
                    () -> clients.ecs(scope, Use.CHANGE)
                            .stopServiceDeployment(request -> request.serviceDeploymentArn(serviceDeployment)
                                    .stopType(StopServiceDeploymentStopType.ROLLBACK)));
        } catch (RemoteCallException e) {
            // It may have ended since it was looked at.
            if (e.kind() != Kind.CONFLICT || !isOverOrStopping(scope, serviceDeployment)) {
                throw e;
            }
        }
    }

    private boolean isOverOrStopping(AwsScope scope, String serviceDeployment) {
        ServiceDeployment deployment =
                deployments.describe(scope, List.of(serviceDeployment)).get(serviceDeployment);
        if (deployment == null) {
            String asked = "stop the deployment '" + serviceDeployment + "'";
            throw failure(Kind.NOT_FOUND, asked, "there is none of this ARN");
        }
        return ServiceDeployments.isOverOrStopping(deployment);
    }

    @Override
    public void continueDeployment(AwsScope scope, String serviceDeployment, String hookId, HookAction action) {
        if (!waits(scope, serviceDeployment, hookId)) {
            return;
        }
        ObjectNode members = JsonMapper.shared()
                .createObjectNode()
                .put("serviceDeploymentArn", serviceDeployment)
                .put("hookId", hookId)
                .put("action", action.name());
        try {
            // Newer than the SDK: another operation of the same service, with an answer of the same form, carries it.
            clients.call(
                    "ecs:ContinueServiceDeployment",
                    "let the deployment '" + serviceDeployment + "' go on from its hook '" + hookId + "'",
                    () -> clients.ecs(scope, Use.CHANGE)
                            .stopServiceDeployment(request -> request.overrideConfiguration(
                                    RawMembers.operation("ContinueServiceDeployment", members))));
        } catch (RemoteCallException e) {
            // Somebody may have answered it since it was looked at.
            if (e.kind() != Kind.INVALID || waits(scope, serviceDeployment, hookId)) {
                throw e;
            }
        }
    }

    private boolean waits(AwsScope scope, String serviceDeployment, String hookId) {
        Pauses pauses = new Pauses();
        if (deployments
                .describe(scope, List.of(serviceDeployment), new CallCount(), pauses)
                .isEmpty()) {
            String asked = "let the deployment '" + serviceDeployment + "' go on";
            throw failure(Kind.NOT_FOUND, asked, "there is none of this ARN");
        }
        return pauses.of(serviceDeployment)
                .filter(pause -> pause.hookId().equals(hookId))
                .isPresent();
    }

    @Override
    public List<StoppedTask> stoppedTasks(AwsScope scope, ServiceId service, String serviceDeployment, int logLines) {
        ServiceDeployment deployment =
                deployments.describe(scope, List.of(serviceDeployment)).get(serviceDeployment);
        if (deployment == null || deployment.targetServiceRevision() == null) {
            return List.of();
        }
        String revision = deployment.targetServiceRevision().arn();
        String brings = deployments.taskDefinitions(scope, List.of(revision)).get(revision);
        if (brings == null) {
            return List.of();
        }
        TaskDefinition definition = taskDefinitions.describe(scope, brings).definition();
        return stoppedTasks.of(scope, service, deployment.createdAt(), definition, logLines);
    }

    private static RemoteCallException failure(Kind kind, String asked, String why) {
        String message = "Could not " + asked + ": " + why + ".";
        return new RemoteCallException(kind, DESCRIBE, "", message, new IllegalStateException(why));
    }
}
