package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

class NestedChangeSetTest {

    private static final String INNERMOST = """
        Parameters:
          Name: {Type: String, AllowedPattern: '[a-z-]+'}
        Conditions:
          Long: !Equals [!Ref Name, long]
        Resources:
          Leaf:
            Type: AWS::ECS::Cluster
            Properties: {ClusterName: !Sub '${Name}-leaf'}
          Second:
            Type: AWS::ECS::Cluster
            Condition: Long
        """;

    private static final String CHILD = """
        Parameters:
          Name: {Type: String}
        Resources:
          Inner:
            Type: AWS::ECS::Cluster
            Properties: {ClusterName: !Ref Name}
          Grandchild:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: https://s3.amazonaws.com/templates/innermost.yml
              Parameters: {Name: !Ref Inner}
        """;

    private static final String PARENT = """
        Resources:
          Child:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: https://s3.amazonaws.com/templates/child.yml
              Parameters: {Name: one}
          Other:
            Type: AWS::ECS::Cluster
            Properties: {ClusterName: other}
        """;

    private final StackWorld world = new StackWorld();

    @BeforeEach
    void templates() {
        world.clients.s3().createBucket(b -> b.bucket("templates"));
        put("child.yml", CHILD);
        put("innermost.yml", INNERMOST);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void put(String key, String template) {
        world.clients.s3().putObject(p -> p.bucket("templates").key(key), RequestBody.fromString(template));
    }

    private String changeSet(String name, ChangeSetType type, String template) {
        return world.changeSet(name, type, template, c -> c.includeNestedStacks(true));
    }

    private DescribeChangeSetResponse described(String id) {
        return world.cloudFormation.describeChangeSet(d -> d.changeSetName(id));
    }

    private static ResourceChange change(DescribeChangeSetResponse set, String logicalId) {
        return set.changes().stream()
                .map(Change::resourceChange)
                .filter(change -> change.logicalResourceId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private List<String> reviewed() {
        return world
                .cloudFormation
                .listStacks(l -> l.stackStatusFilters(StackStatus.REVIEW_IN_PROGRESS))
                .stackSummaries()
                .stream()
                .map(StackSummary::stackName)
                .toList();
    }

    @Test
    void theWholeHierarchyIsPreviewed() {
        String root = changeSet("first", ChangeSetType.CREATE, PARENT);

        DescribeChangeSetResponse above = described(root);
        DescribeChangeSetResponse child = described(change(above, "Child").changeSetId());
        DescribeChangeSetResponse grandchild =
                described(change(child, "Grandchild").changeSetId());
        assertThat(above.executionStatusAsString()).isEqualTo("AVAILABLE");
        assertThat(above.parentChangeSetId()).isNull();
        assertThat(change(above, "Other").changeSetId()).isNull();
        assertThat(child.statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(child.executionStatusAsString()).isEqualTo("UNAVAILABLE");
        assertThat(child.statusReason()).isEqualTo("Executable from root change set");
        assertThat(child.parentChangeSetId()).isEqualTo(root);
        assertThat(grandchild.parentChangeSetId()).isEqualTo(child.changeSetId());
        assertThat(grandchild.rootChangeSetId()).isEqualTo(root);
        assertThat(child.changes())
                .extracting(c -> c.resourceChange().logicalResourceId())
                .containsExactly("Grandchild", "Inner");
        assertThat(grandchild.changes())
                .extracting(c -> c.resourceChange().logicalResourceId())
                .containsExactly("Leaf");
        assertThat(reviewed()).hasSize(3);
        assertThat(world.stack(child.stackId()).parentId()).isEqualTo(above.stackId());
        assertThat(world.cloudFormation
                        .listChangeSets(l -> l.stackName(child.stackId()))
                        .summaries()
                        .getFirst()
                        .rootChangeSetId())
                .isEqualTo(root);
    }

    @Test
    void executingTheRootCarriesOutWhatWasReviewed() {
        String root = changeSet("first", ChangeSetType.CREATE, PARENT);
        String child = change(described(root), "Child").changeSetId();
        String reviewedStack = described(child).stackId();
        assertThatThrownBy(() -> world.cloudFormation.executeChangeSet(e -> e.changeSetName(child)))
                .isInstanceOf(InvalidChangeSetStatusException.class);
        put("child.yml", "Resources: {Else: {Type: AWS::ECS::Cluster}}");

        world.cloudFormation.executeChangeSet(e -> e.changeSetName(root));
        world.settle();

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.physicalId("Child")).isEqualTo(reviewedStack);
        assertThat(world.stack(reviewedStack).changeSetId()).isEqualTo(child);
        assertThat(described(child).executionStatusAsString()).isEqualTo("EXECUTE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(3);
        assertThat(reviewed()).isEmpty();
    }

    @Test
    void anUpdateShowsWhereItChangesSomething() {
        world.created(PARENT);
        String inner = world.physicalId("Child");

        String root = changeSet("rename", ChangeSetType.UPDATE, PARENT.replace("Name: one", "Name: two"));
        DescribeChangeSetResponse child =
                described(change(described(root), "Child").changeSetId());
        assertThat(described(root).changes()).hasSize(1);
        assertThat(child.stackId()).isEqualTo(inner);
        assertThat(change(child, "Inner").replacementAsString()).isEqualTo("True");
        DescribeChangeSetResponse grandchild =
                described(change(child, "Grandchild").changeSetId());
        assertThat(change(grandchild, "Leaf").replacementAsString()).isEqualTo("True");
        assertThat(grandchild.parameters().getFirst().parameterValue()).isEqualTo("{{changeSet:KNOWN_AFTER_APPLY}}");

        world.cloudFormation.executeChangeSet(e -> e.changeSetName(root));
        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns())
                .anyMatch(arn -> arn.endsWith("/two-leaf"))
                .hasSize(3);
    }

    @Test
    void aNestedStackThatDoesNotChangeIsLeftAlone() {
        world.created(PARENT);

        String root =
                changeSet("other", ChangeSetType.UPDATE, PARENT.replace("ClusterName: other", "ClusterName: new"));
        assertThat(described(root).changes())
                .extracting(c -> c.resourceChange().logicalResourceId())
                .containsExactly("Other");
        int before = world.events("shop").size();
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(root));
        world.settle();

        assertThat(world.events("shop").subList(before, world.events("shop").size()))
                .noneMatch(event -> event.startsWith("Child"));
        String none = changeSet("none", ChangeSetType.UPDATE, PARENT.replace("ClusterName: other", "ClusterName: new"));
        assertThat(described(none).statusReason()).startsWith("The submitted information didn't contain changes.");
    }

    @Test
    void aFailureInsideFailsTheRoot() {
        put(
                "innermost.yml",
                INNERMOST
                        .replace("Leaf:", "Leaf:\n    DependsOn: Nothing")
                        .replace("AllowedPattern", "MaxLength: 5, AllowedPattern"));

        String root = changeSet("first", ChangeSetType.CREATE, PARENT);

        assertThat(described(root).statusAsString()).isEqualTo("FAILED");
        assertThat(described(root).executionStatusAsString()).isEqualTo("UNAVAILABLE");
        assertThat(described(root).statusReason())
                .matches("Nested change set arn:aws:cloudformation:.* was not successfully created: Currently in"
                        + " FAILED.");
    }

    @Test
    void deletingTheRootDeletesTheHierarchyAndWhatWasOnlyReviewed() {
        String root = changeSet("first", ChangeSetType.CREATE, PARENT);
        String child = change(described(root), "Child").changeSetId();
        assertThatThrownBy(() -> world.cloudFormation.deleteChangeSet(d -> d.changeSetName(child)))
                .isInstanceOf(InvalidChangeSetStatusException.class);

        world.cloudFormation.deleteChangeSet(d -> d.changeSetName(root));
        assertThat(described(root).statusAsString()).isEqualTo("DELETE_PENDING");
        world.aws.time().advance(Duration.ofSeconds(30));

        assertThatThrownBy(() -> described(root)).isInstanceOf(ChangeSetNotFoundException.class);
        assertThatThrownBy(() -> described(child)).isInstanceOf(ChangeSetNotFoundException.class);
        assertThat(reviewed()).containsExactly("shop");
    }

    @Test
    void stacksThatWereOnlyReviewedGoWithTheirParent() {
        changeSet("first", ChangeSetType.CREATE, PARENT);

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();

        assertThat(reviewed()).isEmpty();
    }
}
