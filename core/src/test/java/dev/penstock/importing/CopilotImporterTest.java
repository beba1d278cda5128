package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopilotImporterTest {

    private static final Map<String, String> WORKSPACE = Map.of("copilot/.workspace", "application: shop\n");

    @Test
    void buildsTheImagesOfAServiceAndItsSidecars() {
        Import.Imported imported = imported("""
                name: api
                type: Load Balanced Web Service
                image:
                  build: {dockerfile: api/Dockerfile, context: ., target: final, args: {MODE: x, NPM_TOKEN: s3cr3t}, cache_from: [a]}
                  port: 80
                http: {path: /}
                sidecars:
                  proxy:
                    image: {build: proxy/Dockerfile}
                  other:
                    image: nginx
                environments:
                  test: {image: {location: nginx}}
                cuont: 3
                """, Map.of(), "ecs:main/api-Service-1a");
        assertThat(imported.files().get(1).text())
                .contains(
                        "- docker build --tag \"$ECR_REGISTRY/api/api:$TAG\" --file api/Dockerfile --target final"
                                + " --build-arg MODE=x --build-arg NPM_TOKEN .\n",
                        "- docker build --tag \"$ECR_REGISTRY/api/proxy:$TAG\" --file proxy/Dockerfile proxy\n")
                .doesNotContain("s3cr3t", "other");
        assertThat(imported.files().getFirst().text()).contains("ClusterName: main", "ServiceName: api-Service-1a");
        assertThat(told(imported))
                .containsExactly(
                        "PEN-IMPORT-003 4",
                        "PEN-IMPORT-001 4",
                        "PEN-IMPORT-002 6",
                        "PEN-IMPORT-002 7",
                        "PEN-IMPORT-002 12",
                        "PEN-IMPORT-001 13",
                        "PEN-IMPORT-001 14");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Load Balanced Web Service",
                "Backend Service",
                "Worker Service",
                "Scheduled Job",
                "Request-Driven Web Service"
            })
    void putsTheImageIntoTheStackThatCopilotMade(String type) {
        Import.Imported imported = imported(
                "name: report\ntype: " + type + "\nimage: {build: report/Dockerfile}\n",
                WORKSPACE,
                "stack:shop-test-report");
        assertThat(imported.files().getFirst().text())
                .contains(
                        "StackName: shop-test-report",
                        "ActionMode: CREATE_UPDATE",
                        "TemplatePath: BuildOutput::infrastructure/report-stack.stack.yml",
                        "TemplateConfiguration: BuildOutput::infrastructure/report-stack.params.json");
        assertThat(imported.files().get(1).text())
                .contains(
                        "$ECR_REGISTRY/shop/report:$TAG",
                        "get-template --stack-name shop-test-report",
                        "ContainerImage: $image")
                .contains("files:\n    - infrastructure/*");
    }

    @Test
    void putsAnImageThatIsBuiltElsewhereIntoTheStack() {
        Import.Imported imported = imported(
                "name: report\ntype: Scheduled Job\nimage: {location: \"example/report:${TAG}\"}\n",
                WORKSPACE,
                "stack:shop-test-report");
        assertThat(imported.files().get(1).text())
                .contains("jq --arg image \\\"example/report:${TAG:?is not set}\\\" '")
                .doesNotContain("docker", "ecr");
        assertThat(told(imported)).containsExactly("PEN-IMPORT-001 3");
    }

    @Test
    void putsFilesOfAStaticSiteIntoItsBucket() {
        Import.Imported imported = imported("""
                name: site
                type: Static Site
                files:
                  - {source: web/dist, destination: ./assets/, exclude: "web/dist/*.map", reinclude: ["*.txt", a b], recursive: false}
                  - {source: index.html, destination: home.html}
                """, WORKSPACE, "stack:shop-test-site");
        assertThat(imported.files().getFirst().text())
                .contains("provider: CodeBuild")
                .doesNotContain("Deploy");
        assertThat(imported.files().get(1).text())
                .contains(
                        "if [ -d web/dist ]; then aws s3 cp --recursive web/dist \"s3://$BUCKET/assets/\" --exclude '*/*'"
                                + " --exclude '*.map' --include '*.txt' --include 'a b'; else",
                        "else aws s3 cp index.html \"s3://$BUCKET/home.html\"; fi",
                        "--stack-name shop-test-site --logical-resource-id Bucket",
                        "create-invalidation");
        assertThat(told(imported)).containsExactly("PEN-IMPORT-002 4", "PEN-IMPORT-002 4");
    }

    @Test
    void tellsOfAddonsAndOverrides() {
        Import.Imported imported = imported(
                "name: api\ntype: Backend Service\nimage: {build: Dockerfile}\n",
                Map.of("copilot/api/addons/db.yml", "", "copilot/api/overrides/cfn.patches.yml", ""),
                "stack:shop-test-api");
        assertThat(imported.problems())
                .extracting(problem -> problem.span().file())
                .containsExactly("copilot/api/addons/db.yml", "copilot/api/overrides/cfn.patches.yml");
    }

    private static final String PIPELINE = """
            name: release
            version: 1
            source:
              provider: GitHub
              properties: {branch: trunk, repository: https://github.com/example/shop.git, connection_name: c}
            build:
              image: aws/codebuild/amazonlinux2-x86_64-standard:5.0
              buildspec: ci/buildspec.yml
            stages:
              - name: test
                pre_deployments:
                  migrate: {buildspec: ./ci/migrate.yml}
                  seed: {buildspec: ci/seed.yml, depends_on: [migrate]}
                test_commands: [make test, "echo done"]
              - name: prod
                requires_approval: true
                deployments:
                  site:
                  api: {depends_on: [site]}
                  cache:
            """;

    private static final Map<String, String> PROJECT = Map.of(
            "copilot/.workspace",
            "application: shop\n",
            "copilot/api/manifest.yml",
            "name: api\ntype: Backend Service\nimage: {build: api/Dockerfile}\n",
            "copilot/site/manifest.yml",
            "name: site\ntype: Static Site\nfiles: [{source: web}]\n",
            "copilot/cache/manifest.yml",
            "name: cache\ntype: Backend Service\ncpu: 256\n",
            "copilot/environments/test/manifest.yml",
            "name: test\ntype: Environment\n");

    @Test
    void makesStagesOfAPipelineWithoutCopilotsProgram() {
        Import.Imported imported = imported(PIPELINE, PROJECT, "");
        assertThat(imported.files())
                .extracting(ImportedFile::name)
                .containsExactly(
                        "pipeline.yml",
                        "buildspec.yml",
                        "buildspec-site-test.yml",
                        "buildspec-test-test.yml",
                        "buildspec-site-prod.yml",
                        "penstock.yml");
        assertThat(orders(imported.files().getFirst().text()))
                .containsExactly(
                        "Source 1",
                        "Build 1",
                        "migrate-test 1",
                        "seed-test 2",
                        "CreateOrUpdate-api-test 3",
                        "Upload-site-test 3",
                        "Test-test 4",
                        "ApprovePromotionTo-prod 1",
                        "Upload-site-prod 2",
                        "CreateOrUpdate-api-prod 3");
        assertThat(imported.files().getFirst().text())
                .contains("FullRepositoryId: example/shop", "BranchName: trunk", "StackName: shop-prod-api");
        assertThat(imported.files().get(1).text())
                .contains("--stack-name shop-test-api", "--stack-name shop-prod-api")
                .containsOnlyOnce("docker build ");
        assertThat(imported.files().getLast().text())
                .contains("migrate-test:\n    \"on\": host\n    buildspec: ci/migrate.yml")
                .contains("Test-test:\n    \"on\": host\n    buildspec: buildspec-test-test.yml");
        assertThat(told(imported))
                .containsExactly(
                        "PEN-IMPORT-002 5",
                        "PEN-IMPORT-002 7",
                        "PEN-IMPORT-001 8",
                        "PEN-IMPORT-002 10",
                        "PEN-IMPORT-002 20");
    }

    @Test
    void keepsTheBuildOfAPipelineThatDeploysWhatHasNoManifest() {
        Import.Imported imported = imported("""
                name: env-pipeline
                source:
                  provider: CodeCommit
                  properties: {branch: main, repository: https://git-codecommit.us-east-2.amazonaws.com/v1/repos/Shop}
                stages:
                  - name: test
                    deployments:
                      deploy-env:
                        template_path: infrastructure/test.env.yml
                        template_config: infrastructure/test.env.params.json
                        stack_name: app-test
                """, Map.of(), "");
        assertThat(imported.files()).extracting(ImportedFile::name).containsExactly("pipeline.yml", "penstock.yml");
        assertThat(imported.files().getFirst().text())
                .contains(
                        "provider: CodeCommit",
                        "RepositoryName: Shop",
                        "StackName: app-test",
                        "BuildOutput::infrastructure/test.env.yml");
        assertThat(imported.files().getLast().text())
                .contains("buildspec: copilot/pipelines/env-pipeline/buildspec.yml");
        assertThat(told(imported)).containsExactly("PEN-IMPORT-001 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: a\\ntype: Scheduled Job\\nimage: {build: .}| | PEN-IMPORT-006 2",
                "name: a\\ntype: Scheduled Job\\nimage: {build: .}| ecs:main/a | PEN-IMPORT-006 2",
                "name: a\\ntype: Backend Service\\nimage: {build: .}| | PEN-IMPORT-006 2",
                "name: a\\ntype: Environment| stack:shop-a | PEN-IMPORT-004 2",
                "name: a\\ntype: Backend Servce| stack:shop-a | PEN-IMPORT-004 2",
                "name: a\\ntype: Backend Service\\nimage: {location: nginx}| ecs:main/a | PEN-IMPORT-005 3",
                "name: a\\ntype: Worker Service\\nimage: {location: $(x)}| stack:shop-a | PEN-IMPORT-005 3",
                "type: Backend Service\\nimage: {build: Dockerfile}| ecs:main/a | PEN-IMPORT-005 1",
                "name: a\\ntype: Static Site| stack:shop-a | PEN-IMPORT-005 1",
                "name: a\\ntype: Static Site\\nfiles: [a]| stack:shop-a | PEN-IMPORT-005 3",
                "name: a\\nsource: {provider: GitHub}\\nstages: []| | PEN-IMPORT-005 1",
                "name: a\\nsource: {provider: GitHub}\\nstages: [{name: b}]| | PEN-IMPORT-005 3",
                "name: a\\nsource: {}\\nstages: [{name: b, deployments: {c: {stack_name: d, depends_on: [c]}}}]| | PEN-IMPORT-005 3",
                "name: a\\nsource: {}\\nstages: [{name: b, pre_deployments: {c: }, deployments: {d: {stack_name: e}}}]| | PEN-IMPORT-005 3",
                "a: b| ecs:main/a | PEN-IMPORT-004 1",
                "[]| ecs:main/a | PEN-IMPORT-004 1"
            })
    void refusesWhatCannotBeDeployedAndSaysWhere(String text, String target, String problem) {
        Import result = read(text.replace("\\n", "\n"), Map.of(), target == null ? "" : target);
        assertThat(result).isInstanceOf(Import.Refused.class);
        assertThat(result.problems())
                .extracting(each -> each.id() + " " + each.span().line())
                .contains(problem);
        assertThat(result.problems()).allSatisfy(each -> assertThat(each.hint()).isPresent());
    }

    @Test
    void namesTheStackThatCopilotMade() {
        Import result = read("name: api\ntype: Scheduled Job\nimage: {build: .}\n", WORKSPACE, "");
        assertThat(result.problems().getFirst().hint()).contains("Write --to stack:shop-ENVIRONMENT-api.");
    }

    private static List<String> orders(String pipeline) {
        List<String> orders = new ArrayList<>();
        String name = "";
        for (String line : pipeline.lines().toList()) {
            if (line.matches(" {8,10}- name: .*")) {
                name = line.substring(line.indexOf(": ") + 2);
            } else if (line.contains("runOrder: ")) {
                orders.add(name + " " + line.substring(line.indexOf(": ") + 2));
            }
        }
        return orders;
    }

    private static List<String> told(Import.Imported imported) {
        return imported.problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line())
                .toList();
    }

    private static Import.Imported imported(String text, Map<String, String> files, String target) {
        Import result = read(text, files, target);
        assertThat(result).as(result.problems().toString()).isInstanceOf(Import.Imported.class);
        var imported = (Import.Imported) result;
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        return imported;
    }

    private static Import read(String text, Map<String, String> files, String target) {
        Optional<Destination> destination = Destination.of(target);
        return CopilotImporter.read(
                SourceText.of("manifest.yml", text),
                ImportOptions.beside(),
                new CopilotProject(new MemoryFolder(files), destination));
    }
}
