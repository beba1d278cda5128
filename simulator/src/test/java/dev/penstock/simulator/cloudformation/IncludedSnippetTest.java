package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;

/** Templates that take snippets from S3, which change while the templates do not. */
class IncludedSnippetTest {

    private static final String TEMPLATE = """
            Resources:
              A:
                Type: AWS::ECS::Cluster
                Properties:
                  Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://snippets/cluster.yml}}
            """;

    private final StackWorld world = new StackWorld();

    @BeforeEach
    void snippet() {
        world.clients.s3().createBucket(b -> b.bucket("snippets"));
        put("one");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void put(String name) {
        world.clients
                .s3()
                .putObject(
                        p -> p.bucket("snippets").key("cluster.yml"), RequestBody.fromString("ClusterName: " + name));
    }

    private DescribeChangeSetResponse changeSet(String name) {
        String id = world.changeSet(
                name, ChangeSetType.UPDATE, TEMPLATE, c -> c.capabilitiesWithStrings("CAPABILITY_AUTO_EXPAND"));
        return world.cloudFormation.describeChangeSet(d -> d.changeSetName(id));
    }

    @Test
    void aChangedSnippetIsAChange() {
        world.created(TEMPLATE);
        assertThat(changeSet("none").statusReason()).isEqualTo("No updates are to be performed.");

        put("two");
        DescribeChangeSetResponse set = changeSet("some");

        assertThat(set.statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(set.changes().getFirst().resourceChange().replacementAsString())
                .isEqualTo("True");
    }

    @Test
    void whatWasReviewedIsWhatIsDone() {
        world.created(TEMPLATE);
        put("two");
        String id = changeSet("some").changeSetId();
        put("three");

        world.cloudFormation.executeChangeSet(e -> e.changeSetName(id));
        world.settle();

        assertThat(world.physicalId("A")).isEqualTo("two");
        assertThat(world.cloudFormation.getTemplate(t -> t.stackName("shop")).templateBody())
                .contains("two");
    }

    @Test
    void anUpdateThatFailsGoesBackToTheSnippetThatWas() {
        world.created(TEMPLATE);
        put("two");
        world.update(TEMPLATE + "  B: {Type: AWS::ECS::Cluster, DependsOn: A, Properties: {Nothing: 1}}\n", u -> {});
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.physicalId("A")).isEqualTo("one");
        assertThat(changeSet("some").statusAsString()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void aSnippetThatIsNotThereFailsTheChangeSetAndTheCreation() {
        String missing = TEMPLATE.replace("s3://snippets", "s3://doesnotexist");
        String id = world.changeSet(
                "first", ChangeSetType.CREATE, missing, c -> c.capabilitiesWithStrings("CAPABILITY_AUTO_EXPAND"));
        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(id))
                        .statusReason())
                .isEqualTo("Transform AWS::Include failed with: S3 bucket [doesnotexist] does not exist.");

        world.create(missing, c -> c.stackName("other"));
        world.settle();
        assertThat(world.stack("other").stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("other"))
                .anyMatch(event ->
                        event.startsWith("other ROLLBACK_IN_PROGRESS Transform AWS::Include failed with: S3 bucket"
                                + " [doesnotexist] does not exist."));
    }
}
