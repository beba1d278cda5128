package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TravisImporterTest {

    private static final String SEVERAL_CONTAINERS = """
            sudo: required
            language: generic
            services:
              - docker

            before_install:
              - docker build -t example/react-test -f ./client/Dockerfile.dev ./client

            script:
              - docker run -e CI=true example/react-test npm test

            after_success:
              - docker build -t example/multi-client ./client
              - echo "$DOCKER_PASSWORD" | docker login -u "$DOCKER_ID" --password-stdin
              - docker push example/multi-client

            deploy:
              provider: elasticbeanstalk
              region: eu-west-1
              app: multi-docker
              env: MultiDocker-env
              bucket_name: elasticbeanstalk-eu-west-1-123456789012
              bucket_path: docker-multi
              on:
                branch: master
              access_key_id: $AWS_ACCESS_KEY
              secret_access_key:
                secure: $AWS_SECRET_KEY
            """;

    @Test
    void makesOfTheUsualFileForSeveralContainersWhatItDid() {
        Import.Imported imported = imported(SEVERAL_CONTAINERS);
        assertThat(text(imported, "pipeline.yml")).isEqualTo("""
                # Made of .travis.yml. To let CodePipeline run it as well, put the ARN of your connection in, and add a roleArn
                # and an artifactStore; Penstock needs none of them: penstock.yml says where the source is.
                pipeline:
                  name: multi-docker
                  pipelineType: V2
                  executionMode: SUPERSEDED
                  stages:
                    - name: Source
                      actions:
                        - name: Source
                          actionTypeId:
                            category: Source
                            owner: AWS
                            provider: CodeStarSourceConnection
                            version: "1"
                          configuration:
                            ConnectionArn: arn:aws:codestar-connections:us-east-1:000000000000:connection/00000000-0000-0000-0000-000000000000
                            FullRepositoryId: owner/multi-docker
                            BranchName: master
                          outputArtifacts:
                            - name: SourceOutput
                    - name: Build
                      actions:
                        - name: Build
                          actionTypeId:
                            category: Build
                            owner: AWS
                            provider: CodeBuild
                            version: "1"
                          configuration:
                            ProjectName: multi-docker-build
                          inputArtifacts:
                            - name: SourceOutput
                    - name: Deploy
                      actions:
                        - name: Deploy
                          actionTypeId:
                            category: Deploy
                            owner: AWS
                            provider: ElasticBeanstalk
                            version: "1"
                          configuration:
                            ApplicationName: multi-docker
                            EnvironmentName: MultiDocker-env
                          inputArtifacts:
                            - name: SourceOutput
                """);
        assertThat(text(imported, "buildspec.yml")).isEqualTo("""
                # Made of .travis.yml.
                version: 0.2
                env:
                  shell: bash
                  variables:
                    CI: "true"
                  secrets-manager:
                    DOCKER_PASSWORD: multi-docker-build:DOCKER_PASSWORD
                    DOCKER_ID: multi-docker-build:DOCKER_ID
                phases:
                  install:
                    commands:
                      - docker build -t example/react-test -f ./client/Dockerfile.dev ./client
                  build:
                    commands:
                      - docker run -e CI=true example/react-test npm test
                    on-failure: ABORT
                  post_build:
                    commands:
                      - docker build -t example/multi-client ./client
                      - echo "$DOCKER_PASSWORD" | docker login -u "$DOCKER_ID" --password-stdin
                      - docker push example/multi-client
                """);
        assertThat(text(imported, "penstock.yml")).isEqualTo("""
                # Made of .travis.yml: what the definition cannot say. No key of AWS is needed here: calls are made with the
                # credentials that the AWS CLI would use, so a profile or a role.
                region: eu-west-1
                sources:
                  Source:
                    directory: "."
                builds:
                  Build:
                    "on": host
                deployments:
                  Deploy:
                    environment:
                      bucket:
                        name: elasticbeanstalk-eu-west-1-123456789012
                        prefix: docker-multi
                simulate:
                  secrets:
                    multi-docker-build:
                      DOCKER_PASSWORD: DOCKER_PASSWORD
                      DOCKER_ID: DOCKER_ID
                """);
        assertThat(notes(imported))
                .containsExactly(
                        "13 PEN-IMPORT-002",
                        "14 PEN-IMPORT-003",
                        "14 PEN-IMPORT-003",
                        "26 PEN-IMPORT-002",
                        "28 PEN-IMPORT-002");
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
    }

    @Test
    void tellsOfAMisspeltPhaseThatTravisNeverRan() {
        Import.Imported imported = imported("""
                language: generic
                script: make
                after_sucess: make publish
                """);
        assertThat(notes(imported)).containsExactly("3 PEN-IMPORT-001");
        assertThat(imported.problems().getFirst().hint().orElseThrow()).contains("after_success");
        assertThat(text(imported, "buildspec.yml")).doesNotContain("publish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip_cleanup: true", "edge: true", "zip_file: dist/app.zip"})
    void deploysWhatTheBuildLeavesWhereTravisDid(String option) {
        Import.Imported imported = imported("""
                language: generic
                script: make
                deploy: {provider: elasticbeanstalk, app: a, env: b, OPTION}
                """.replace("OPTION", option));
        assertThat(text(imported, "pipeline.yml")).contains("BuildOutput");
        assertThat(text(imported, "buildspec.yml")).contains("artifacts:");
        imported.files().forEach(file -> ImportCorpusTest.assertValid(option, file));
    }

    @Test
    void makesAPipelineForEachBranchThatIsDeployed() {
        Import.Imported imported = imported("""
                language: node_js
                node_js: "18"
                deploy:
                  - provider: elasticbeanstalk
                    app: shop
                    env: shop-test
                    on: develop
                  - provider: elasticbeanstalk
                    app: shop
                    env: shop-live
                    region: eu-west-1
                    on: {branch: main, condition: $LIVE = yes}
                """);
        assertThat(imported.files())
                .extracting(ImportedFile::name)
                .containsExactly("pipeline-develop.yml", "pipeline-main.yml", "buildspec.yml", "penstock.yml");
        assertThat(text(imported, "pipeline-develop.yml")).contains("shop-test").doesNotContain("shop-live");
        assertThat(text(imported, "penstock.yml")).contains("image: public.ecr.aws/docker/library/node:18");
        assertThat(notes(imported)).containsExactly("12 PEN-IMPORT-001");
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
    }

    @Test
    void leavesNoPhaseOutAndRunsWhatAlwaysRuns() {
        Import.Imported imported = imported("""
                language: generic
                services: [docker, postgresql]
                env:
                  global: [NAME=shop, "PLACE=$HOME/x", {secure: abc=}]
                before_script: echo $TRAVIS_COMMIT
                script: make test
                after_success: make publish
                after_failure: make report
                after_script: make clean
                """);
        assertThat(text(imported, "buildspec.yml")).isEqualTo("""
                # Made of .travis.yml.
                version: 0.2
                env:
                  shell: bash
                  variables:
                    CI: "true"
                    NAME: shop
                phases:
                  install:
                    commands:
                      - export TRAVIS_COMMIT="$CODEBUILD_RESOLVED_SOURCE_VERSION"
                      - export PLACE=$HOME/x
                      - docker run --detach --publish 5432:5432 --env POSTGRES_HOST_AUTH_METHOD=trust public.ecr.aws/docker/library/postgres:16
                  pre_build:
                    commands:
                      - echo $TRAVIS_COMMIT
                  build:
                    commands:
                      - make test
                    finally:
                      - "if [ \\"$CODEBUILD_BUILD_SUCCEEDING\\" = 0 ]; then\\nmake report\\nfi"
                  post_build:
                    commands:
                      - test "$CODEBUILD_BUILD_SUCCEEDING" = 1
                      - make publish
                    finally:
                      - make clean
                """);
    }

    @Test
    void saysThatTravisDeploysFromMasterWhereNoBranchIsNamed() {
        String text = """
                language: generic
                script: make
                deploy:
                  provider: elasticbeanstalk
                  app: a
                  env: b
                """;
        assertThat(text(imported(text), "pipeline.yml")).contains("BranchName: master");
        assertThat(notes(imported(text))).containsExactly("4 PEN-IMPORT-002");
        Import.Imported other = imported(text + "branches: {only: [main]}\n");
        assertThat(text(other, "pipeline.yml")).contains("BranchName: main");
        assertThat(other.problems().getFirst().message()).contains("it never deployed", "follows 'main'");
        assertThat(text(imported(text + "branches: {only: [main, dev]}\n"), "pipeline.yml"))
                .contains("BranchName: master");
    }

    @Test
    void namesEachJobThatIsNotBuilt() {
        Import.Imported imported = imported("""
                language: python
                python: ["3.11", "3.12"]
                arch: [amd64, arm64]
                env:
                  global: [A=1]
                  jobs: [B=1, B=2]
                jobs:
                  exclude: [{python: "3.11", env: B=2}]
                  allow_failures: [{python: "3.12"}]
                  include:
                    - {name: unit, script: make unit, env: C=1}
                    - {stage: integration, script: make integration}
                """);
        assertThat(text(imported, "buildspec.yml")).contains("A: \"1\"", "C: \"1\"", "make unit");
        assertThat(notes(imported))
                .contains(
                        "2 PEN-IMPORT-001",
                        "3 PEN-IMPORT-001",
                        "8 PEN-IMPORT-002",
                        "9 PEN-IMPORT-001",
                        "12 PEN-IMPORT-001");
    }

    @Test
    void neverCopiesASecret() {
        Import.Imported imported = imported("""
                language: generic
                env: API_TOKEN=s3cr3t
                script: make
                deploy:
                  provider: elasticbeanstalk
                  app: a
                  env: b
                  access_key_id: AKIAEXAMPLE
                  secret_access_key: s3cr3t
                """);
        assertThat(imported.files()).allSatisfy(file -> assertThat(file.text()).doesNotContain("s3cr3t", "AKIA"));
        assertThat(imported.problems())
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("s3cr3t", "AKIAEXAMPLE"));
        assertThat(notes(imported))
                .containsExactly("2 PEN-IMPORT-003", "5 PEN-IMPORT-002", "8 PEN-IMPORT-003", "9 PEN-IMPORT-003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app: $APP, env: b",
                "app: <APP>, env: b",
                "env: b",
                "app: a, env: b, region: Ireland",
                "app: a, env: b, bucket: UPPER"
            })
    void refusesValuesThatNobodyKnows(String options) {
        Import refused = TravisImporter.read(
                SourceText.of(".travis.yml", "script: make\ndeploy: {provider: elasticbeanstalk, " + options + "}\n"),
                TravisProject.alone(),
                ImportOptions.beside());
        assertThat(refused).isInstanceOf(Import.Refused.class);
        assertThat(refused.problems()).extracting("id").contains("PEN-IMPORT-005");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- make", "a: b", "text", "a: [", ""})
    void refusesWhatIsNoTravisFile(String text) {
        Import refused =
                TravisImporter.read(SourceText.of(".travis.yml", text), TravisProject.alone(), ImportOptions.beside());
        assertThat(refused).isInstanceOf(Import.Refused.class);
    }

    private static Import.Imported imported(String text) {
        Import result =
                TravisImporter.read(SourceText.of(".travis.yml", text), TravisProject.alone(), ImportOptions.beside());
        assertThat(result.problems()).extracting("id").doesNotContain("PEN-IMPORT-005");
        assertThat(result).isInstanceOf(Import.Imported.class);
        return (Import.Imported) result;
    }

    private static String text(Import.Imported imported, String name) {
        return imported.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static List<String> notes(Import.Imported imported) {
        return imported.problems().stream()
                .flatMap(problem -> Stream.of(problem.span().line() + " " + problem.id()))
                .toList();
    }
}
