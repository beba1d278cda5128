package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.convert.Migration.Platform;
import dev.penstock.document.SourceText;
import dev.penstock.lint.Linter;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MigrationTest {

    private static final String DOCKERRUN = """
            {
              "AWSEBDockerrunVersion": "2",
              "authentication": {"bucket": "b", "key": "k"},
              "containerDefinitions": [
                {"name": "web", "image": "shop/web", "memory": 128}
              ]
            }
            """;

    private static final String CONFIGURATION = """
            global:
              application_name: shop  # ours
              default_platform: Multi-container Docker 17.06.2-ce (Generic)
            """;

    @Test
    void keepsTheFileForEcsButForWhatTheGuideWritesOtherwise() {
        Migration.Plan plan = Migration.plan(Platform.ECS, bundle());
        assertThat(diff(plan)).isEqualTo("""
                --- a/Dockerrun.aws.json
                +++ b/Dockerrun.aws.json
                @@ -1,5 +1,5 @@
                 {
                -  "AWSEBDockerrunVersion": "2",
                +  "AWSEBDockerrunVersion": 2,
                   "authentication": {"bucket": "b", "key": "k"},
                   "containerDefinitions": [
                     {"name": "web", "image": "shop/web", "memory": 128}
                --- a/.elasticbeanstalk/config.yml
                +++ b/.elasticbeanstalk/config.yml
                @@ -1,3 +1,3 @@
                 global:
                   application_name: shop  # ours
                -  default_platform: Multi-container Docker 17.06.2-ce (Generic)
                +  default_platform: ECS running on 64bit Amazon Linux 2023
                """);
    }

    @Test
    void writesAComposeFileAndKeepsTheCredentialsInVersionThree() {
        Migration.Plan plan = Migration.plan(Platform.COMPOSE, bundle());
        assertThat(plan.changes())
                .extracting(Migration.FileChange::path)
                .containsExactly("docker-compose.yml", "Dockerrun.aws.json", ".elasticbeanstalk/config.yml");
        assertThat(plan.changes().get(0).after().orElseThrow()).isEqualTo("""
                services:
                  web:
                    image: shop/web
                    env_file:
                      - .env
                    mem_limit: 128m
                """);
        assertThat(plan.changes().get(1).after().orElseThrow()).isEqualTo("""
                {
                  "AWSEBDockerrunVersion": "3",
                  "Authentication": {
                    "bucket": "b",
                    "key": "k"
                  }
                }
                """);
        assertThat(plan.changes().get(0).diff())
                .startsWith("--- /dev/null\n+++ b/docker-compose.yml\n@@ -0,0 +1,6 @@\n+services:\n");
    }

    @Test
    void aMigratedBundleHasNoErrorThatItHadNotBefore() throws IOException {
        int migrated = 0;
        for (Corpus.Sample sample : Corpus.samples("dockerrun-v2")) {
            SourceText dockerrun = SourceText.of("Dockerrun.aws.json", sample.bytes());
            Set<String> before = errors(dockerrun);
            for (Platform platform : Platform.values()) {
                for (Migration.FileChange change : Migration.plan(platform, Map.of(dockerrun.file(), dockerrun))
                        .changes()) {
                    SourceText after =
                            SourceText.of(change.path(), change.after().orElse("{}"));
                    if (change.after().isPresent()) {
                        assertThat(before).as("%s to %s", sample, platform).containsAll(errors(after));
                        migrated++;
                    }
                }
            }
        }
        assertThat(migrated).isGreaterThan(20);
    }

    private static Set<String> errors(SourceText source) {
        return new Linter(ComposeOptions.none())
                .lint(source).problems().stream()
                        .filter(problem -> problem.severity() == Severity.ERROR)
                        .map(Problem::id)
                        .collect(Collectors.toSet());
    }

    @Test
    void overwritesNoComposeFile() {
        Map<String, SourceText> files = bundle();
        files.put("docker-compose.yml", SourceText.of("docker-compose.yml", "services: {}\n"));
        Migration.Plan plan = Migration.plan(Platform.COMPOSE, files);
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.problems()).extracting("id").contains("PEN-MIGRATE-001");
        assertThat(Migration.plan(Platform.ECS, Map.of()).problems())
                .extracting("id")
                .containsExactly("PEN-MIGRATE-001");
    }

    @Test
    void aBundleOfAnotherVersionIsRefusedWithWhatRunsIt() {
        assertThat(refusal(Platform.ECS, """
                        {"AWSEBDockerrunVersion": "1", "Image": {"Name": "a"}, "Ports": [{"ContainerPort": 80}]}"""))
                .contains("version 1", "'Docker running on 64bit Amazon Linux 2023' takes as it is");
        String credentials =
                "{\"AWSEBDockerrunVersion\": \"3\", \"Authentication\": {\"bucket\": \"b\", \"key\": \"k\"}}";
        assertThat(refusal(Platform.ECS, credentials)).contains("belongs to a Compose file");
        assertThat(refusal(Platform.COMPOSE, credentials)).contains("no Compose file beside it");
    }

    @Test
    void aDifferenceTellsHowLinesEnd() {
        assertThat(UnifiedDiff.of("a", "x\r\ny", "x\r\nz\n"))
                .isEqualTo("--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\r\n-y\n\\ No newline at end of file\n+z\n");
    }

    private static String refusal(Platform platform, String dockerrun) {
        Migration.Plan plan =
                Migration.plan(platform, Map.of("Dockerrun.aws.json", SourceText.of("Dockerrun.aws.json", dockerrun)));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.problems()).extracting("id").containsExactly("PEN-MIGRATE-001");
        return plan.problems().getFirst().message();
    }

    private static Map<String, SourceText> bundle() {
        Map<String, SourceText> files = new LinkedHashMap<>();
        files.put("Dockerrun.aws.json", SourceText.of("Dockerrun.aws.json", DOCKERRUN));
        files.put(Migration.CLI_CONFIGURATION, SourceText.of(Migration.CLI_CONFIGURATION, CONFIGURATION));
        return files;
    }

    private static String diff(Migration.Plan plan) {
        return String.join(
                "", plan.changes().stream().map(Migration.FileChange::diff).toList());
    }
}
