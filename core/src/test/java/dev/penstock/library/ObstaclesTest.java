package dev.penstock.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.engine.Preflight;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in the way of a pipeline of a template whose values are not all known. */
class ObstaclesTest {

    private static final String TEMPLATE = """
            Parameters:
              Service: {Type: String}
              Role: {Type: String}
              Emptied: {Type: String, Default: ''}
            Resources:
              Pipeline:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: !Sub '${Service}-pipeline'
                  RoleArn: !Ref Role
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: Source
                          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}
                          Configuration: {RepositoryName: shop, BranchName: main}
                          OutputArtifacts: [{Name: Code}]
                    - Name: Ask
                      Actions:
                        - Name: Ask
                          Region: %s
                          ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual, Version: '1'}
            """;

    private static List<String> told(String region) {
        PipelineReading reading =
                PipelineReader.read(SourceText.of("t.yml", TEMPLATE.formatted(region)), ReadOptions.none());
        assertThat(reading).isInstanceOf(PipelineReading.Accepted.class);
        var accepted = (PipelineReading.Accepted) reading;
        return Obstacles.of(accepted.definition(), accepted.unresolved(), new Preflight(List.of()), Map.of()).stream()
                .filter(problem -> problem.id().equals("PEN-RUN-002"))
                .map(problem -> problem.field() + " | " + problem.message() + " "
                        + problem.hint().orElse(""))
                .toList();
    }

    @Test
    void aParameterInThePipelinesNameIsAskedForAndItsRoleIsNot() {
        assertThat(told("eu-west-1"))
                .singleElement()
                .asString()
                .startsWith("/name | The parameter Service has no value. Give it by --parameter Service=VALUE");
    }

    @Test
    void aParameterWhoseDefaultIsEmptyIsGivenAValue() {
        assertThat(told("!Ref Emptied"))
                .anySatisfy(told -> assertThat(told)
                        .startsWith("/stages/1/actions/0/region | The parameter Emptied has no value. Give it by"
                                + " --parameter Emptied=VALUE"));
    }

    @Test
    void anExportIsAParameterInItsPlace() {
        assertThat(told("!ImportValue region"))
                .anySatisfy(told -> assertThat(told)
                        .contains("What 'Fn::ImportValue region' stands for is not known without the stack.")
                        .contains("--parameter NAME=VALUE")
                        .doesNotContain("--stack"));
    }
}
