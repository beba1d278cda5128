package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Category;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeResponse;
import software.amazon.awssdk.services.cloudformation.model.RegistryType;
import software.amazon.awssdk.services.cloudformation.model.TypeNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.TypeSummary;
import software.amazon.awssdk.services.cloudformation.model.Visibility;

class TypeQueriesTest {

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTypeIsDescribedWithItsSchemaByNameAndByArn() {
        DescribeTypeResponse type = world.cloudFormation.describeType(
                d -> d.type(RegistryType.RESOURCE).typeName("AWS::ECS::Cluster"));

        assertThat(type.arn()).isEqualTo("arn:aws:cloudformation:us-east-1::type/resource/AWS-ECS-Cluster");
        assertThat(type.visibility()).isEqualTo(Visibility.PUBLIC);
        JsonValue.Structure schema =
                (JsonValue.Structure) JsonValue.parse(type.schema()).orElseThrow();
        assertThat(schema.members()).containsKeys("properties", "definitions", "createOnlyProperties");
        assertThat(schema.members().get("primaryIdentifier"))
                .isEqualTo(new JsonValue.Array(List.of(new JsonValue.Text("/properties/ClusterName"))));
        assertThat(world.cloudFormation.describeType(d -> d.arn(type.arn())).typeName())
                .isEqualTo("AWS::ECS::Cluster");
        assertThatThrownBy(() -> world.cloudFormation.describeType(
                        d -> d.type(RegistryType.RESOURCE).typeName("AWS::No::Thing")))
                .isInstanceOf(TypeNotFoundException.class);
        assertThat(world.cloudFormation.listTypeVersions(l -> l.arn(type.arn())).typeVersionSummaries())
                .singleElement()
                .satisfies(version -> assertThat(version.isDefaultVersion()).isTrue());
    }

    @Test
    void publicTypesAreListedPageByPageAndNobodyHasOwnOnes() {
        List<String> all = world
                .cloudFormation
                .listTypesPaginator(l -> l.visibility(Visibility.PUBLIC)
                        .filters(f -> f.category(Category.AWS_TYPES).typeNamePrefix("AWS::ECS"))
                        .maxResults(2))
                .typeSummaries()
                .stream()
                .map(TypeSummary::typeName)
                .toList();

        assertThat(all)
                .contains("AWS::ECS::Cluster", "AWS::ECS::Service")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(world.cloudFormation.listTypes(l -> {}).typeSummaries()).isEmpty();
    }

    @Test
    void aCostEstimateIsAnAddressForTemplatesThatCanBeMade() {
        String template = "Parameters: {Name: {Type: String}}\nResources: {A: {Type: AWS::ECS::Cluster}}";

        assertThat(world.cloudFormation
                        .estimateTemplateCost(
                                e -> e.templateBody(template).parameters(StackWorld.parameter("Name", "x")))
                        .url())
                .startsWith("https://calculator.aws/");
        assertThatThrownBy(() -> world.cloudFormation.estimateTemplateCost(e -> e.templateBody(template)))
                .hasMessageContaining("Parameters: [Name] must have values");
    }
}
