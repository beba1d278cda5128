package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.build.BuildLocation;
import dev.penstock.document.SourceText;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.CredentialReference;
import dev.penstock.source.SourceLocation.GitReference;
import dev.penstock.stack.RecoveryPolicy;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.review.Consequence;
import dev.penstock.stack.review.ReviewPolicy;
import dev.penstock.stack.review.ReviewPolicy.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsReaderTest {

    private static final Path FOLDER = Path.of("/work/project").toAbsolutePath();

    private static SettingsReading.Accepted accepted(String content) {
        SettingsReading reading = SettingsReader.read(SourceText.of("penstock.yml", content), FOLDER);
        assertThat(reading).as("%s", reading.problems()).isInstanceOf(SettingsReading.Accepted.class);
        return (SettingsReading.Accepted) reading;
    }

    private static List<String> complaints(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column() + " " + problem.message()
                        + problem.hint().map(hint -> " " + hint).orElse(""))
                .toList();
    }

    private static List<String> complaints(String content) {
        return complaints(SettingsReader.read(SourceText.of("penstock.yml", content), FOLDER)
                .problems());
    }

    /** The example on the page, so that it stays true. */
    private static String example() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "settings.md"));
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        return page.substring(start, page.indexOf("```", start));
    }

    @Test
    void theExampleOfThePageIsReadWhole() throws IOException {
        SettingsReading.Accepted reading = accepted(example());
        assertThat(reading.problems()).isEmpty();
        RunSettings settings = reading.settings();
        assertThat(settings.region()).contains("eu-west-1");
        assertThat(settings.account()).contains("123456789012");
        assertThat(settings.profile()).contains("staging");
        assertThat(settings.sourceOf("App", "main")).contains(new SourceLocation.Directory(FOLDER.resolve("app")));
        assertThat(settings.sourceOf("Config", "main"))
                .contains(new SourceLocation.Git(
                        "https://git.example.com/shop/config.git",
                        new GitReference.Tag("v1.4"),
                        Optional.of(new CredentialReference(Optional.of("GIT_USER"), "GIT_TOKEN"))));
        assertThat(settings.artifactDirectory()).contains(FOLDER.resolve("artifacts"));
        assertThat(settings.buildOf("Anything").location()).contains(new BuildLocation.Host());
        BuildSetting test = settings.buildOf("IntegrationTest");
        assertThat(test.location())
                .contains(
                        new BuildLocation.Container("public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0", true));
        assertThat(test.buildspec()).contains("ci/test.yml");
        assertThat(test.environment()).isEqualTo(Map.of("SUITE", "full"));
        assertThat(settings.imageOf("Image"))
                .isEqualTo(new ImageSetting(
                        Optional.of("deploy/Dockerfile"),
                        Optional.of("deploy"),
                        Optional.of("linux/arm64"),
                        Optional.of("web"),
                        Optional.of(BuilderChoice.AUTO)));
        assertThat(settings.deploymentOf("Deploy").deploymentConfiguration())
                .contains("{\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true,"
                        + "\"thresholdConfiguration\":{\"type\":\"COUNT\",\"value\":3}}}");
        assertThat(settings.deploymentOf("Other").deploymentConfiguration()).isEmpty();
        assertThat(settings.artifactBucket()).contains(new BucketSetting("shop-deployments", "staging"));
        StackSetting stack = settings.deploymentOf("Stack").stack();
        assertThat(stack.options())
                .isEqualTo(new StackOptions(
                        RecoveryPolicy.DEFAULT,
                        new RollbackConfiguration(List.of("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors"), 5),
                        StackOptions.Drift.SHOW,
                        StackOptions.WhenStopped.TAKE_BACK,
                        List.of("arn:aws:sns:eu-west-1:123456789012:deployments"),
                        Optional.of("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Update:*\",\"Principal\":\"*\","
                                + "\"Resource\":\"*\"}]}"),
                        StackOptions.Mode.STANDARD));
        assertThat(stack.reviewPolicy()).isEqualTo(ReviewPolicy.CAREFUL.with(Consequence.INTERRUPTION, Response.ALLOW));
        assertThat(settings.deploymentOf("Other").stack().options()).isEqualTo(StackOptions.DEFAULT);
        assertThat(settings.roles()).containsValue(new RoleSetting.None());
        assertThat(settings.parameters()).isEqualTo(Map.of("Stage", "staging"));
        assertThat(settings.variables()).isEqualTo(Map.of("Greeting", "Hello"));
        assertThat(settings.pollInterval()).contains(Duration.ofSeconds(5));
        assertThat(settings.evidenceKey()).contains("alias/releases");
        assertThat(settings.simulation().seed()).hasValue(7);
        assertThat(settings.simulation().services())
                .isEqualTo(Map.of(
                        "web",
                        new SimulationSettings.Service(
                                OptionalInt.of(3), Optional.of("web"), OptionalInt.of(8080), OptionalInt.of(600))));
    }

    @Test
    void whatIsWrongWithTheSettingsOfAStackIsTold() {
        assertThat(complaints("""
            artifacts: {bucket: A_b}
            deployments:
              Stack:
                stack:
                  recovery: sometimes
                  monitoringMinutes: 200
                  rollbackAlarms: [errors]
                  review: {dataLoss: perhaps}
            """))
                .containsExactly(
                        "PEN-SETTINGS-004 1:21 'A_b' cannot be the name of a bucket. It has 3 to 63 lowercase letters,"
                                + " digits, dots and hyphens.",
                        "PEN-SETTINGS-004 5:17 'sometimes' is none of the words allowed here: all, none, safe. Known"
                                + " here: all, none, safe.",
                        "PEN-SETTINGS-004 6:26 monitoringMinutes is 200. It may be 0 to 180.",
                        "PEN-SETTINGS-004 7:23 'errors' is not an ARN. Write the whole ARN.",
                        "PEN-SETTINGS-004 8:26 'perhaps' is none of the words allowed here: allow, approve, refuse."
                                + " Known here: allow, approve, refuse.");
    }

    @Test
    void whatIsSetForAnActionGoesBeforeWhatIsSetForAll() {
        RunSettings settings = accepted("""
            builds:
              default: {on: container, image: 'a:1', environment: {A: x, B: y}}
              One: {buildspec: b.yml, awsEnvironment: true, environment: {B: z}, project: commands}
            images:
              default: {platform: linux/amd64, builder: engine}
              One: {builder: daemonless}
            """).settings();
        assertThat(settings.buildOf("One"))
                .isEqualTo(new BuildSetting(
                        Optional.of(new BuildLocation.Container("a:1", false)),
                        Optional.of("b.yml"),
                        Map.of("A", "x", "B", "z"),
                        Optional.of(true),
                        Optional.of("commands")));
        assertThat(settings.imageOf("One").platform()).contains("linux/amd64");
        assertThat(settings.imageOf("One").builder()).contains(BuilderChoice.DAEMONLESS);
        assertThat(settings.imageOf("Two").builder()).contains(BuilderChoice.ENGINE);
        assertThat(settings.sourceOf("None", "main")).isEmpty();
        assertThat(RunSettings.none().buildOf("Any")).isEqualTo(BuildSetting.none());
    }

    @Test
    void artifactsAreSharedInABucketAndInNoFolderBesides() {
        assertThat(accepted("artifacts: {bucket: shop-artifacts, prefix: staging, shared: true}")
                        .settings()
                        .artifactBucket())
                .contains(new BucketSetting("shop-artifacts", "staging", true))
                .map(BucketSetting::artifactPrefix)
                .contains("staging/artifacts");
        assertThat(complaints("artifacts: {bucket: shop-artifacts, directory: x, shared: true}"))
                .singleElement()
                .asString()
                .startsWith("PEN-SETTINGS-005 1:48 Artifacts are kept in one place");
        assertThat(complaints("artifacts: {directory: x, shared: true}"))
                .anyMatch(complaint -> complaint.contains("bucket"));
    }

    @Test
    void aRepositoryIsTakenAtTheBranchOfTheDefinitionWhereNothingElseIsSaid() {
        RunSettings settings = accepted("sources: {A: {git: ../repo}, B: {git: 'git@host:x.git', branch: dev}}")
                .settings();
        assertThat(settings.sourceOf("A", "release"))
                .contains(new SourceLocation.Git(
                        FOLDER.resolveSibling("repo").toString(),
                        new GitReference.Branch("release"),
                        Optional.empty()));
        assertThat(settings.sourceOf("B", "release"))
                .contains(new SourceLocation.Git("git@host:x.git", new GitReference.Branch("dev"), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "regoin: x | PEN-SETTINGS-003 1:1 'regoin' is not a field of this. Did you mean 'region'?",
                "account: 12 | PEN-SETTINGS-004 1:10 '12' is not an account id. An account id has 12 digits.",
                "sources: {A: {}} | PEN-SETTINGS-005 1:14 A source is either a directory or a git repository. Write"
                        + " 'directory: PATH' or 'git: URL'.",
                "sources: {A: {directory: x, tag: y}} | PEN-SETTINGS-005 1:14 branch, tag, commit and credentials"
                        + " belong to a git repository, and this is a directory. Remove them, or write 'git: URL' in place"
                        + " of the directory.",
                "sources: {A: {git: x, tag: y, branch: z}} | PEN-SETTINGS-005 1:14 Of branch, tag and commit, 2 are"
                        + " given. Keep one of them.",
                "sources: {A: {git: x, commit: 1a2b}} | PEN-SETTINGS-004 1:31 '1a2b' is not the full id of a commit. A"
                        + " full id has 40 hexadecimal digits.",
                "sources: {A: {git: x, credentials: {}}} | PEN-SETTINGS-001 1:36 'passwordVariable' is missing here.",
                "sources: {A: {git: 'https://me:secret@h/x'}} | PEN-SETTINGS-006 1:20 The URL holds a password. Name"
                        + " environment variables under 'credentials: {passwordVariable: NAME}'.",
                "builds: {A: {on: container}} | PEN-SETTINGS-001 1:13 'image' is missing here.",
                "builds: {A: {on: hots}} | PEN-SETTINGS-004 1:18 'hots' is none of the words allowed here: host,"
                        + " container, codebuild. Did you mean 'host'?",
                "builds: {A: {image: x}} | PEN-SETTINGS-005 1:13 image and privileged are for builds in a container."
                        + " Write 'on: container', or remove them.",
                "images: {A: {builder: kaniko}} | PEN-SETTINGS-004 1:23 'kaniko' is none of the words allowed here:"
                        + " auto, engine, daemonless. Known here: auto, engine, daemonless.",
                "images: {A: {platform: arm64}} | PEN-SETTINGS-004 1:24 'arm64' is not a platform. Write one such as"
                        + " linux/amd64 or linux/arm64.",
                "roles: {x: y} | PEN-SETTINGS-004 1:12 'y' is not the ARN of a role. Write a role's ARN, or none.",
                "pollInterval: 5 | PEN-SETTINGS-004 1:15 '5' is not an interval between 100 milliseconds and 10"
                        + " minutes. Write it like 500ms, 5s or 2m.",
                "pollInterval: 1ms | PEN-SETTINGS-004 1:15 '1ms' is not an interval between 100 milliseconds and 10"
                        + " minutes. Write it like 500ms, 5s or 2m.",
                "simulate: {seed: x} | PEN-SETTINGS-002 1:18 A whole number is wanted here; this is text.",
                "simulate: {services: {w: {containerPort: 0}}} | PEN-SETTINGS-004 1:42 containerPort is 0. It may be 1"
                        + " to 65535.",
                "variables: [a] | PEN-SETTINGS-002 1:12 A mapping is wanted here; this is a list.",
                "[a] | PEN-SETTINGS-002 1:1 A mapping is wanted here; this is a list.",
            })
    void whatIsWrongIsSaidWithItsPlace(String content, String complaint) {
        assertThat(complaints(content)).containsExactly(complaint);
    }

    @Test
    void aPasswordInAUrlIsNotRepeated() {
        assertThat(complaints("sources: {A: {git: 'https://me:hunter2@h/x'}}"))
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void namesThatThePipelineDoesNotHaveAreWarnedOf() {
        SettingsReading.Accepted reading = accepted("""
            sources: {Chekout: {directory: .}}
            builds: {default: {on: host}, Test: {on: host}}
            variables: {A: b}
            roles: {'arn:aws:iam::1:role/Old': none}
            """);
        PipelineReading pipeline = PipelineReader.read(SourceText.of("p.yml", """
            name: p
            roleArn: arn:aws:iam::1:role/New
            stages:
              - name: S
                actions:
                  - name: Checkout
                    actionTypeId: {category: Source, owner: AWS, provider: S3, version: 1}
                    configuration: {S3Bucket: b, S3ObjectKey: k}
                    outputArtifacts: [{name: A}]
              - name: B
                actions:
                  - name: Build
                    actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: 1}
                    configuration: {ProjectName: x}
                    inputArtifacts: [{name: A}]
            """), ReadOptions.none());
        Problems problems = new Problems();
        SettingsRules.check(
                reading.settings(),
                reading.locations(),
                ((PipelineReading.Accepted) pipeline).definition().pipeline(),
                problems);
        assertThat(complaints(problems.list()))
                .containsExactly(
                        "PEN-SETTINGS-007 1:20 The pipeline has no source action 'Chekout'. Did you mean 'Checkout'?",
                        "PEN-SETTINGS-007 2:37 The pipeline has no action 'Test'. Known here: default, Checkout,"
                                + " Build.",
                        "PEN-SETTINGS-007 3:16 The pipeline has no variable 'A'. Remove it.",
                        "PEN-SETTINGS-007 4:36 The pipeline has no role 'arn:aws:iam::1:role/Old'. Did you mean"
                                + " 'arn:aws:iam::1:role/New'?");
        assertThat(problems.hasErrors()).isFalse();
    }

    @Test
    void aStackIsDeployedInTheModeThatIsSaid() {
        String text = "deployments: {default: {stack: {mode: express}}, Web: {stack: {mode: standard}}}";
        RunSettings settings = ((SettingsReading.Accepted) SettingsReader.read(
                        SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/somewhere")))
                .settings();

        assertThat(settings.deploymentOf("Other").stack().options().mode()).isEqualTo(StackOptions.Mode.EXPRESS);
        assertThat(settings.deploymentOf("Web").stack().options().mode()).isEqualTo(StackOptions.Mode.STANDARD);
    }

    @Test
    void taskSetsWithoutAReleaseAreReportedSinceNobodyWouldAskForThem() {
        String route = "taskSets: {listenerRule:"
                + " 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/f/5/7/9', targetGroups:"
                + " ['arn:a:targetgroup/blue/1', 'arn:a:targetgroup/green/2']}";
        assertThat(ofPipelineWithService("deployments: {Web: {" + route + "}}"))
                .containsExactly(
                        "PEN-SETTINGS-001 1:31 'taskSets' says where a release divides requests, and the action 'Web'"
                                + " has no 'release'. Add one, such as 'release: {strategy: canary}', or remove"
                                + " 'taskSets'.");
        assertThat(ofPipelineWithService("deployments: {default: {" + route + "}, Web: {release: {strategy: canary}}}"))
                .isEmpty();
        assertThat(ofPipelineWithService("deployments: {default: {" + route + "}}"))
                .hasSize(1);
    }

    private List<String> ofPipelineWithService(String settings) {
        SettingsReading.Accepted reading = accepted(settings);
        PipelineReading pipeline = PipelineReader.read(SourceText.of("p.yml", """
            name: p
            roleArn: arn:aws:iam::1:role/New
            stages:
              - name: S
                actions:
                  - name: Checkout
                    actionTypeId: {category: Source, owner: AWS, provider: S3, version: 1}
                    configuration: {S3Bucket: b, S3ObjectKey: k}
                    outputArtifacts: [{name: A}]
              - name: D
                actions:
                  - name: Web
                    actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: 1}
                    configuration: {ClusterName: shop, ServiceName: web}
                    inputArtifacts: [{name: A}]
            """), ReadOptions.none());
        Problems problems = new Problems();
        SettingsRules.check(
                reading.settings(),
                reading.locations(),
                ((PipelineReading.Accepted) pipeline).definition().pipeline(),
                problems);
        return complaints(problems.list());
    }
}
