package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/**
 * {@code AWS::ECS::Service}: Ref is the ARN. It is made or changed once its deployment has completed; a deployment that the
 * circuit breaker or an alarm ends is the resource's failure, and one that does not end within three hours too. Sources:
 * Template Reference; "Amazon ECS deployment circuit breaker"; re:Post, "My service takes long to stabilize".
 */
final class EcsService extends ServiceHandler {

    static final String TYPE = "AWS::ECS::Service";
    private static final Duration PATIENCE = Duration.ofHours(3);
    private static final int LOOK_AGAIN = 15;
    private static final String TAGS = "Tags";
    private static final String NAME = "ServiceName";
    private static final String FORCE = "ForceNewDeployment";

    /** What a resource on its way remembers beside its attributes. */
    private static final String DEPLOYMENT = "(deployment)";

    private static final String SINCE = "(since)";

    EcsService() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(FORCE)
                .renamed("PlacementStrategies", "PlacementStrategy")
                .with(NAME, given.text(NAME, context.generatedName(255)))
                .with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        CreateServiceRequest.Builder request = fill(CreateServiceRequest.builder(), asked)
                .clientToken(context.token()
                        .substring(0, Math.min(36, context.token().length())));
        if (!given.has("DesiredCount") && !given.text("SchedulingStrategy", "").equals("DAEMON")) {
            request.desiredCount(1);
        }
        return begun(
                context,
                call(context, request.build(), CreateServiceResponse.class).service(),
                true);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        EcsTags.change(this, context, before.physicalId(), TagSet.change(context, old, asked, TAGS));
        Service service = service(context, before.physicalId()).orElseThrow(() -> gone(before.physicalId()));
        if (!asked.without(TAGS).changes(old.without(TAGS)).isEmpty()) {
            service = call(context, updated(before, asked, service), UpdateServiceResponse.class)
                    .service();
        }
        return begun(context, service, false);
    }

    /** What UpdateService takes; a list that is gone from the template is emptied. */
    private UpdateServiceRequest updated(Deployed before, Properties asked, Service service) {
        Properties changeable = asked.without(
                        TAGS,
                        NAME,
                        "Cluster",
                        "Role",
                        "SchedulingStrategy",
                        "LaunchType",
                        FORCE,
                        "DeploymentController")
                .renamed("PlacementStrategies", "PlacementStrategy");
        UpdateServiceRequest.Builder request = fill(UpdateServiceRequest.builder(), changeable)
                .cluster(service.clusterArn())
                .service(before.physicalId());
        if (asked.part(FORCE).truth("EnableForceNewDeployment")) {
            request.forceNewDeployment(true);
        }
        Properties old = Properties.of(before.properties());
        if (old.has("LoadBalancers") && !asked.has("LoadBalancers")) {
            request.loadBalancers(List.of());
        }
        if (old.has("ServiceRegistries") && !asked.has("ServiceRegistries")) {
            request.serviceRegistries(List.of());
        }
        if (old.has("PlacementConstraints") && !asked.has("PlacementConstraints")) {
            request.placementConstraints(List.of());
        }
        if (old.has("PlacementStrategies") && !asked.has("PlacementStrategies")) {
            request.placementStrategy(List.of());
        }
        return request.build();
    }

    private static Progress begun(ResourceContext context, Service service, boolean created) {
        String deployment = service.deployments().stream()
                .filter(d -> d.status().equals("PRIMARY"))
                .map(Deployment::id)
                .findFirst()
                .orElse("");
        Properties remembered = Properties.of(attributes(service))
                .with(DEPLOYMENT, deployment)
                .with(SINCE, context.now().toString());
        boolean elsewhere = service.deploymentController() != null
                && service.deploymentController().type() != DeploymentControllerType.ECS;
        return elsewhere && (created || deployment.isEmpty())
                ? new Progress.Done(service.serviceArn(), attributes(service))
                : working(service.serviceArn(), remembered.structure(), LOOK_AGAIN);
    }

    private static JsonValue.Structure attributes(Service service) {
        return attributes("Name", service.serviceName(), "ServiceArn", service.serviceArn());
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Optional<Service> found = service(context, resource.physicalId());
        if (operation == Operation.DELETE) {
            return found.isEmpty()
                    ? unchanged(resource)
                    : working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
        }
        Service service = found.orElseThrow(() -> gone(resource.physicalId()));
        Progress stable = new Progress.Done(resource.physicalId(), attributes(service));
        Optional<Deployment> ours = deployment(service, attribute(resource, DEPLOYMENT));
        if (ours.isEmpty() || ours.get().rolloutState() == DeploymentRolloutState.FAILED) {
            return failure(resource, service);
        } else if (isSteady(service, ours.get())) {
            return stable;
        } else if (Duration.between(Instant.parse(attribute(resource, SINCE)), context.now())
                        .compareTo(PATIENCE)
                >= 0) {
            return new Progress.Failed("NotStabilized", "Exceeded attempts to wait", resource.physicalId());
        }
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    private static Optional<Deployment> deployment(Service service, String id) {
        return service.deployments().stream().filter(d -> d.id().equals(id)).findFirst();
    }

    private static boolean isSteady(Service service, Deployment ours) {
        boolean rolledOut = ours.rolloutState() == null || ours.rolloutState() == DeploymentRolloutState.COMPLETED;
        boolean counted = service.schedulingStrategy() == SchedulingStrategy.DAEMON
                || (service.runningCount() >= service.desiredCount() && service.pendingCount() == 0);
        return rolledOut && counted && service.deployments().size() == 1;
    }

    /** Source: stack events that users have published. */
    private static Progress failure(Deployed resource, Service service) {
        boolean breaker = service.deploymentConfiguration() != null
                && service.deploymentConfiguration().deploymentCircuitBreaker() != null
                && service.deploymentConfiguration().deploymentCircuitBreaker().enable();
        String why = breaker ? "ECS Deployment Circuit Breaker was triggered" : "ECS Deployment failed";
        return new Progress.Failed(
                "GeneralServiceException", "Error occurred during operation '" + why + "'.", resource.physicalId());
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (service(context, resource.physicalId()).isEmpty()) {
            return unchanged(resource);
        }
        DeleteServiceRequest request = DeleteServiceRequest.builder()
                .cluster(clusterOf(resource.physicalId()))
                .service(resource.physicalId())
                .force(true)
                .build();
        call(context, request, DeleteServiceResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties()).renamed("PlacementStrategies", "PlacementStrategy");
        return service(context, resource.physicalId()).map(service -> {
            Properties now = Properties.of(PropertyShapes.current(given.structure(), service))
                    .renamed("PlacementStrategy", "PlacementStrategies")
                    .withGiven(TAGS, given, EcsTags.map(service.tags()));
            Optional<JsonValue> cluster = given.get("Cluster");
            Properties complete = cluster.isEmpty() ? now : now.with("Cluster", cluster.get());
            return given.get(FORCE)
                    .map(force -> complete.with(FORCE, force))
                    .orElse(complete)
                    .structure();
        });
    }

    /** The service, unless it is gone or being drained of its last tasks and gone after that. */
    private Optional<Service> service(ResourceContext context, String arn) {
        DescribeServicesRequest request = DescribeServicesRequest.builder()
                .cluster(clusterOf(arn))
                .services(arn)
                .include(ServiceField.TAGS)
                .build();
        return find(context, request, DescribeServicesResponse.class)
                .flatMap(found -> found.services().stream()
                        .filter(service -> !service.status().equals("INACTIVE"))
                        .findFirst());
    }

    /** Long ARNs have the cluster's name before the service's. */
    private static String clusterOf(String arn) {
        String[] path = arn.split("/", -1);
        return path.length > 2 ? path[1] : "default";
    }

    private static ServiceError gone(String arn) {
        return ServiceError.client("ServiceNotFoundException", "Service not found: " + arn);
    }
}
