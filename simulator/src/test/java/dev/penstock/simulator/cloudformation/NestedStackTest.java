package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Stack;

class NestedStackTest {

    private static final String CHILD = """
            Parameters:
              Name: {Type: String}
            Resources:
              Inner:
                Type: AWS::ECS::Cluster
                Properties:
                  ClusterName: !Sub '${Name}-inner'
            Outputs:
              Cluster: {Value: !Ref Inner}
            """;

    private static final String PARENT = """
            Resources:
              Child:
                Type: AWS::CloudFormation::Stack
                Properties:
                  TemplateURL: https://s3.amazonaws.com/templates/child.yml
                  Parameters: {Name: one}
              Outer:
                Type: AWS::ECS::Cluster
                Properties:
                  ClusterName: !Sub '${Child.Outputs.Cluster}-outer'
            """;

    private static final Fault FAILURE = new Fault.Refuse(400, "InvalidParameterException", "broken");

    private final StackWorld world = new StackWorld();

    @BeforeEach
    void template() {
        world.clients.s3().createBucket(b -> b.bucket("templates"));
        world.clients.s3().putObject(p -> p.bucket("templates").key("child.yml"), RequestBody.fromString(CHILD));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Stack child() {
        return world.stack(world.physicalId("Child"));
    }

    @Test
    void outputsOfANestedStackAreAttributesInItsParent() {
        String id = world.created(PARENT);

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.physicalId("Outer")).isEqualTo("one-inner-outer");
        assertThat(child().parentId()).isEqualTo(id);
        assertThat(child().rootId()).isEqualTo(id);
        assertThat(child().stackName()).startsWith("shop-Child-");
    }

    @Test
    void aFailureInsideFailsTheParentWhichDeletesTheNestedStack() {
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=Inner", 1, FAILURE);

        world.created(PARENT);

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("shop"))
                .anyMatch(e -> e.matches("Child CREATE_FAILED Embedded stack arn:aws:cloudformation:.* was not"
                        + " successfully created: The following resource\\(s\\) failed to create: \\[Inner]. "));
        assertThat(child().stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
    }

    @Test
    void whatANestedStackHasReplacedComesBackWhenItsParentFails() {
        world.created(PARENT);
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=Outer", 1, FAILURE);

        world.updated(PARENT.replace("Name: one", "Name: two"));

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(child().stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events(world.physicalId("Child")))
                .containsSubsequence(
                        "Inner UPDATE_IN_PROGRESS Resource creation Initiated",
                        "Inner UPDATE_COMPLETE",
                        "Inner UPDATE_COMPLETE",
                        "Inner DELETE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns())
                .allMatch(arn -> arn.endsWith("/one-inner") || arn.endsWith("/one-inner-outer"))
                .hasSize(2);
    }

    @Test
    void anUpdateCleansUpInsideWhenTheParentDoes() {
        world.created(PARENT);

        world.updated(PARENT.replace("Name: one", "Name: two"));

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(child().stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.physicalId("Outer")).isEqualTo("two-inner-outer");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
    }

    private static final String WAITING_CHILD = CHILD.replace("Outputs:", """
              H: {Type: AWS::CloudFormation::WaitConditionHandle}
              Wait:
                Type: AWS::CloudFormation::WaitCondition
                Properties: {Handle: !Ref H}
            Outputs:""");

    private void put(String template) {
        world.clients.s3().putObject(p -> p.bucket("templates").key("child.yml"), RequestBody.fromString(template));
    }

    @Test
    void aCancelledUpdateTakesBackWhatANestedStackWasDoing() {
        world.created(PARENT);
        String child = world.physicalId("Child");
        put(WAITING_CHILD);
        world.update(PARENT.replace("Name: one", "Name: two"), u -> {});
        world.aws.time().advance(Duration.ofMinutes(1));

        world.cloudFormation.cancelUpdateStack(c -> c.stackName("shop"));
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.stack(child).stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).contains("Child UPDATE_FAILED Resource update cancelled");
        assertThat(world.events(child)).contains("Wait CREATE_FAILED Resource creation cancelled");
        assertThat(world.clients.ecs().listClusters().clusterArns())
                .anyMatch(arn -> arn.endsWith("/one-inner"))
                .hasSize(2);
    }

    @Test
    void aDeletionCancelsWhatANestedStackWasMaking() {
        put(WAITING_CHILD);
        String id = world.create(PARENT, c -> {});
        world.aws.time().advance(Duration.ofMinutes(1));
        String child = world.physicalId("Child");

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();

        assertThat(world.stack(id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(world.events(child)).contains("Wait CREATE_FAILED Resource creation cancelled");
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
    }

    @Test
    void aFailedRollbackGoesOnWithoutWhatIsSkippedInANestedStack() {
        String tagged = CHILD.replace("ClusterName:", "Tags: [{Key: value, Value: !Ref Name}]\n      ClusterName:")
                .replace("${Name}-inner", "inner");
        put(tagged);
        world.created(PARENT);
        String child = world.physicalId("Child");
        world.aws.faults().before("cloudformation", "UpdateResource", "LogicalResourceId=Outer", 1, FAILURE);
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=Outer", 1, FAILURE);
        world.update(PARENT.replace("Name: one", "Name: two").replace("-outer", "-other"), u -> {});
        world.aws.time().advance(Duration.ofSeconds(14));
        world.aws.faults().before("cloudformation", "UpdateResource", "LogicalResourceId=Inner", 1, FAILURE);
        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_FAILED");
        assertThat(world.stack(child).stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_FAILED");

        String skipped = world.stack(child).stackName() + ".Inner";
        world.cloudFormation.continueUpdateRollback(c -> c.stackName("shop").resourcesToSkip(skipped));
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.stack(child).stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    }
}
