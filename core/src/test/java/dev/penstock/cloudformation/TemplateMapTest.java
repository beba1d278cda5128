package dev.penstock.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateMapTest {

    private static final String STACK = """
            Parameters:
              Image:
                Type: String
            Resources:
              Cluster:
                Type: AWS::ECS::Cluster
              Listener:
                Type: AWS::ElasticLoadBalancingV2::Listener
              Service:
                Type: AWS::ECS::Service
                DependsOn: [Listener]
                Properties:
                  Cluster: !Ref Cluster
                  TaskDefinition: !Sub "${Task.Arn}-${Image}-${!Literal}-${Given}"
                  LoadBalancers:
                    - ContainerName: web
                      ContainerPort: 80
              Task:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  ContainerDefinitions:
                    - Image: !Ref Image
                      Environment: !If [Big, [{Name: A, Value: !GetAtt Cluster.Arn}], !Ref AWS::NoValue]
            """;

    private final TemplateMap map = TemplateMap.of(read("stack.yml", STACK));

    private static SourceNode read(String file, String text) {
        return DocumentReader.read(SourceText.of(file, text), ReadLimits.DEFAULT, Tags.CLOUDFORMATION, new Problems())
                .orElseThrow();
    }

    private static Optional<SourceSpan> at(int line, int column) {
        return Optional.of(new SourceSpan("stack.yml", line, column));
    }

    @Test
    void tellsWhereParametersResourcesAndPropertiesStand() {
        assertThat(map.parameter("Image")).isEqualTo(at(2, 3));
        assertThat(map.resource("Service")).isEqualTo(at(9, 3));
        assertThat(map.property("Service", "/Cluster")).isEqualTo(at(13, 7));
        assertThat(map.property("Service", "LoadBalancers/0/ContainerPort")).isEqualTo(at(17, 11));
    }

    @Test
    void whatIsNotWrittenStandsWhereTheDeepestPartOfItsPathStands() {
        assertThat(map.property("Service", "LoadBalancers/0/TargetGroupArn")).isEqualTo(at(16, 11));
        assertThat(map.property("Service", "DesiredCount")).isEqualTo(at(9, 3));
        assertThat(map.property("Nobody", "Name")).isEmpty();
        assertThat(map.resource("Nobody")).isEmpty();
    }

    @Test
    void findsWhatDependsOnWhatThroughAnyFunction() {
        assertThat(map.dependencies().get("Service")).containsExactlyInAnyOrder("Listener", "Cluster", "Task");
        assertThat(map.dependencies().get("Task")).containsExactly("Cluster");
        assertThat(map.dependencies().get("Cluster")).isEmpty();
    }

    @Test
    void aDocumentThatIsNoTemplateHasNoPlaces() {
        TemplateMap nothing = TemplateMap.of(read("list.yml", "- a\n- b\n"));

        assertThat(nothing.dependencies()).isEmpty();
        assertThat(nothing.parameter("Image")).isEmpty();
    }
}
