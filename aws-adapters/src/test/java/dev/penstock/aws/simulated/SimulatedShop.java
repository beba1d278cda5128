package dev.penstock.aws.simulated;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.release.ServiceId;
import dev.penstock.time.EngineClock.Busy;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.iam.IamClient;

/** A cluster with a service of the containers {@code web} and {@code sidecar}, behind the account's own clients. */
public final class SimulatedShop {

    /** The service. */
    public static final ServiceId WEB = new ServiceId("shop", "web");

    private static final String LOG_GROUP = "/ecs/web";

    private final SimulatedAccount account;

    /** Makes the cluster. */
    public SimulatedShop(SimulatedAccount account) {
        this.account = account;
        try (Busy busy = account.clock().busy();
                IamClient iam = iam()) {
            iam.createRole(role -> role.roleName("execution")
                    .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
            ecs().createCluster(cluster -> cluster.clusterName(WEB.cluster()));
            account.clients.logs(AwsScope.OWN, Use.CHANGE).createLogGroup(group -> group.logGroupName(LOG_GROUP));
        }
    }

    private IamClient iam() {
        return IamClient.builder()
                .endpointOverride(account.aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(SimulatedAccount.ID, "simulated")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** A client of ECS. */
    public EcsClient ecs() {
        return account.clients.ecs(AwsScope.OWN, Use.CHANGE);
    }

    /** Makes the service, without a circuit breaker. */
    public void createService(String image, int desiredCount) {
        try (Busy busy = account.clock().busy()) {
            String taskDefinition = ecs().registerTaskDefinition(request -> request.family("web")
                            .networkMode("awsvpc")
                            .requiresCompatibilitiesWithStrings("FARGATE")
                            .cpu("256")
                            .memory("512")
                            .executionRoleArn("arn:aws:iam::" + SimulatedAccount.ID + ":role/execution")
                            .containerDefinitions(container("web", image), container("sidecar", image)))
                    .taskDefinition()
                    .taskDefinitionArn();
            ecs().createService(request -> request.cluster(WEB.cluster())
                    .serviceName(WEB.service())
                    .taskDefinition(taskDefinition)
                    .launchType("FARGATE")
                    .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                    .desiredCount(desiredCount));
        }
    }

    /** The service as ECS describes it. */
    public Service service() {
        return ecs().describeServices(request -> request.cluster(WEB.cluster()).services(WEB.service()))
                .services()
                .getFirst();
    }

    private static ContainerDefinition container(String name, String image) {
        return ContainerDefinition.builder()
                .name(name)
                .image(image)
                .essential(true)
                .memory(128)
                .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS)
                        .options(Map.of(
                                "awslogs-group", LOG_GROUP,
                                "awslogs-region", "us-east-1",
                                "awslogs-stream-prefix", "web")))
                .build();
    }
}
