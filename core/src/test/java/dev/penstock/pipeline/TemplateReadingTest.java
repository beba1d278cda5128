package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TemplateReadingTest {

    private static final String TEMPLATE = """
            AWSTemplateFormatVersion: '2010-09-09'
            Parameters:
              Branch: {Type: String, Default: main}
              Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
              Project: {Type: String}
              Names: {Type: CommaDelimitedList, Default: 'a, b,c'}
            Mappings:
              Repositories:
                dev: {Name: shop-dev}
                prod: {Name: shop}
            Conditions:
              IsProd: !Equals [!Ref Stage, prod]
              IsNotProd: !Not [!Condition IsProd]
              Either: !Or [!Condition IsProd, !Condition IsNotProd]
            Resources:
              Bucket: {Type: 'AWS::S3::Bucket'}
              Role: {Type: 'AWS::IAM::Role'}
              Shop:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: !Sub 'shop-${Stage}-${!Literal}'
                  RoleArn: !GetAtt Role.Arn
                  ArtifactStore: {Type: S3, Location: !Ref Bucket}
                  Stages:
                    - Name: Source
                      Actions:
                        - Name: Checkout
                          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}
                          RunOrder: '1'
                          Configuration:
                            RepositoryName: !FindInMap [Repositories, !Ref Stage, Name]
                            BranchName: !Ref Branch
                            PollForSourceChanges: false
                          OutputArtifacts: [{Name: !Join ['', [Co, de]]}]
                    - Name: Build
                      Actions:
                        - Name: !Select [1, !Split ['-', 'x-Compile']]
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
                          Configuration:
                            ProjectName: !Ref Project
                            EnvironmentVariables: !Base64 aaa
                            BatchEnabled: !If [IsProd, true, !Ref 'AWS::NoValue']
                            BuildspecOverride: !Sub ['${Where}/${AWS::Region}', {Where: !Join ['+', !Ref Names]}]
                          InputArtifacts: [{Name: Code}]
                          Region: !Ref AWS::Region
                        - !If
                          - IsProd
                          - Name: Approve
                            ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual, Version: '1'}
                          - !Ref AWS::NoValue
            """.replace("${!Literal}", "x");

    private static PipelineReading.Accepted accepted(String content, ReadOptions options) {
        PipelineReading reading = PipelineReader.read(SourceText.of("t.yml", content), options);
        assertThat(reading)
                .as("%s", PipelineReaderTest.complaints(reading))
                .isInstanceOf(PipelineReading.Accepted.class);
        return (PipelineReading.Accepted) reading;
    }

    private static List<String> complaints(String content, ReadOptions options) {
        return PipelineReaderTest.complaints(PipelineReader.read(SourceText.of("t.yml", content), options));
    }

    @Test
    void functionsAreEvaluatedAsFarAsThatCanBeDoneWithoutAnAccount() {
        ReadOptions options =
                ReadOptions.none().withParameters(Map.of("Project", "p")).withRegion("eu-west-1");
        PipelineReading.Accepted reading = accepted(TEMPLATE, options);
        Pipeline pipeline = reading.definition().pipeline();
        assertThat(reading.logicalId()).contains("Shop");
        assertThat(pipeline.name()).isEqualTo("shop-dev-x");
        assertThat(pipeline.roleArn()).contains("${Role.Arn}");
        ActionDeclaration source = pipeline.stages().get(0).actions().getFirst();
        assertThat(source.configuration())
                .containsEntry("RepositoryName", "shop-dev")
                .containsEntry("BranchName", "main")
                .containsEntry("PollForSourceChanges", "false");
        assertThat(source.outputArtifacts()).containsExactly(new OutputArtifact("Code"));
        assertThat(pipeline.stages().get(1).actions()).hasSize(1);
        ActionDeclaration build = pipeline.stages().get(1).actions().getFirst();
        assertThat(build.name()).isEqualTo("Compile");
        assertThat(build.region()).contains("eu-west-1");
        assertThat(build.configuration())
                .isEqualTo(Map.of(
                        "ProjectName", "p", "EnvironmentVariables", "YWFh", "BuildspecOverride", "a+b+c/eu-west-1"));
        assertThat(reading.unresolved().stream()
                        .collect(Collectors.toMap(UnresolvedValue::path, UnresolvedValue::expression)))
                .isEqualTo(Map.of("/roleArn", "Fn::GetAtt Role.Arn", "/artifactStore/location", "Ref Bucket"));
    }

    @Test
    void parametersAndConditionsDecideWhatIsThere() {
        ReadOptions options = ReadOptions.none().withParameters(Map.of("Stage", "prod"));
        PipelineReading.Accepted reading = accepted(TEMPLATE, options);
        List<ActionDeclaration> actions =
                reading.definition().pipeline().stages().get(1).actions();
        assertThat(actions).extracting(ActionDeclaration::name).containsExactly("Compile", "Approve");
        assertThat(actions.getFirst().configuration()).containsEntry("BatchEnabled", "true");
    }

    @Test
    void whatIsNotKnownIsVisibleAndListedForTheActionThatNeedsIt() {
        PipelineReading.Accepted reading = accepted(TEMPLATE, ReadOptions.none());
        assertThat(reading.definition()
                        .pipeline()
                        .stages()
                        .get(1)
                        .actions()
                        .getFirst()
                        .configuration())
                .containsEntry("ProjectName", "${Project}")
                .containsEntry("BuildspecOverride", "a+b+c/${AWS::Region}");
        assertThat(reading.unresolvedBelow("/stages/1/actions/0"))
                .extracting(UnresolvedValue::path)
                .containsExactlyInAnyOrder(
                        "/stages/1/actions/0/configuration/ProjectName",
                        "/stages/1/actions/0/configuration/BuildspecOverride",
                        "/stages/1/actions/0/region");
        assertThat(reading.unresolvedBelow("/stages/0")).isEmpty();
    }

    @Test
    void namesThatLeadNowhereAreErrorsWithTheirPlace() {
        String broken = TEMPLATE.replace("!Ref Branch\n", "!Ref Brnch\n")
                .replace("!GetAtt Role.Arn", "!GetAtt Rôle.Arn")
                .replace("[Repositories, !Ref Stage", "[Repos, !Ref Stage")
                .replace("- IsProd\n", "- IsPrd\n");
        assertThat(complaints(broken, ReadOptions.none()))
                .containsExactly(
                        "PEN-CFN-005 22:16 The template has no resource 'Rôle'. Did you mean 'Role'?",
                        "PEN-CFN-005 31:33 The template's Mappings have no Repos.dev.Name. Declare it, or mend the name.",
                        "PEN-CFN-005 32:29 The template has no parameter and no resource 'Brnch'. Did you mean 'Branch'?",
                        "PEN-CFN-005 47:17 The template has no condition 'IsPrd'. Did you mean 'IsProd'?");
    }

    @Test
    void valuesForParametersThatDoNotFitAreErrors() {
        ReadOptions options = ReadOptions.none().withParameters(Map.of("Stage", "test", "Brnch", "x"));
        assertThat(complaints(TEMPLATE, options))
                .containsExactly(
                        "PEN-CFN-006 0:0 A value is given for the parameter 'Brnch', which the template does not have. Did you mean"
                                + " 'Branch'?",
                        "PEN-CFN-006 4:54 The value given for the parameter 'Stage' is none of those allowed. Allowed: dev,"
                                + " prod.",
                        "PEN-CFN-005 31:33 The template's Mappings have no Repositories.test.Name. Declare it, or mend the"
                                + " name.");
    }

    @Test
    void ofAKeyThatATemplateGivesTwiceTheLastCountsAsForCloudFormation() {
        String twice = TEMPLATE.replaceFirst("( *)(BranchName: )[^\n]*\n", "$1$2first\n$1$2last\n");
        PipelineReading.Accepted reading = accepted(twice, ReadOptions.none().withParameters(Map.of("Project", "p")));
        assertThat(reading.definition()
                        .pipeline()
                        .stages()
                        .getFirst()
                        .actions()
                        .getFirst()
                        .configuration())
                .containsEntry("BranchName", "last");
        assertThat(PipelineReaderTest.complaints(reading))
                .containsExactly("PEN-CFN-009 33:17 The key 'BranchName' is given twice; it was given first at line 32,"
                        + " column 17. CloudFormation takes this one. Keep one of them.");
        String json =
                "{\"Resources\": {\"P\": {\"Type\": \"Custom::X\"}, \"P\": {\"Type\": \"AWS::CodePipeline::Pipeline\"}}}";
        assertThat(PipelineReaderTest.complaints(
                        PipelineReader.read(SourceText.of("t.json", json), ReadOptions.none())))
                .anySatisfy(told -> assertThat(told).startsWith("PEN-CFN-009 1:44 "))
                .noneSatisfy(told -> assertThat(told).startsWith("PEN-CFN-001"));
        assertThat(complaints("pipeline: {name: a, name: b}", ReadOptions.none()))
                .anySatisfy(told -> assertThat(told).startsWith("PEN-YAML-002 1:21 "));
    }

    @Test
    void severalPipelinesAskForAChoiceAndAreAllRead() {
        String two =
                TEMPLATE + TEMPLATE.substring(TEMPLATE.indexOf("  Shop:\n")).replace("  Shop:\n", "  Second:\n");
        assertThat(complaints(two, ReadOptions.none()))
                .containsExactly(
                        "PEN-CFN-002 51:3 The template has several pipelines: Shop, Second. Say which one is meant, as by --pipeline Shop.");
        assertThat(accepted(two, ReadOptions.none().withLogicalId("Second")).logicalId())
                .contains("Second");
        assertThat(complaints(two, ReadOptions.none().withLogicalId("Secnd")))
                .containsExactly("PEN-CFN-001 0:0 The template has no pipeline 'Secnd'. Did you mean 'Second'?");
        assertThat(PipelineReader.readAll(SourceText.of("t.yml", two), ReadOptions.none()))
                .hasSize(2);
    }

    @Test
    void functionsUsedWronglyAreErrorsAndNeverCrash() {
        List<String> wrong = List.of(
                "!Join [a]",
                "!Select [9, [a]]",
                "!Select [x, [a]]",
                "!Sub [a]",
                "!Sub {a: b}",
                "!Split ['', a]",
                "!If [a]",
                "!FindInMap [Repositories]",
                "!GetAtt Role",
                "!Ref [a]",
                "!Equals [a, b]",
                "{'Fn::Nonsense': 1}",
                "!ImportValue {a: b}",
                "!Base64 [a]",
                "!Join ['', a]");
        for (String function : wrong) {
            String content = TEMPLATE.replace("!Ref Branch\n", function + "\n");
            assertThat(complaints(content, ReadOptions.none()))
                    .as(function)
                    .isNotEmpty()
                    .allMatch(complaint -> complaint.startsWith("PEN-CFN-00") && complaint.contains(" 32:"));
        }
    }

    @Test
    void storesAreFoundByRegionAndEachRegionHasOne() {
        String stores = TEMPLATE.replace("ArtifactStore: {Type: S3, Location: !Ref Bucket}", """
                ArtifactStores:
                        - {Region: us-east-1, ArtifactStore: {Type: S3, Location: my_bucket}}
                        - {Region: us-east-2, ArtifactStore: {Type: S3, Location: good}}
                        - {Region: us-east-2, ArtifactStore: {Type: S3, Location: bad}}""");
        assertThat(complaints(stores, ReadOptions.none().withRegion("us-east-1")))
                .containsExactly(
                        "PEN-PIPELINE-006 24:67 The bucket's name 'my_bucket' has characters that are not allowed. Allowed"
                                + " are letters, digits and . -.",
                        "PEN-PIPELINE-011 26:46 There are several artifact stores for us-east-2. Keep one for each Region.");
    }

    @Test
    void conditionsInACircleAreAnError() {
        String circle = TEMPLATE.replace("IsProd: !Equals [!Ref Stage, prod]", "IsProd: !Not [!Condition IsNotProd]");
        assertThat(complaints(circle, ReadOptions.none()))
                .anyMatch(complaint -> complaint.startsWith("PEN-CFN-007 13:"));
    }

    @Test
    void functionsCannotMakeTextWithoutEnd() {
        String big = "x".repeat(500_000);
        String references = "${Branch}".repeat(40_000);
        String content = TEMPLATE.replace("Default: main", "Default: " + big)
                .replace("!Ref Branch\n", "!Sub '" + references + "'\n");
        assertThat(complaints(content, ReadOptions.none()))
                .anyMatch(complaint -> complaint.startsWith("PEN-CFN-004 32:"));
    }
}
