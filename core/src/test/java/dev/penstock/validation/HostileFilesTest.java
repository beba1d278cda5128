package dev.penstock.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, there is a report, every problem of it has a place inside the file, and nothing is thrown. */
final class HostileFilesTest {

    private static final String JSON = """
            {"pipeline": {"name": "shop", "roleArn": "arn:aws:iam::123456789012:role/P\\u00e9",
              "artifactStore": {"type": "S3", "location": "bucket"},
              "stages": [
                {"name": "Source", "actions": [{"name": "A", "runOrder": 1,
                  "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"},
                  "configuration": {"S3Bucket": "b", "S3ObjectKey": "k"},
                  "outputArtifacts": [{"name": "Code"}], "namespace": "N"}]},
                {"name": "Deploy", "actions": [{"name": "B",
                  "actionTypeId": {"category": "Deploy", "owner": "AWS", "provider": "ECS", "version": "1"},
                  "configuration": {"ClusterName": "#{N.ETag}", "ServiceName": "s"},
                  "inputArtifacts": [{"name": "Code"}]}]}]}}
            """;

    private static final String TEMPLATE = """
            Parameters: {Env: {Type: String, Default: dev}}
            Mappings: {M: {dev: {Name: &n x}}}
            Conditions: {Prod: !Equals [!Ref Env, prod]}
            Resources:
              P:
                Type: AWS::CodePipeline::Pipeline
                Properties:
                  Name: !Sub '${Env}-p'
                  RoleArn: !GetAtt P.Arn
                  ArtifactStores:
                    - {Region: us-east-1, ArtifactStore: {Type: S3, Location: *n}}
                  Triggers:
                    - ProviderType: CodeStarSourceConnection
                      GitConfiguration: {SourceActionName: A, Push: [{Branches: {Includes: ["main"]}}]}
                  Stages:
                    - Name: S
                      Actions:
                        - Name: A
                          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: 1}
                          Configuration: {ConnectionArn: !If [Prod, a, b], FullRepositoryId: !FindInMap [M, !Ref Env, Name], BranchName: !Select [0, !Split [',', 'm,n']]}
                          OutputArtifacts: [{Name: O}]
                    - Name: D
                      OnFailure: {Result: ROLLBACK}
                      BeforeEntry: {Conditions: [{Result: SKIP, Rules: [{Name: r, RuleTypeId: {Category: Rule, Provider: VariableCheck}, Configuration: {Variable: '#{a.b}', Value: x, Operator: EQ}}]}]}
                      Actions:
                        - Name: B
                          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: 1}
                          Configuration: {ProjectName: !Join ['-', [x, !Ref AWS::Region]]}
                          InputArtifacts: [{Name: O}]
            """;

    private static final String SETTINGS = """
            region: eu-west-1
            account: '123456789012'
            sources:
              App: {directory: ./app}
              Other: {git: 'https://example.com/x.git', tag: v1, credentials: {passwordVariable: TOKEN}}
            builds: {default: {on: container, image: 'x:1', privileged: true, environment: {A: b}}}
            images: {Image: {builder: auto, platform: linux/arm64}}
            roles: {'arn:aws:iam::1:role/x': none}
            pollInterval: 2s
            simulate: {seed: 7, services: {web: {desiredCount: 3, containerName: web, containerPort: 8080}}}
            """;

    private static List<Problem> validate(String name, byte[] bytes) {
        SourceText source = SourceText.of(name, bytes);
        List<Problem> problems =
                new Validator(ReadOptions.none()).validate(source).problems();
        for (Problem problem : problems) {
            assertThat(problem.span().file()).isEqualTo(name);
            if (problem.span().line() > 0) {
                String line = source.line(problem.span().line()).orElseThrow(() -> new AssertionError(problem));
                assertThat(problem.span().column())
                        .as("%s in [%s]", problem, line)
                        .isBetween(0, line.codePointCount(0, line.length()) + 1);
            }
        }
        return problems;
    }

    @Test
    void aFileThatIsCutAnywhereIsReportedAtAPlaceInsideIt() {
        for (String[] file : new String[][] {{"p.json", JSON}, {"t.yml", TEMPLATE}, {"penstock.yml", SETTINGS}}) {
            byte[] whole = file[1].getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < whole.length; length++) {
                List<Problem> problems = validate(file[0], Arrays.copyOf(whole, length));
                boolean json = file[0].endsWith(".json");
                if (json && length < file[1].strip().length()) {
                    assertThat(problems).as("cut at %d", length).isNotEmpty();
                }
            }
        }
    }

    @Test
    void randomChangesNeverThrowAndNeverPointOutside() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(JSON, TEMPLATE, SETTINGS)) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
        }
        mutate(seeds, List.of("p.json", "t.yml", "penstock.yml"), 1000);
    }

    @Test
    void randomChangesOfRealFilesNeverThrow() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Corpus.Sample sample : Corpus.samples("codepipeline-cfn", "codepipeline-json", "imagedefinitions")) {
            if (sample.bytes().length < 20_000) {
                seeds.add(sample.bytes());
                names.add(sample.name());
            }
        }
        mutate(seeds, names, 10);
    }

    private static void mutate(List<byte[]> seeds, List<String> names, int rounds) {
        for (int i = 0; i < seeds.size(); i++) {
            for (int round = 0; round < rounds; round++) {
                long seed = i * 1_000_003L + round;
                byte[] changed = Mutations.of(seeds.get(i), new Random(seed));
                try {
                    validate(names.get(i), changed);
                } catch (RuntimeException | StackOverflowError | AssertionError e) {
                    throw new AssertionError(
                            names.get(i) + " with seed " + seed + ":\n" + new String(changed, StandardCharsets.UTF_8),
                            e);
                }
            }
        }
    }

    @Test
    void bombsAreRefused() {
        StringBuilder merge = new StringBuilder("a0: &a0 {k0: v}\n");
        for (int i = 1; i < 60; i++) {
            merge.append("a%d: &a%d {x: *a%d, y: *a%d, <<: *a%d}%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(validate("t.yml", merge.toString().getBytes(StandardCharsets.UTF_8)))
                .extracting(Problem::id)
                .containsExactly("PEN-TEXT-005");
        String deep = "{\"pipeline\":".repeat(50_000);
        assertThat(validate("p.json", deep.getBytes(StandardCharsets.UTF_8)))
                .extracting(Problem::id)
                .containsExactly("PEN-TEXT-004");
        byte[] large = new byte[(1 << 20) + 1];
        Arrays.fill(large, (byte) '[');
        assertThat(validate("p.json", large)).extracting(Problem::id).containsExactly("PEN-TEXT-002");
    }

    @Test
    void aLongChainOfConditionsIsRefusedAndNotRecursedInto() {
        StringBuilder chain =
                new StringBuilder(TEMPLATE.replace("Conditions: {Prod: !Equals [!Ref Env, prod]}", "Conditions:"));
        StringBuilder conditions = new StringBuilder("  Prod: !Not [!Condition C0]\n");
        for (int i = 0; i < 5000; i++) {
            conditions.append("  C%d: !Not [!Condition C%d]%n".formatted(i, i + 1));
        }
        int at = chain.indexOf("Conditions:") + "Conditions:\n".length();
        chain.insert(at, conditions);
        assertThat(validate("t.yml", chain.toString().getBytes(StandardCharsets.UTF_8)))
                .extracting(Problem::id)
                .contains("PEN-CFN-007");
    }
}
