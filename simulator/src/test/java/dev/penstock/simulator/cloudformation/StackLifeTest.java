package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.service.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

class StackLifeTest {

    /** Two clusters and one that depends on the first. */
    static final String CLUSTERS = """
            Parameters:
              Value:
                Type: String
                Default: one
            Resources:
              A:
                Type: AWS::ECS::Cluster
                Properties:
                  Tags: [{Key: value, Value: !Ref Value}]
              B:
                Type: AWS::ECS::Cluster
                Properties:
                  ClusterName: !Sub '${A}-b'
            Outputs:
              Name:
                Value: !Ref A
            """;

    private static final Fault FAILURE = new Fault.Refuse(400, "InvalidParameterException", "broken");

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aStackThatIsBeingReviewedHasAnEmptyTemplateUntilItsChangeSetIsExecuted() {
        world.changeSet("first", ChangeSetType.CREATE, CLUSTERS, c -> {});

        assertThat(world.cloudFormation
                        .getTemplate(t -> t.stackName("shop").templateStage(TemplateStage.ORIGINAL))
                        .templateBody())
                .isEmpty();
        assertThat(world.cloudFormation
                        .getTemplate(t -> t.stackName("shop").changeSetName("first"))
                        .templateBody())
                .isEqualTo(CLUSTERS);
    }

    @Test
    void resourcesAreMadeAfterWhatTheyDependOnAndEventsSaySo() {
        world.created(CLUSTERS);

        assertThat(world.events("shop"))
                .containsExactly(
                        "shop CREATE_IN_PROGRESS User Initiated",
                        "A CREATE_IN_PROGRESS",
                        "A CREATE_IN_PROGRESS Resource creation Initiated",
                        "A CREATE_COMPLETE",
                        "B CREATE_IN_PROGRESS",
                        "B CREATE_IN_PROGRESS Resource creation Initiated",
                        "B CREATE_COMPLETE",
                        "shop CREATE_COMPLETE");
        assertThat(world.stack().outputs()).extracting(Output::outputValue).containsExactly(world.physicalId("A"));
        assertThat(world.physicalId("B")).isEqualTo(world.physicalId("A") + "-b");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);
    }

    @Test
    void aFailedCreationIsRolledBackAndDeletesWhatWasMade() {
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=B", 1, FAILURE);

        world.created(CLUSTERS);

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("shop"))
                .contains(
                        "shop ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback requested"
                                + " by user.",
                        "A DELETE_COMPLETE");
        assertThat(world.events("shop"))
                .anyMatch(e -> e.startsWith("B CREATE_FAILED Resource handler returned message:"
                        + " \"broken (Service: Ecs, Status Code: 400"));
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
        assertThatThrownBy(() -> world.update(CLUSTERS, u -> {}))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("is in ROLLBACK_COMPLETE state and can not be updated.");
    }

    @Test
    void anUpdateChangesInPlaceWhatCanBeChangedAndCleansUpWhatIsGone() {
        world.created(CLUSTERS);
        String before = world.physicalId("A");

        world.updated(CLUSTERS.replace("Default: one", "Default: two").replaceAll("(?s)  B:.*?Outputs", "Outputs"));

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.physicalId("A")).isEqualTo(before);
        assertThat(world.events("shop"))
                .containsSubsequence(
                        "shop UPDATE_IN_PROGRESS User Initiated",
                        "A UPDATE_IN_PROGRESS",
                        "A UPDATE_COMPLETE",
                        "shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "B DELETE_IN_PROGRESS",
                        "B DELETE_COMPLETE",
                        "shop UPDATE_COMPLETE");
        assertThat(world.cloudFormation
                        .describeStackResources(d -> d.stackName("shop"))
                        .stackResources())
                .extracting(StackResource::logicalResourceId)
                .containsExactly("A");
    }

    @Test
    void aReplacementKeepsTheOldOneUntilCleanUp() {
        world.created(CLUSTERS);
        String before = world.physicalId("B");

        world.updated(CLUSTERS.replace("'${A}-b'", "'${A}-c'"));

        assertThat(world.physicalId("B")).isNotEqualTo(before).endsWith("-c");
        assertThat(world.events("shop"))
                .containsSubsequence(
                        "B UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence"
                                + " creating one.",
                        "B UPDATE_IN_PROGRESS Resource creation Initiated",
                        "B UPDATE_COMPLETE",
                        "shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "B DELETE_IN_PROGRESS",
                        "B DELETE_COMPLETE",
                        "shop UPDATE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);
    }

    @Test
    void aFailedUpdateGoesBackToWhatWasThere() {
        world.created(CLUSTERS);
        String a = world.physicalId("A");
        String b = world.physicalId("B");
        String c = "\n  C: {Type: AWS::ECS::Cluster, DependsOn: B}\nOutputs";
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=C", 1, FAILURE);

        world.updated(CLUSTERS.replace("Default: one", "Default: two")
                .replace("'${A}-b'", "'${A}-c'")
                .replace("\nOutputs", c));

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.physicalId("A")).isEqualTo(a);
        assertThat(world.physicalId("B")).isEqualTo(b);
        assertThat(world.events("shop"))
                .containsSubsequence(
                        "shop UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [C]. ",
                        "A UPDATE_IN_PROGRESS",
                        "A UPDATE_COMPLETE",
                        "shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                        "B DELETE_COMPLETE",
                        "shop UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.stack().parameters().getFirst().parameterValue()).isEqualTo("one");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);
    }

    @Test
    void anUpdateWithoutChangesIsRefusedInAwsWords() {
        world.created(CLUSTERS);

        assertThatThrownBy(() -> world.update(CLUSTERS, u -> {}))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("No updates are to be performed.");
    }

    @Test
    void deletionLeavesNothing() {
        String id = world.created(CLUSTERS);

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();

        assertThat(world.stack(id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
        assertThatThrownBy(world::stack).hasMessageContaining("Stack with id shop does not exist");
    }
}
