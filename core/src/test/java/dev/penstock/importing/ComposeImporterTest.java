package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeFiles;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeImporterTest {

    private static final String PROJECT = """
            services:
              web:
                build: {context: ./web, dockerfile: Dockerfile.prod, target: final, args: {MODE: "a b"}}
                ports: ["80:80"]
              api_server:
                build: ./api
                image: example/api:1
              cache:
                image: redis:7
            """;

    @Test
    void buildsImagesAndNamesThemByDigest() {
        Import.Imported imported = imported("compose.yaml", PROJECT, "beanstalk:shop/shop-live");
        assertThat(imported.files().get(1).text()).contains("""
                phases:
                  pre_build:
                    commands:
                      - cp compose.yaml docker-compose.yml
                """, """
                      - docker build --tag "$ECR_REGISTRY/shop/web:$TAG" --file ./web/Dockerfile.prod --target final --build-arg 'MODE=a b' ./web
                      - docker build --tag "$ECR_REGISTRY/shop/api-server:$TAG" ./api
                    on-failure: ABORT
                """, """
                      - printf '[{"name":"web","imageUri":"%s"},{"name":"api_server","imageUri":"%s"}]' "$IMAGE_1" "$IMAGE_2" > imagedefinitions.json
                """);
        assertThat(imported.files().getFirst().text())
                .contains("provider: ElasticBeanstalk", "EnvironmentName: shop-live", "BuildOutput");
        assertThat(imported.problems()).extracting("id").containsExactly("PEN-IMPORT-002");
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
    }

    @ParameterizedTest
    @CsvSource({"beanstalk:shop/live, ElasticBeanstalk, ApplicationName: shop", "ecs:main/web, ECS, ClusterName: main"})
    void deploysToWhereItIsToldTo(String target, String provider, String configuration) {
        Import.Imported imported = imported("docker-compose.yml", PROJECT, target);
        assertThat(imported.files().getFirst().text()).contains("provider: " + provider, configuration);
        assertThat(imported.files().get(1).text()).doesNotContain("cp ");
        imported.files().forEach(file -> ImportCorpusTest.assertValid(target, file));
    }

    @Test
    void deploysWithoutABuildWhereNothingIsBuilt() {
        String file = "services: {web: {image: nginx:1.27}}\n";
        Import.Imported imported = imported("docker-compose.yml", file, "beanstalk:shop/live");
        assertThat(imported.files()).extracting(ImportedFile::name).containsExactly("pipeline.yml", "penstock.yml");
        assertThat(imported.files().getFirst().text()).doesNotContain("BuildOutput");
        assertThat(read("docker-compose.yml", file, "ecs:main/web")).isInstanceOf(Import.Refused.class);
    }

    @Test
    void tellsWhatIsNotBuilt() {
        Import.Imported imported = imported("docker-compose.yml", """
                services:
                  far: {build: "https://example.com/far.git"}
                  near: {build: {context: ., no_cache: true}}
                """, "ecs:main/web");
        assertThat(imported.problems())
                .extracting(problem -> problem.id() + " " + problem.span().line())
                .containsExactly("PEN-IMPORT-001 2", "PEN-IMPORT-001 3");
    }

    @Test
    void copiesNoSecret() {
        Import.Imported imported = imported(
                "docker-compose.yml",
                "services: {a: {build: {context: ., args: {NPM_TOKEN: s3cr3t}}}}\n",
                "ecs:main/web");
        assertThat(imported.problems()).extracting("id").containsExactly("PEN-IMPORT-003");
        assertThat(imported.files().get(1).text())
                .contains("--build-arg NPM_TOKEN ")
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ecs", "ecs:main", "fargate:a/b", "ecs:a/b/c", "beanstalk:/b"})
    void knowsNoOtherDestination(String text) {
        assertThat(Destination.of(text)).isEmpty();
    }

    @Test
    void givesElasticBeanstalkTheFileUnderTheNameThatItLooksForAlsoWhereNothingIsBuilt() {
        Import.Imported imported =
                imported("compose.yaml", "services: {web: {image: nginx:1.27}}\n", "beanstalk:shop/live");
        assertThat(imported.files().get(1).text())
                .contains("- cp compose.yaml docker-compose.yml\n")
                .doesNotContain("ecr", "imagedefinitions");
        assertThat(imported.files().getFirst().text()).contains("BuildOutput");
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
    }

    @Test
    void mergesFilesWithTheirProfiles() {
        var options = new ComposeOptions(".", Optional.of("shop"), Map.of(), Set.of("live"), ComposeFiles.NONE)
                .withEnvironmentFiles(List.of("live.env"));
        Import result = ComposeImporter.read(
                List.of(
                        SourceText.of(
                                "deploy/a.yml", "services: {web: {build: ./web, profiles: [live]}, db: {build: .}}\n"),
                        SourceText.of("deploy/b.yml", "services: {web: {build: {target: final}}, db: !reset null}\n")),
                options,
                ImportOptions.beside(),
                Destination.of("beanstalk:shop/live").orElseThrow());
        assertThat(result).isInstanceOfSatisfying(Import.Imported.class, imported -> {
            assertThat(imported.files().get(1).text())
                    .contains(
                            "docker compose -f a.yml -f b.yml config --no-interpolate --no-path-resolution > .merged.yml")
                    .contains("shop/web:$TAG\" --target final ./web\n")
                    .doesNotContain("shop/db");
            assertThat(imported.files().getLast().text()).contains("COMPOSE_PROFILES: live");
            assertThat(imported.problems())
                    .extracting(problem -> problem.id() + " " + problem.span().file())
                    .containsExactly("PEN-IMPORT-001 live.env");
            imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        });
    }

    private static Import.Imported imported(String file, String text, String target) {
        Import result = read(file, text, target);
        assertThat(result).as(result.problems().toString()).isInstanceOf(Import.Imported.class);
        return (Import.Imported) result;
    }

    private static Import read(String file, String text, String target) {
        var options = new ComposeOptions(".", Optional.of("shop"), Map.of(), Set.of(), ComposeFiles.NONE);
        return ComposeImporter.read(
                List.of(SourceText.of(file, text)),
                options,
                ImportOptions.beside(),
                Destination.of(target).orElseThrow());
    }
}
