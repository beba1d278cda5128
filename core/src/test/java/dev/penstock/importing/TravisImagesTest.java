package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that a {@code .travis.yml} pushes, and the {@code Dockerrun.aws.json} beside it that runs them. */
class TravisImagesTest {

    private static final String DOCKERRUN = """
            {"AWSEBDockerrunVersion": 2, "containerDefinitions": [
              {"name": "front", "image": "example/web", "memory": 64, "essential": true},
              {"name": "api", "image": "docker.io/example/api:latest", "memory": 64},
              {"name": "cache", "image": "redis:7", "memory": 64}]}
            """;

    private static final String TRAVIS = """
            language: generic
            services: docker
            script: docker run example/test
            after_success:
              - docker build -t example/web ./web
              - docker build -t example/api:$TRAVIS_COMMIT ./api
              - echo "$DOCKER_PASSWORD" | docker login -u "$DOCKER_ID" --password-stdin
              - docker push example/web && docker push example/api:$TRAVIS_COMMIT
            deploy: {provider: elasticbeanstalk, app: shop, env: shop-live, on: {branch: main}}
            """;

    @Test
    void goToEcrAndAreDeployedByDigestFromTheSourceAsItWas() {
        Import.Imported imported = imported(TRAVIS, TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml")).isEqualTo("""
                # Made of .travis.yml.
                version: 0.2
                env:
                  shell: bash
                  variables:
                    CI: "true"
                phases:
                  install:
                    commands:
                      - export BUNDLE="${CODEBUILD_SRC_DIR%/*}/bundle" && cp -a "$CODEBUILD_SRC_DIR" "$BUNDLE"
                      - ECR_HOST="$(aws ecr get-authorization-token --query 'authorizationData[0].proxyEndpoint' --output text)"
                      - export ECR_HOST="${ECR_HOST#https://}" ECR_STAND_IN="${AWS_ENDPOINT_URL#*://}"
                      - export ECR_REGISTRY="${ECR_STAND_IN:+${ECR_STAND_IN%/}/}$ECR_HOST"
                      - export TRAVIS_COMMIT="$CODEBUILD_RESOLVED_SOURCE_VERSION"
                  build:
                    commands:
                      - docker run example/test
                    on-failure: ABORT
                  post_build:
                    commands:
                      - docker build -t $ECR_REGISTRY/example/web ./web
                      - docker build -t $ECR_REGISTRY/example/api:$TRAVIS_COMMIT ./api
                      - aws ecr get-login-password | docker login --username AWS --password-stdin "${ECR_REGISTRY%%/*}"
                      - aws ecr describe-repositories --repository-names example/web > /dev/null 2>&1 || aws ecr create-repository --repository-name example/web > /dev/null
                      - aws ecr describe-repositories --repository-names example/api > /dev/null 2>&1 || aws ecr create-repository --repository-name example/api > /dev/null
                      - docker push $ECR_REGISTRY/example/web && docker push $ECR_REGISTRY/example/api:$TRAVIS_COMMIT
                      - IMAGE_1="$(docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$ECR_REGISTRY/example/web" | grep -m1 "^$ECR_REGISTRY/example/web@")" && IMAGE_1="${IMAGE_1#"${ECR_STAND_IN:+${ECR_STAND_IN%/}/}"}"
                      - IMAGE_2="$(docker inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$ECR_REGISTRY/example/api:$TRAVIS_COMMIT" | grep -m1 "^$ECR_REGISTRY/example/api@")" && IMAGE_2="${IMAGE_2#"${ECR_STAND_IN:+${ECR_STAND_IN%/}/}"}"
                      - printf '[{"name":"front","imageUri":"%s"},{"name":"api","imageUri":"%s"}]' "$IMAGE_1" "$IMAGE_2" > "$BUNDLE/imagedefinitions.json"
                artifacts:
                  base-directory: $BUNDLE
                  files:
                    - "**/*"
                """);
        assertThat(text(imported, "pipeline.yml")).contains("- name: BuildOutput");
        assertThat(text(imported, "penstock.yml"))
                .contains("awsEnvironment: true")
                .doesNotContain("simulate");
        assertThat(messages(imported))
                .anyMatch(message -> message.startsWith("8 The containers front, api of Dockerrun.aws.json"))
                .anyMatch(message -> message.startsWith("8 These images go to Amazon ECR"))
                .anyMatch(message -> message.startsWith("7 The login to Docker Hub is left out"));
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
    }

    @Test
    void stayWhereTheyArePushedWhenThatIsAskedFor() {
        Import.Imported imported = imported(TRAVIS, TravisProject.Registry.AS_NAMED);
        assertThat(text(imported, "buildspec.yml"))
                .contains(
                        "docker build -t example/web ./web",
                        "| docker login -u \"$DOCKER_ID\"",
                        "DOCKER_PASSWORD: shop-build:DOCKER_PASSWORD",
                        "grep -m1 \"^example/web@\"",
                        "imagedefinitions.json")
                .doesNotContain("aws ");
        assertThat(text(imported, "penstock.yml"))
                .contains("shop-build:", "DOCKER_ID: DOCKER_ID")
                .doesNotContain("awsEnvironment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quay.io/example/web", "127.0.0.1:5000/example/web", "localhost/example/web"})
    void ofOtherRegistriesStayThere(String image) {
        Import.Imported imported = imported(
                TRAVIS.replace("example/web", image),
                Optional.of(DOCKERRUN.replace("example/web", image)),
                TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml"))
                .contains("docker push " + image + " && docker push $ECR_REGISTRY/example/api")
                .contains("grep -m1 \"^" + image + "@\"");
    }

    @ParameterizedTest
    @CsvSource({
        "docker login -u a -p b,            docker pull example/base",
        "docker login --username=a docker.io, docker build -t x .",
        "docker login -u a < key,           docker-compose run test"
    })
    void keepTheLoginToDockerHubBeforeSomethingIsFetched(String login, String after) {
        String text =
                TRAVIS.replace("script: docker run example/test", "before_install: " + login + "\nscript: " + after);
        assertThat(text(imported(text, TravisProject.Registry.ECR), "buildspec.yml"))
                .contains("- " + login)
                .doesNotContain("DOCKER_ID");
    }

    @Test
    void keepTheLoginToDockerHubForOthersThatArePushedThere() {
        Import.Imported imported = imported(
                TRAVIS.replace("docker push example/web", "docker push example/other"), TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml"))
                .contains("docker login -u \"$DOCKER_ID\"", "docker push example/other && docker push $ECR_REGISTRY");
    }

    @Test
    void areFoundByWhatFollowsAVariable() {
        Import.Imported imported = imported(TRAVIS.replace("example/", "$DOCKER_ID/"), TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml"))
                .contains(
                        "docker build -t $ECR_REGISTRY/$DOCKER_ID/web ./web",
                        "create-repository --repository-name $DOCKER_ID/api",
                        "\"name\":\"front\"",
                        "DOCKER_ID: shop-build:DOCKER_ID");
    }

    @Test
    void takeTheValueOfAVariableOfTheFile() {
        String text = TRAVIS.replace("services: docker", "services: docker\nenv: {global: {IMAGE: example/web}}")
                .replace("example/web", "${IMAGE}")
                .replace("IMAGE: ${IMAGE}", "IMAGE: example/web");
        assertThat(text(imported(text, TravisProject.Registry.ECR), "buildspec.yml"))
                .contains("docker push $ECR_REGISTRY/${IMAGE}", "\"name\":\"front\"");
    }

    @Test
    void areNotTouchedWhereTheyAreNotRun() {
        for (Optional<String> dockerrun : List.of(
                Optional.<String>empty(),
                Optional.of("{\"AWSEBDockerrunVersion\": 3}"),
                Optional.of(DOCKERRUN.replace("example/", "others/")),
                Optional.of("{"))) {
            Import.Imported imported = imported(TRAVIS, dockerrun, TravisProject.Registry.ECR);
            assertThat(text(imported, "buildspec.yml"))
                    .contains("docker push example/web", "docker login -u")
                    .doesNotContain("imagedefinitions", "BUNDLE");
        }
    }

    @Test
    void areWrittenBesideWhatTheBuildLeavesWhereThatIsDeployed() {
        Import.Imported imported =
                imported(TRAVIS.replace("app: shop,", "app: shop, edge: true,"), TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml"))
                .contains("> \"$CODEBUILD_SRC_DIR/imagedefinitions.json\"")
                .doesNotContain("BUNDLE");
    }

    @Test
    void stayAsTheyAreInABundleThatTheBuildMakes() {
        Import.Imported imported =
                imported(TRAVIS.replace("app: shop,", "app: shop, zip_file: a.zip,"), TravisProject.Registry.ECR);
        assertThat(text(imported, "buildspec.yml"))
                .contains("docker push example/web")
                .doesNotContain("imagedefinitions");
        assertThat(messages(imported)).anyMatch(message -> message.startsWith("8 The bundle is a file"));
    }

    @Test
    void ofASingleContainerNeedNoName() {
        String dockerrun = """
                {"AWSEBDockerrunVersion": "1", "Image": {"Name": "example/web"}, "Ports": [{"ContainerPort": "80"}]}
                """;
        assertThat(text(imported(TRAVIS, Optional.of(dockerrun), TravisProject.Registry.ECR), "buildspec.yml"))
                .contains("printf '[{\"name\":\"web\",\"imageUri\":\"%s\"}]' \"$IMAGE_1\"");
    }

    private static Import.Imported imported(String travis, TravisProject.Registry registry) {
        return imported(travis, Optional.of(DOCKERRUN), registry);
    }

    private static Import.Imported imported(
            String travis, Optional<String> dockerrun, TravisProject.Registry registry) {
        var project = new TravisProject(dockerrun.map(text -> SourceText.of("Dockerrun.aws.json", text)), registry);
        Import result = TravisImporter.read(SourceText.of(".travis.yml", travis), project, ImportOptions.beside());
        assertThat(result).as(result.problems().toString()).isInstanceOf(Import.Imported.class);
        return (Import.Imported) result;
    }

    private static String text(Import.Imported imported, String name) {
        return imported.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static List<String> messages(Import.Imported imported) {
        return imported.problems().stream()
                .map(problem -> problem.span().line() + " " + problem.message())
                .toList();
    }
}
