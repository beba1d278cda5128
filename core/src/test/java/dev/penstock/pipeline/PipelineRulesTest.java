package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule: the smallest change of a good pipeline that breaks it, and what is said then. */
final class PipelineRulesTest {

    private static final String GOOD = """
            name: shop
            roleArn: arn:aws:iam::123456789012:role/Pipeline
            artifactStore: {type: S3, location: artifacts}
            stages:
              - name: Source
                actions:
                  - {name: Checkout, actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: 1}, configuration: {ConnectionArn: arn, FullRepositoryId: a/b, BranchName: main}, outputArtifacts: [{name: Code}], namespace: Src}
              - name: Build
                actions:
                  - {name: Compile, actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: 1}, configuration: {ProjectName: p}, inputArtifacts: [{name: Code}], outputArtifacts: [{name: Built}], namespace: Bld}
                  - {name: Script, runOrder: 2, actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: 1}, commands: [make], inputArtifacts: [{name: Built}], outputVariables: [VERSION], namespace: Scr}
              - name: Deploy
                actions:
                  - {name: Approve, actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: 1}, timeoutInMinutes: 60}
                  - {name: Roll, runOrder: 2, actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: 1}, configuration: {ClusterName: c, ServiceName: s}, inputArtifacts: [{name: Built}]}
            """;

    private static List<String> ids(String yaml) {
        return PipelineReaderTest.read("p.yml", yaml).problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line())
                .toList();
    }

    @Test
    void theGoodPipelineIsGood() {
        assertThat(PipelineReaderTest.complaints(PipelineReaderTest.read("p.yml", GOOD)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} => {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Names and texts.
                "name: shop | name: my shop | PEN-PIPELINE-006 1",
                "name: shop | name: '' | PEN-PIPELINE-006 1",
                "role/Pipeline | user/Pipeline | PEN-PIPELINE-006 2",
                "location: artifacts | location: my_bucket | PEN-PIPELINE-006 3",
                "name: Code}], namespace | name: C d}], namespace | PEN-PIPELINE-006 7, PEN-ACTION-007 10",
                "namespace: Bld | namespace: a.b | PEN-PIPELINE-006 10",
                "commands: [make] | commands: [\"a\\nb\"] | PEN-PIPELINE-006 11",
                "provider: ECS | provider: E C S | PEN-PIPELINE-006 15",
                // Numbers.
                "runOrder: 2, actionTypeId: {category: Deploy | runOrder: 1000, actionTypeId: {category: Deploy | PEN-PIPELINE-007 15",
                "timeoutInMinutes: 60 | timeoutInMinutes: 4 | PEN-PIPELINE-007 14",
                // Names used twice.
                "name: Build\\n | name: Source\\n | PEN-PIPELINE-009 8",
                "name: Roll | name: Approve | PEN-PIPELINE-009 15",
                "name: Built}], namespace | name: Code}], namespace | PEN-PIPELINE-009 10, PEN-ACTION-007 11, PEN-ACTION-007 15",
                "namespace: Scr | namespace: Src | PEN-PIPELINE-009 11",
                "namespace: Src | namespace: Code | PEN-PIPELINE-009 7",
                "namespace: Src | namespace: variables | PEN-VARIABLE-007 7",
                // Artifact stores.
                "type: S3 | type: GCS | PEN-PIPELINE-011 3",
                "stages: | artifactStores: {us-east-1: {type: S3, location: abc}}\\nstages: | PEN-PIPELINE-011 4",
                // Sources.
                "category: Build, owner: AWS, provider: CodeBuild | category: Source, owner: AWS, provider: S3 | PEN-PIPELINE-013 10, PEN-ACTION-003 10, PEN-ACTION-003 10, PEN-ACTION-005 10, PEN-ACTION-006 10",
                // Types of actions.
                "provider: ECS | provider: ESC | PEN-ACTION-001 15",
                "category: Deploy, owner | category: Invoke, owner | PEN-ACTION-001 15",
                "provider: ECS, version: 1 | provider: ECS, version: 2 | PEN-ACTION-002 15",
                "owner: AWS, provider: ECS | owner: Custom, provider: Anything | ",
                "owner: AWS, provider: ECS | owner: ThirdParty, provider: Anything | ",
                // Configuration.
                ", ServiceName: s |  | PEN-ACTION-003 15",
                "ServiceName: s | ServiceName: s, DeploymentTimeOut: '5' | PEN-ACTION-004 15",
                "ServiceName: s | ServiceName: s, Strategy: canary | PEN-ACTION-005 15",
                "ServiceName: s | ServiceName: '' | PEN-PIPELINE-006 15",
                "commands: [make], |  | PEN-ACTION-003 11",
                "{ProjectName: p}, inputArtifacts: [{name: Code}] | {ProjectName: p, PrimarySource: X}, inputArtifacts: [{name: Code}] | PEN-ACTION-011 10",
                // Artifacts.
                "ServiceName: s}, inputArtifacts: [{name: Built}] | ServiceName: s} | PEN-ACTION-006 15",
                "ServiceName: s}, inputArtifacts: [{name: Built}] | ServiceName: s}, inputArtifacts: [{name: Built}], outputArtifacts: [{name: X}] | PEN-ACTION-006 15",
                "ServiceName: s}, inputArtifacts: [{name: Built}] | ServiceName: s}, inputArtifacts: [{name: Biult}] | PEN-ACTION-007 15",
                "name: Script, runOrder: 2 | name: Script, runOrder: 1 | PEN-ACTION-008 11",
                "inputArtifacts: [{name: Code}] | inputArtifacts: [{name: Built}] | PEN-ACTION-008 10",
                // Fields of other actions.
                "ServiceName: s}, | ServiceName: s}, timeoutInMinutes: 60, | PEN-ACTION-009 15",
                "ServiceName: s}, | ServiceName: s}, commands: [ls], | PEN-ACTION-009 15",
                "name: Code}], namespace | name: Code, files: [a]}], namespace | PEN-ACTION-009 7",
                // Variables.
                "ClusterName: c | ClusterName: '#{Src.CommitId}' | ",
                "ClusterName: c | ClusterName: '#{codepipeline.PipelineExecutionId}' | ",
                "ClusterName: c | ClusterName: '#{Bld.ANYTHING}' | ",
                "ClusterName: c | ClusterName: '#{Scr.VERSION}' | ",
                "ClusterName: c | ClusterName: '#{Scr.OTHER}' | PEN-VARIABLE-004 15",
                "ClusterName: c | ClusterName: '#{Src.Commit}' | PEN-VARIABLE-004 15",
                "ClusterName: c | ClusterName: '#{codepipeline.ExecutionId}' | PEN-VARIABLE-004 15",
                "ClusterName: c | ClusterName: '#{src.CommitId}' | PEN-VARIABLE-001 15",
                "ClusterName: c | ClusterName: '#{variables.Cluster}' | PEN-VARIABLE-003 15",
                "ClusterName: c | ClusterName: '#{ Src.CommitId }' | PEN-VARIABLE-006 15",
                "ProjectName: p | ProjectName: '#{Bld.X}' | PEN-VARIABLE-002 10",
                "ProjectName: p | ProjectName: '#{Scr.VERSION}' | PEN-VARIABLE-002 10",
                "commands: [make] | commands: ['make #{Bld.X}'] | ",
                "BranchName: main | BranchName: '#{variables.Branch}' | PEN-VARIABLE-005 7",
                // What needs V2.
                "stages: | executionMode: QUEUED\\npipelineType: V1\\nstages: | PEN-PIPELINE-015 4, PEN-PIPELINE-015 13",
                "stages: | variables: [{name: A}]\\nstages: | ",
                "stages: | variables: [{name: A}, {name: A}]\\nstages: | PEN-PIPELINE-009 4",
                "stages: | executionMode: PARALEL\\nstages: | PEN-PIPELINE-005 4",
                // Triggers.
                "stages: | triggers: [{providerType: CodeStarSourceConnection, gitConfiguration: {sourceActionName: Checkout, push: [{branches: {includes: [main]}, filePaths: {excludes: [docs/**]}}]}}]\\nstages: | ",
                "stages: | triggers: [{providerType: CodeStarSourceConnection, gitConfiguration: {sourceActionName: Chekout}}]\\nstages: | PEN-PIPELINE-016 4",
                "stages: | triggers: [{providerType: CodeStarSourceConnection, gitConfiguration: {sourceActionName: Checkout, push: [{tags: {includes: [a]}, branches: {includes: [a]}}]}}]\\nstages: | PEN-PIPELINE-016 4",
                "stages: | triggers: [{providerType: GitHub, gitConfiguration: {sourceActionName: Checkout, pullRequest: [{events: [MERGED]}]}}]\\nstages: | PEN-PIPELINE-005 4, PEN-PIPELINE-005 4",
                // Conditions.
                "name: Deploy\\n | name: Deploy\\n    beforeEntry: {conditions: [{result: SKIP, rules: [{name: r, ruleTypeId: {category: Rule, owner: AWS, provider: VariableCheck, version: 1}, configuration: {Variable: '#{Src.CommitId}', Value: x, Operator: EQ}}]}]}\\n | ",
                "name: Deploy\\n | name: Deploy\\n    beforeEntry: {conditions: [{result: ROLLBACK, rules: [{name: r, ruleTypeId: {category: Rule, provider: LambdaInvoke}, configuration: {FunctionName: f}}]}]}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    beforeEntry: {conditions: [{result: SKIP, rules: [{name: r, ruleTypeId: {category: Rule, provider: CloudWatchAlarm}, configuration: {AlarmName: a}}]}]}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    onSuccess: {conditions: [{result: FAIL, rules: [{name: r, ruleTypeId: {category: Rule, provider: Alarm}}]}]}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    onSuccess: {conditions: []}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    onFailure: {result: RETRY, retryConfiguration: {retryMode: ALL_ACTIONS}}\\n | ",
                "name: Deploy\\n | name: Deploy\\n    onFailure: {result: ROLLBACK}\\n | ",
                "name: Deploy\\n | name: Deploy\\n    onFailure: {result: SKIP}\\n | PEN-PIPELINE-017 13",
                "name: Source\\n | name: Source\\n    onFailure: {result: ROLLBACK}\\n | PEN-PIPELINE-017 6",
                "name: Deploy\\n | name: Deploy\\n    onFailure: {conditions: [{result: FAIL, rules: [{name: r, ruleTypeId: {category: Rule, provider: LambdaInvoke}, configuration: {FunctionName: f}}]}]}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    onSuccess: {conditions: [{result: FAIL, rules: [{name: r, ruleTypeId: {category: Rule, provider: LambdaInvoke}, configuration: {FunctionName: f}}, {name: r, ruleTypeId: {category: Rule, provider: LambdaInvoke}, configuration: {FunctionName: f}}]}]}\\n | PEN-PIPELINE-009 13",
                "name: Deploy\\n | name: Deploy\\n    onFailure: {result: RETRY, conditions: [{result: ROLLBACK, rules: [{name: r, ruleTypeId: {category: Rule, provider: CodeBuild}, configuration: {ProjectName: p}}]}]}\\n | PEN-PIPELINE-017 13",
                "name: Deploy\\n | name: Deploy\\n    blockers: [{name: b, type: Schedule}]\\n | PEN-PIPELINE-018 13",
            })
    void aRuleIsBrokenByASmallChange(String from, String to, String expected) {
        String source = from.replace("\\n", "\n");
        assertThat(GOOD).contains(source);
        int at = GOOD.lastIndexOf(source);
        String target = to == null ? "" : to.replace("\\n", "\n").replace("\"a\nb\"", "\"a\\nb\"");
        String changed = GOOD.substring(0, at) + target + GOOD.substring(at + source.length());
        assertThat(String.join(", ", ids(changed)))
                .as("%s", PipelineReaderTest.complaints(PipelineReaderTest.read("p.yml", changed)))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void theNumbersOfStagesAndActionsAreLimited() {
        String extra = IntStream.range(0, 48)
                .mapToObj(i ->
                        "  - {name: S%d, actions: [{name: A, actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: 1}}]}%n"
                                .formatted(i))
                .collect(Collectors.joining());
        assertThat(ids(GOOD + extra)).containsExactly("PEN-PIPELINE-008 5");
        assertThat(ids(GOOD.substring(0, GOOD.indexOf("  - name: Build"))))
                .containsExactly("PEN-PIPELINE-008 5", "PEN-PIPELINE-014 5");
    }

    @Test
    void anActionInARegionNeedsAStoreThere() {
        String stores = GOOD.replace(
                "artifactStore: {type: S3, location: artifacts}",
                "artifactStores: {us-east-1: {type: S3, location: abc}}");
        assertThat(ids(stores)).isEmpty();
        assertThat(ids(stores.replace("ServiceName: s},", "ServiceName: s}, region: eu-west-1,")))
                .containsExactly("PEN-PIPELINE-011 15");
        assertThat(ids(stores.replace("ServiceName: s},", "ServiceName: s}, region: us-east-1,")))
                .isEmpty();
    }

    @Test
    void anImageActionMayHaveAnOutputArtifactWhichIsANote() {
        String image = GOOD.replace("provider: CodeBuild", "provider: ECRBuildAndPublish")
                .replace("ProjectName: p", "ECRRepositoryName: r");
        List<Problem> problems = PipelineReaderTest.read("p.yml", image).problems();
        assertThat(problems)
                .extracting(Problem::id, Problem::severity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("PEN-ACTION-010", Severity.NOTE));
    }

    @Test
    void aPipelineMadeInCodeIsJudgedWithoutAFile() {
        Pipeline pipeline = new RandomPipelines(3).next();
        var problems = new dev.penstock.problem.Problems();
        PipelineRules.check(new PipelineDefinition(pipeline, Locations.none("<code>")), Set.of(), problems);
        assertThat(problems.hasErrors()).isTrue();
        assertThat(problems.list())
                .allSatisfy(problem -> assertThat(problem.span().toString()).isEqualTo("<code>"));
    }

    @Test
    void theCatalogueHasEveryTypeOnceWithDistinctKeys() {
        assertThat(ActionTypeCatalogue.all()).hasSizeGreaterThan(30);
        for (ActionTypeDescription type : ActionTypeCatalogue.all()) {
            assertThat(type.keys())
                    .hasSize(type.requiredKeys().size() + type.optionalKeys().size());
            assertThat(ActionTypeCatalogue.find(type.id())).contains(type);
        }
    }

    @Test
    void referencesAreFoundExactly() {
        assertThat(VariableReferences.in("a #{N.k} #{x-y.z[0]$} #{.k} #{N.} #{N} #{N k.x} ##{@.b}}"))
                .extracting(VariableReferences.Reference::written)
                .containsExactly("#{N.k}", "#{x-y.z[0]$}", "#{@.b}");
        assertThat(VariableReferences.in("#{a.b.c} #{open #{a.b}"))
                .extracting(VariableReferences.Reference::written)
                .containsExactly("#{a.b}");
        assertThat(VariableReferences.malformedIn("#{a b.c} ${#x} #{unclosed")).hasSize(1);
    }
}
