package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.iam.IamClient;

/** Amazon ECS, as far as it answers at once: nothing here waits for a rollout. */
abstract class EcsContract extends ServiceContract {

    private EcsClient ecs;

    @BeforeEach
    void createCluster() {
        ecs = account.client(EcsClient.builder());
        account.client(IamClient.builder())
                .createRole(
                        role -> role.roleName("execution")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
        ecs.createCluster(request -> request.clusterName("shop"));
    }

    private TaskDefinition register(String image) {
        return ecs.registerTaskDefinition(request -> request.family("web")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn("arn:aws:iam::" + account.id + ":role/execution")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image(image)
                                .essential(true)
                                .memory(128)
                                .build()))
                .taskDefinition();
    }

    private String createService(TaskDefinition definition) {
        return ecs.createService(request -> request.cluster("shop")
                        .serviceName("web")
                        .taskDefinition(definition.taskDefinitionArn())
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(network -> network.awsvpcConfiguration(
                                vpc -> vpc.subnets(account.network().subnets())
                                        .securityGroups(account.network().securityGroup())))
                        .desiredCount(0))
                .service()
                .serviceArn();
    }

    @Test
    void countsRevisionsOfATaskDefinition() {
        TaskDefinition first = register("nginx:1");
        assertThat(first.taskDefinitionArn())
                .isEqualTo("arn:aws:ecs:us-east-1:" + account.id + ":task-definition/web:1");
        assertThat(register("nginx:2").revision()).isEqualTo(2);
        TaskDefinition newest = ecs.describeTaskDefinition(request -> request.taskDefinition("web"))
                .taskDefinition();
        assertThat(newest.revision()).isEqualTo(2);
        assertThat(newest.containerDefinitions().getFirst().image()).isEqualTo("nginx:2");
        assertThat(newest.networkMode()).isEqualTo(NetworkMode.AWSVPC);
    }

    @Test
    void aDeregisteredTaskDefinitionIsInactive() {
        TaskDefinition first = register("nginx:1");
        ecs.deregisterTaskDefinition(request -> request.taskDefinition(first.taskDefinitionArn()));
        assertThat(ecs.describeTaskDefinition(request -> request.taskDefinition("web:1"))
                        .taskDefinition()
                        .status())
                .isEqualTo(TaskDefinitionStatus.INACTIVE);
        assertThat(register("nginx:2").revision()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoSuchTaskDefinition() {
        var refusal = refused(
                () -> ecs.describeTaskDefinition(request -> request.taskDefinition("none")), 400, "ClientException");
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo("Unable to describe task definition.");
    }

    @Test
    void missingClustersAndServicesAreFailuresOfTheAnswer() {
        var clusters = ecs.describeClusters(request -> request.clusters("shop", "none"));
        assertThat(clusters.clusters()).extracting("clusterName").containsExactly("shop");
        assertThat(clusters.failures()).extracting("reason").containsExactly("MISSING");
        var services = ecs.describeServices(request -> request.cluster("shop").services("none"));
        assertThat(services.services()).isEmpty();
        assertThat(services.failures()).extracting("reason").containsExactly("MISSING");
    }

    @Test
    void makesAService() {
        String arn = createService(register("nginx:1"));
        assertThat(arn).isEqualTo("arn:aws:ecs:us-east-1:" + account.id + ":service/shop/web");
        var service = ecs.describeServices(request -> request.cluster("shop").services("web"))
                .services()
                .getFirst();
        assertThat(service.status()).isEqualTo("ACTIVE");
        assertThat(service.deployments()).singleElement().satisfies(deployment -> {
            assertThat(deployment.status()).isEqualTo("PRIMARY");
            assertThat(deployment.taskDefinition()).endsWith("web:1");
        });
    }

    @Test
    void anUpdateIsADeploymentOfItsOwn() {
        createService(register("nginx:1"));
        TaskDefinition second = register("nginx:2");
        var updated = ecs.updateService(
                        request -> request.cluster("shop").service("web").taskDefinition(second.taskDefinitionArn()))
                .service();
        assertThat(updated.taskDefinition()).isEqualTo(second.taskDefinitionArn());
        assertThat(updated.deployments().stream()
                        .filter(deployment -> deployment.status().equals("PRIMARY")))
                .singleElement()
                .satisfies(deployment -> assertThat(deployment.taskDefinition()).isEqualTo(second.taskDefinitionArn()));
    }

    @Test
    void listsTheDeploymentsOfAService() {
        createService(register("nginx:1"));
        TaskDefinition second = register("nginx:2");
        ecs.updateService(request -> request.cluster("shop").service("web").taskDefinition(second.taskDefinitionArn()));
        var listed =
                ecs.listServiceDeployments(request -> request.cluster("shop").service("web"));
        assertThat(listed.serviceDeployments()).isNotEmpty();
    }

    @Test
    void refusesAnUpdateToATaskDefinitionThatIsNotThere() {
        createService(register("nginx:1"));
        refused(
                () -> ecs.updateService(
                        request -> request.cluster("shop").service("web").taskDefinition("none:7")),
                400,
                "ClientException");
    }

    @Test
    void refusesWhatNamesNoClusterOrServiceThatIsThere() {
        TaskDefinition definition = register("nginx:1");
        refused(
                () -> ecs.createService(request -> request.cluster("none")
                        .serviceName("web")
                        .taskDefinition(definition.taskDefinitionArn())
                        .desiredCount(0)),
                400,
                "ClusterNotFoundException");
        refused(
                () -> ecs.updateService(
                        request -> request.cluster("shop").service("none").desiredCount(1)),
                400,
                "ServiceNotFoundException");
    }

    @Test
    void listsTaskDefinitionsInPages() {
        for (int i = 0; i < 3; i++) {
            register("nginx:" + i);
        }
        var first =
                ecs.listTaskDefinitions(request -> request.familyPrefix("web").maxResults(2));
        assertThat(first.taskDefinitionArns()).hasSize(2);
        assertThat(first.nextToken()).isNotEmpty();
        assertThat(ecs.listTaskDefinitionsPaginator(
                                request -> request.familyPrefix("web").maxResults(2))
                        .taskDefinitionArns())
                .hasSize(3);
    }
}
