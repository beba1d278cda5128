package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.convert.CodeDeployMigration.Service;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CodeDeployMigrationTest {

    private static final Service WEB = new Service("shop", "web");
    private static final String PIPELINE = """
            pipeline:
              name: shop  # ours
              stages:
                - name: Deploy
                  actions:
                    - name: Web
                      actionTypeId: {category: Deploy, owner: AWS, provider: CodeDeployToECS, version: "1"}
                      configuration:
                        ApplicationName: shop
                        DeploymentGroupName: web
                        TaskDefinitionTemplateArtifact: Source
                        AppSpecTemplateArtifact: Source

                        Image1ArtifactName: Image
                        Image1ContainerName: IMAGE1_NAME
                      inputArtifacts:
                        - name: Source
                        - name: Image
                      runOrder: 2
            """;
    private static final String TASK_DEFINITION =
            "{\"containerDefinitions\": [{\"name\": \"front\", \"image\": \"<IMAGE1_NAME>\"}]}";
    private static final String APP_SPEC = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: <TASK_DEFINITION>
                    LoadBalancerInfo: {ContainerName: front, ContainerPort: 80}
            Hooks:
              - AfterAllowTestTraffic: look
            """;

    private final Map<String, String> files = new HashMap<>(Map.of(
            "pipeline.yml", PIPELINE,
            "taskdef.json", TASK_DEFINITION,
            "appspec.yaml", APP_SPEC));

    private Migration.Plan plan() {
        return CodeDeployMigration.plan(
                "pipeline.yml",
                "penstock.yml",
                WEB,
                name -> Optional.ofNullable(files.get(name)).map(text -> SourceText.of(name, text)));
    }

    private String after(String file) {
        return plan().changes().stream()
                .filter(change -> change.path().equals(file))
                .findFirst()
                .flatMap(Migration.FileChange::after)
                .orElse("unchanged");
    }

    @Test
    void theActionDeploysByEcsItselfAndEverythingElseStays() {
        assertThat(after("pipeline.yml")).isEqualTo("""
                pipeline:
                  name: shop  # ours
                  stages:
                    - name: Deploy
                      actions:
                        - name: Web
                          actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                          configuration:
                            ClusterName: shop
                            ServiceName: web
                          inputArtifacts:
                            - name: Image
                          runOrder: 2
                """);
        assertThat(after("penstock.yml")).isEqualTo("""
                deployments:
                  Web:
                    release:
                      strategy: blueGreen
                """);
    }

    @Test
    void whatTheSettingsSaidOfCodeDeployBecomesARelease() {
        files.put("penstock.yml", """
                sources: {Source: {directory: app}}
                deployments:
                  Web:
                    codeDeploy:
                      deploymentConfiguration: CodeDeployDefault.ECSCanary10Percent5Minutes
                      waitFor: traffic
                      alarms: [errors]
                  Other: {}
                """);

        assertThat(after("penstock.yml")).isEqualTo("""
                sources: {Source: {directory: app}}
                deployments:
                  Web:
                    release:
                      strategy: CodeDeployDefault.ECSCanary10Percent5Minutes
                      goOn: traffic
                  Other: {}
                """);
        assertThat(plan().problems())
                .anyMatch(problem -> problem.severity() == Severity.WARNING
                        && problem.message().startsWith("The alarms of the deployment"));
    }

    @Test
    void settingsOfOtherActionsStay() {
        files.put("penstock.yml", "deployments:\n  Other:\n    release: {strategy: canary}\n");
        assertThat(after("penstock.yml")).isEqualTo("""
                deployments:
                  Web:
                    release:
                      strategy: blueGreen
                  Other:
                    release: {strategy: canary}
                """);
        files.put("penstock.yml", "sources: {}");
        assertThat(after("penstock.yml"))
                .isEqualTo("sources: {}\ndeployments:\n  Web:\n    release:\n      strategy: blueGreen\n");
    }

    @Test
    void aReleaseThatIsThereStays() {
        files.put("penstock.yml", "deployments:\n  Web:\n    release: {strategy: canary}\n");
        assertThat(after("penstock.yml")).isEqualTo("unchanged");
        assertThat(after("pipeline.yml")).contains("provider: ECS");
        files.put(
                "penstock.yml",
                "deployments:\n  Web:\n    release: {strategy: canary}\n    codeDeploy: {alarms: [errors]}\n");
        assertThat(refusal()).contains("'codeDeploy' beside it");
    }

    @Test
    void endsOfLinesStayAsTheyAre() {
        files.put("pipeline.yml", PIPELINE.replace("\n", "\r\n"));
        assertThat(after("pipeline.yml").replace("\r\n", ""))
                .doesNotContain("\r", "\n")
                .contains("ServiceName: web");
    }

    @Test
    void whatIsLostIsTold() {
        assertThat(plan().problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.startsWith("'taskdef.json' is not read any more"))
                .anyMatch(message -> message.contains("{\"name\": \"front\", \"imageUri\": \"REPOSITORY@DIGEST\"}"))
                .anyMatch(message -> message.startsWith("The function 'look' at AfterAllowTestTraffic"));
        assertThat(plan().problems())
                .extracting(problem -> problem.hint().orElse(""))
                .anyMatch(hint -> hint.contains("at POST_TEST_TRAFFIC_SHIFT"));
    }

    @Test
    void whatCannotBeChangedIsRefusedAndNothingIs() {
        files.put("pipeline.yml", PIPELINE.replace("CodeDeployToECS", "ECS"));
        assertThat(refusal()).contains("No action of the pipeline deploys by CodeDeploy");
        files.put(
                "pipeline.yml",
                PIPELINE.replace("Image1ArtifactName: Image", "").replace("Image1ContainerName: IMAGE1_NAME", ""));
        assertThat(refusal()).contains("names no image");
        files.put(
                "pipeline.yml",
                "{\"pipeline\": {\"stages\": [{\"actions\": [{\"name\": \"Web\", \"actionTypeId\": {\"provider\":"
                        + " \"CodeDeployToECS\"}, \"configuration\": {\"Image1ArtifactName\": \"Image\"}}]}]}}");
        assertThat(refusal()).contains("not written in YAML");
        files.remove("pipeline.yml");
        assertThat(refusal()).contains("There is no pipeline.yml");
    }

    private String refusal() {
        Migration.Plan plan = plan();
        assertThat(plan.changes()).isEmpty();
        return plan.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst()
                .orElseThrow()
                .message();
    }
}
