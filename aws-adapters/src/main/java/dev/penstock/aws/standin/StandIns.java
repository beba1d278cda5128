package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** Makes stand-ins in a simulated AWS. What is there is left as it is. */
public final class StandIns {

    /** What a stand-in service runs until the first deployment. The simulator takes public images as they are named. */
    private static final String FIRST_IMAGE = "public.ecr.aws/docker/library/nginx:stable";

    private static final String ACTIVE = "ACTIVE";
    private static final String SUBNET = "subnet-0a1b2c3d4e5f60718";

    private final AwsClients clients;

    /**
     * Makes stand-ins with these clients.
     *
     * @throws IllegalArgumentException if they are not clients of a simulated AWS: nothing is ever made in a real account
     */
    public StandIns(AwsClients clients) {
        if (!(clients.settings().realm() instanceof Realm.Simulated)) {
            throw new IllegalArgumentException("stand-ins are made in a simulated AWS only");
        }
        this.clients = clients;
    }

    /** Makes an ECR repository; false if it is there. */
    public boolean repository(AwsScope scope, String name) {
        return clients.call("ecr:CreateRepository", "make the repository " + name, () -> {
            var ecr = clients.ecr(scope, Use.CHANGE);
            try {
                ecr.describeRepositories(request -> request.repositoryNames(name));
                return false;
            } catch (RepositoryNotFoundException e) {
                ecr.createRepository(request -> request.repositoryName(name));
                return true;
            }
        });
    }

    /** Makes an ECS cluster; false if it is there. */
    public boolean cluster(AwsScope scope, String name) {
        return clients.call("ecs:CreateCluster", "make the cluster " + name, () -> {
            EcsClient ecs = clients.ecs(scope, Use.CHANGE);
            boolean there = ecs.describeClusters(request -> request.clusters(name)).clusters().stream()
                    .anyMatch(cluster -> ACTIVE.equals(cluster.status()));
            if (!there) {
                ecs.createCluster(request -> request.clusterName(name));
            }
            return !there;
        });
    }

    /** Makes an ECS service with a task definition of its own, in a cluster that is there; false if the service is there. */
    public boolean service(AwsScope scope, ServiceStandIn wanted) {
        return clients.call("ecs:CreateService", "make the service " + wanted.service(), () -> {
            EcsClient ecs = clients.ecs(scope, Use.CHANGE);
            boolean there = ecs
                    .describeServices(
                            request -> request.cluster(wanted.cluster()).services(wanted.service()))
                    .services()
                    .stream()
                    .anyMatch(service -> ACTIVE.equals(service.status()));
            if (!there) {
                create(ecs, wanted, taskDefinition(ecs, wanted));
            }
            return !there;
        });
    }

    private static String taskDefinition(EcsClient ecs, ServiceStandIn wanted) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name(wanted.container())
                .image(FIRST_IMAGE)
                .essential(true)
                .portMappings(PortMapping.builder()
                        .containerPort(wanted.containerPort())
                        .build())
                .build();
        return ecs.registerTaskDefinition(request -> request.family(wanted.service())
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private static void create(EcsClient ecs, ServiceStandIn wanted, String taskDefinition) {
        ecs.createService(request -> request.cluster(wanted.cluster())
                .serviceName(wanted.service())
                .taskDefinition(taskDefinition)
                .desiredCount(wanted.desiredCount())
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(network ->
                        network.awsvpcConfiguration(vpc -> vpc.subnets(SUBNET).assignPublicIp(AssignPublicIp.DISABLED)))
                .deploymentConfiguration(deployment -> deployment
                        .minimumHealthyPercent(100)
                        .maximumPercent(200)
                        .deploymentCircuitBreaker(
                                breaker -> breaker.enable(true).rollback(true))));
    }
}
