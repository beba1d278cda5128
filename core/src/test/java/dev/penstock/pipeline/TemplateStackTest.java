package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a template's references to its own resources stand for. */
final class TemplateStackTest {

    private static final String TEMPLATE = """
            Parameters:
              Stage: {Type: String}
              Secret: {Type: String, NoEcho: true}
              Looked: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /shop/cluster-name}
            Resources:
              Named: {Type: 'AWS::CodeBuild::Project', Properties: {Name: !Sub 'shop-${Stage}'}}
              Unnamed: {Type: 'AWS::CodeBuild::Project'}
              Cluster: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: !Ref Named}}
              Images: {Type: 'AWS::ECR::Repository', Properties: {RepositoryName: shop}}
              Files: {Type: 'AWS::S3::Bucket'}
              Deployer: {Type: 'AWS::IAM::Role', Properties: {RoleName: deployer, Path: /ci/}}
              Repository: {Type: 'AWS::CodeCommit::Repository', Properties: {RepositoryName: code}}
              Circle: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: !Ref Turn}}
              Turn: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: !Ref Circle}}
              Other: {Type: 'Custom::Thing'}
              Nested: {Type: 'AWS::CloudFormation::Stack'}
              Pipeline:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: shop
                  RoleArn: arn:aws:iam::123456789012:role/r
                  ArtifactStore: {Type: S3, Location: bucket}
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: Source
                          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}
                          Configuration: {RepositoryName: !GetAtt Repository.Name, BranchName: main}
                          OutputArtifacts: [{Name: Code}]
                    - Name: Build
                      Actions:
                        - Name: Build
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
                          Configuration: {ProjectName: %s}
                          InputArtifacts: [{Name: Code}]
            """;

    private static final ReadOptions OPTIONS = ReadOptions.none()
            .withRegion("eu-west-1")
            .withAccountId("111122223333")
            .withParameters(Map.of("Stage", "live"));

    /** What an expression stands for; empty if that is not known. */
    private static List<String> value(String expression, ReadOptions options) {
        PipelineReading reading = PipelineReader.read(SourceText.of("t.yml", TEMPLATE.formatted(expression)), options);
        assertThat(reading)
                .as("%s", PipelineReaderTest.complaints(reading))
                .isInstanceOf(PipelineReading.Accepted.class);
        var accepted = (PipelineReading.Accepted) reading;
        ActionDeclaration build =
                accepted.definition().pipeline().stages().get(1).actions().getFirst();
        return accepted.unresolvedBelow("/stages/1").isEmpty()
                ? List.of(build.configuration().getOrDefault("ProjectName", ""))
                : List.of();
    }

    /** The parameters that an expression waits for. */
    private static List<String> openIn(String expression, ReadOptions options) {
        PipelineReading reading = PipelineReader.read(SourceText.of("t.yml", TEMPLATE.formatted(expression)), options);
        return ((PipelineReading.Accepted) reading)
                .unresolvedBelow("/stages/1")
                .getFirst()
                .parameters();
    }

    @Test
    void aNameThatTheTemplateGivesAResourceIsKnown() {
        assertThat(value("!Ref Named", OPTIONS)).containsExactly("shop-live");
        assertThat(value("!Ref Cluster", OPTIONS)).containsExactly("shop-live");
        assertThat(value("!GetAtt Cluster.Arn", OPTIONS))
                .containsExactly("arn:aws:ecs:eu-west-1:111122223333:cluster/shop-live");
        assertThat(value("!Sub '${Images.RepositoryUri}:1'", OPTIONS))
                .containsExactly("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop:1");
        assertThat(value("!GetAtt Deployer.Arn", OPTIONS))
                .containsExactly("arn:aws:iam::111122223333:role/ci/deployer");
        assertThat(value("!GetAtt Repository.Name", OPTIONS)).containsExactly("code");
    }

    @Test
    void whatOnlyTheStackKnowsIsNotGuessed() {
        assertThat(value("!Ref Unnamed", OPTIONS)).isEmpty();
        assertThat(value("!Ref Repository", OPTIONS)).isEmpty();
        assertThat(value("!Ref Circle", OPTIONS)).isEmpty();
        assertThat(value("!GetAtt Other.Thing", OPTIONS)).isEmpty();
        assertThat(value("!Ref Named", ReadOptions.none()))
                .as("a parameter without a value")
                .isEmpty();
        assertThat(value("!GetAtt Images.Arn", ReadOptions.none()))
                .as("no account")
                .isEmpty();
    }

    @Test
    void theStackSaysItsParametersAndIds() {
        ReadOptions options = ReadOptions.none()
                .withRegion("eu-west-1")
                .withAccountId("111122223333")
                .withStack(new StackValues(
                        Map.of("Stage", "test", "Gone", "x", "Secret", "****"),
                        Map.of("Unnamed", "Shop-Unnamed-1A2B", "Files", "shop-files-9z", "Other", "thing-1"),
                        false));
        assertThat(value("!Ref Named", options)).containsExactly("shop-test");
        assertThat(value("!Ref Unnamed", options)).containsExactly("Shop-Unnamed-1A2B");
        assertThat(value("!GetAtt Files.Arn", options)).containsExactly("arn:aws:s3:::shop-files-9z");
        assertThat(value("!Ref Other", options)).containsExactly("thing-1");
        assertThat(value("!Ref Secret", options))
                .as("not shown by CloudFormation")
                .isEmpty();
        assertThat(value("!Ref Named", options.withParameters(Map.of("Stage", "mine"))))
                .containsExactly("shop-mine");
    }

    @Test
    void inARehearsalLogicalIdsStandForNames() {
        ReadOptions options = OPTIONS.withStack(StackValues.rehearsed());
        assertThat(value("!Ref Unnamed", options)).containsExactly("Unnamed");
        assertThat(value("!Ref Files", options))
                .as("buckets have small letters")
                .containsExactly("files");
        assertThat(value("!Ref Circle", options)).hasSize(1);
        assertThat(value("!GetAtt Other.Thing", options)).containsExactly("Other-Thing");
        assertThat(value("!Ref Secret", options)).as("a parameter is asked for").isEmpty();
    }

    /** With a parameter that is not shown given like this. */
    private static ReadOptions secret(String given) {
        return OPTIONS.withParameters(Map.of("Stage", "live", "Secret", given));
    }

    @Test
    void aReferenceStandsForTheValueOfAParameterWithNoEcho() {
        assertThat(value("!Ref Secret", secret("hunter2"))).containsExactly("{{resolve:parameter:Secret}}");
        assertThat(value("!Sub 'p-${Secret}'", secret("hunter2"))).containsExactly("p-{{resolve:parameter:Secret}}");
        assertThat(value("!Join ['-', [p, !Ref Secret]]", secret("hunter2")))
                .containsExactly("p-{{resolve:parameter:Secret}}");
        assertThat(value("!Ref Secret", secret("env:TOKEN"))).containsExactly("{{resolve:environment:TOKEN}}");
        assertThat(value("!Ref Secret", secret("secret:prod/db:password")))
                .containsExactly("{{resolve:secretsmanager:prod/db:SecretString:password}}");
        assertThat(value("!Ref Secret", secret("{{resolve:ssm-secure:/prod/db}}")))
                .containsExactly("{{resolve:ssm-secure:/prod/db}}");
    }

    @Test
    void whatAFunctionWouldMakeOfASecretIsNotKnown() {
        assertThat(value("!Base64 {Ref: Secret}", secret("hunter2"))).isEmpty();
        assertThat(value("!Select [0, !Split [',', !Ref Secret]]", secret("a,b")))
                .isEmpty();
    }

    @Test
    void theValuesThatAreNotShownAreToldBesideTheDefinition() {
        SourceText template = SourceText.of("t.yml", TEMPLATE.formatted("!Ref Secret"));
        assertThat(PipelineReader.hiddenValues(template, secret("hunter2")))
                .extractingByKey("Secret")
                .satisfies(secret -> assertThat(secret.reveal()).isEqualTo("hunter2"));
        assertThat(PipelineReader.hiddenValues(template, secret("env:TOKEN"))).isEmpty();
        assertThat(PipelineReader.hiddenValues(template, OPTIONS)).isEmpty();
    }

    @Test
    void conditionsCompareTheValueItself() {
        String template = TEMPLATE.replace(
                "Resources:\n",
                "Conditions: {HasSecret: !Not [!Equals [!Ref Secret, '']], IsDemo: !Equals [!Ref Secret, demo]}\nResources:\n");
        assertThat(chosen(template, "HasSecret", secret("hunter2"))).isEqualTo("yes");
        assertThat(chosen(template, "HasSecret", secret("env:TOKEN"))).isEqualTo("yes");
        assertThat(chosen(template, "HasSecret", secret(""))).isEqualTo("no");
        assertThat(chosen(template, "IsDemo", secret("demo"))).isEqualTo("yes");
        assertThat(chosen(template, "IsDemo", secret("hunter2"))).isEqualTo("no");
    }

    private static String chosen(String template, String condition, ReadOptions options) {
        PipelineReading reading = PipelineReader.read(
                SourceText.of("t.yml", template.formatted("!If [" + condition + ", 'yes', 'no']")), options);
        assertThat(reading).isInstanceOf(PipelineReading.Accepted.class);
        return ((PipelineReading.Accepted) reading)
                .definition()
                .pipeline()
                .stages()
                .get(1)
                .actions()
                .getFirst()
                .configuration()
                .getOrDefault("ProjectName", "");
    }

    @Test
    void inARehearsalSomethingStandsForWhatOnlyAwsLooksUp() {
        ReadOptions options = OPTIONS.withStack(StackValues.rehearsed());
        assertThat(value("!ImportValue deployments-role", options)).containsExactly("deployments-role");
        assertThat(value("!ImportValue {'Fn::Sub': '${Secret}-role'}", options))
                .as("the name of the export is not known")
                .isEmpty();
        assertThat(openIn("!ImportValue {'Fn::Sub': '${Secret}-role'}", options))
                .containsExactly("Secret");
        assertThat(value("!ImportValue shop::Cluster", options)).containsExactly("Cluster");
        assertThat(value("!Ref Looked", options)).containsExactly("cluster-name");
        assertThat(value("!GetAtt Nested.Outputs.Name", options))
                .as("a name of anything")
                .containsExactly("Name");
        assertThat(value("!ImportValue shop-DeployRoleArn", options))
                .as("the ARN of a role is one")
                .containsExactly("arn:aws:iam::111122223333:role/shop-DeployRoleArn");
        for (String looked : List.of("!ImportValue a", "!Ref Looked")) {
            assertThat(value(looked, OPTIONS)).as(looked).isEmpty();
        }
    }
}
