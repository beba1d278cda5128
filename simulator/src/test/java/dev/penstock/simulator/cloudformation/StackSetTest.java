package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.service.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.CreateStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.StackSetNotEmptyException;

class StackSetTest {

    private static final String OTHER = "444455556666";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
    private static final String TEMPLATE = """
            Parameters:
              Name: {Type: String, Default: web}
            Resources:
              A:
                Type: AWS::ECS::Cluster
                Properties: {ClusterName: !Ref Name}
            """;

    private final StackWorld world = new StackWorld();

    @BeforeEach
    void roles() {
        world.clients
                .iam()
                .createRole(r -> r.roleName("AWSCloudFormationStackSetAdministrationRole")
                        .assumeRolePolicyDocument(TRUST));
        for (Clients clients : List.of(world.clients, other())) {
            clients.iam()
                    .createRole(r ->
                            r.roleName("AWSCloudFormationStackSetExecutionRole").assumeRolePolicyDocument(TRUST));
        }
        world.cloudFormation.createStackSet(s -> s.stackSetName("fleet").templateBody(TEMPLATE));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Clients other() {
        return world.clients.as(AwsBasicCredentials.create(OTHER, "secret"));
    }

    private String instances(Consumer<CreateStackInstancesRequest.Builder> more) {
        CreateStackInstancesRequest.Builder request = CreateStackInstancesRequest.builder()
                .stackSetName("fleet")
                .accounts(Clients.ACCOUNT, OTHER)
                .regions("us-east-1", "eu-west-1");
        more.accept(request);
        String id = world.cloudFormation.createStackInstances(request.build()).operationId();
        world.settle();
        return id;
    }

    private String status(String operation) {
        return world.cloudFormation
                .describeStackSetOperation(d -> d.stackSetName("fleet").operationId(operation))
                .stackSetOperation()
                .statusAsString();
    }

    private List<String> results(String operation) {
        return world
                .cloudFormation
                .listStackSetOperationResults(d -> d.stackSetName("fleet").operationId(operation))
                .summaries()
                .stream()
                .map(s -> s.account() + " " + s.region() + " " + s.statusAsString())
                .toList();
    }

    @Test
    void instancesBecomeStacksInEveryAccountAndRegion() {
        String created = instances(i -> {});

        assertThat(status(created)).isEqualTo("SUCCEEDED");
        assertThat(other().in(Region.EU_WEST_1).ecs().listClusters().clusterArns())
                .containsExactly("arn:aws:ecs:eu-west-1:" + OTHER + ":cluster/web");

        String updated = world.cloudFormation
                .updateStackSet(u -> u.stackSetName("fleet")
                        .usePreviousTemplate(true)
                        .parameters(StackWorld.parameter("Name", "shop")))
                .operationId();
        world.settle();
        assertThat(status(updated)).isEqualTo("SUCCEEDED");
        assertThat(other().ecs().listClusters().clusterArns())
                .containsExactly("arn:aws:ecs:us-east-1:" + OTHER + ":cluster/shop");
        assertThatThrownBy(() -> world.cloudFormation.deleteStackSet(d -> d.stackSetName("fleet")))
                .isInstanceOf(StackSetNotEmptyException.class);

        String deleted = world.cloudFormation
                .deleteStackInstances(d -> d.stackSetName("fleet")
                        .accounts(Clients.ACCOUNT, OTHER)
                        .regions("us-east-1", "eu-west-1")
                        .retainStacks(false))
                .operationId();
        world.settle();
        assertThat(status(deleted)).isEqualTo("SUCCEEDED");
        world.cloudFormation.deleteStackSet(d -> d.stackSetName("fleet"));
        assertThat(other().ecs().listClusters().clusterArns()).isEmpty();
    }

    @Test
    void aFailedRegionStopsThoseThatFollow() {
        world.aws
                .faults()
                .before(
                        "cloudformation",
                        "CreateResource",
                        1,
                        new Fault.Refuse(400, "InvalidParameterException", "broken"));

        String created = instances(i -> i.operationPreferences(p -> p.regionOrder("eu-west-1", "us-east-1")));

        assertThat(status(created)).isEqualTo("FAILED");
        assertThat(results(created))
                .containsExactlyInAnyOrder(
                        Clients.ACCOUNT + " eu-west-1 FAILED",
                        OTHER + " eu-west-1 CANCELLED",
                        Clients.ACCOUNT + " us-east-1 CANCELLED",
                        OTHER + " us-east-1 CANCELLED");
    }

    @Test
    void whatIsToleratedDoesNotStopTheRest() {
        world.aws
                .faults()
                .before(
                        "cloudformation",
                        "CreateResource",
                        1,
                        new Fault.Refuse(400, "InvalidParameterException", "broken"));

        String created = instances(
                i -> i.operationPreferences(p -> p.failureToleranceCount(1).maxConcurrentCount(2)));

        assertThat(status(created)).isEqualTo("SUCCEEDED");
        assertThat(results(created)).filteredOn(r -> r.endsWith("SUCCEEDED")).hasSize(3);
    }

    @Test
    void anAccountWithoutTheExecutionRoleFails() {
        world.cloudFormation.createStackSet(
                s -> s.stackSetName("strange").templateBody(TEMPLATE).executionRoleName("none"));

        String id = world.cloudFormation
                .createStackInstances(
                        i -> i.stackSetName("strange").accounts(OTHER).regions("us-east-1"))
                .operationId();
        world.settle();

        assertThat(world.cloudFormation
                        .listStackSetOperationResults(
                                l -> l.stackSetName("strange").operationId(id))
                        .summaries()
                        .getFirst()
                        .statusReason())
                .startsWith("Account " + OTHER + " should have 'none' role with trust relationship to Role");
    }
}
