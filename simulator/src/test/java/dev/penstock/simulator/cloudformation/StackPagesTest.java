package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** What there is more of than one answer holds comes page by page, each once and in order. */
class StackPagesTest {

    private static final int MANY = 130;

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void resourcesEventsExportsAndChangesComeInPages() {
        String resources = IntStream.range(0, MANY)
                .mapToObj(i -> "  R%03d: {Type: AWS::CloudFormation::WaitConditionHandle}\n".formatted(i))
                .collect(Collectors.joining());
        String outputs = IntStream.range(0, MANY)
                .mapToObj(i -> "  O%03d: {Value: v, Export: {Name: e%03d}}\n".formatted(i, i))
                .collect(Collectors.joining());
        String template = "Resources:\n" + resources + "Outputs:\n" + outputs;
        String set = world.changeSet("first", ChangeSetType.CREATE, template, c -> {});

        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(set))
                        .changes())
                .hasSize(100);
        String next = world.cloudFormation
                .describeChangeSet(d -> d.changeSetName(set))
                .nextToken();
        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(set).nextToken(next))
                        .changes())
                .extracting(change -> change.resourceChange().logicalResourceId())
                .hasSize(30)
                .startsWith("R100");
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(set));
        world.settle();

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.cloudFormation
                        .listStackResourcesPaginator(l -> l.stackName("shop"))
                        .stackResourceSummaries())
                .extracting(StackResourceSummary::logicalResourceId)
                .hasSize(MANY)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(world.cloudFormation.listExportsPaginator(l -> {}).exports())
                .extracting(Export::name)
                .hasSize(MANY)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(world.events("shop")).hasSize(3 * MANY + 3);
        assertThat(world.cloudFormation
                        .describeEventsPaginator(d -> d.stackName("shop"))
                        .operationEvents())
                .hasSize(3 * MANY + 3 + 2);
        assertThatThrownBy(() -> world.cloudFormation.listStackResources(
                        l -> l.stackName("shop").nextToken("?")))
                .hasMessageContaining("Invalid NextToken");
    }

    @Test
    void stacksAndChangeSetsComeInPages() {
        String template = "Resources: {H: {Type: AWS::CloudFormation::WaitConditionHandle}}";
        for (int i = 0; i < MANY; i++) {
            String name = "s" + i;
            world.cloudFormation.createChangeSet(c -> c.stackName("shop")
                    .changeSetName(name)
                    .changeSetType(ChangeSetType.CREATE)
                    .templateBody(template));
            world.cloudFormation.createStack(c -> c.stackName(name).templateBody(template));
        }

        assertThat(world.cloudFormation.describeStacksPaginator(d -> {}).stacks())
                .hasSize(MANY + 1);
        assertThat(world.cloudFormation.listStacksPaginator(l -> {}).stackSummaries())
                .hasSize(MANY + 1);
        assertThat(world.cloudFormation
                        .listChangeSetsPaginator(l -> l.stackName("shop"))
                        .summaries())
                .hasSize(MANY);
    }
}
