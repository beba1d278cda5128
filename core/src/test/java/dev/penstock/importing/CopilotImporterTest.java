package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopilotImporterTest {

    @Test
    void buildsTheImagesOfAServiceAndItsSidecars() {
        Import result = read("""
                name: api
                type: Load Balanced Web Service
                image:
                  build: {dockerfile: api/Dockerfile, context: ., target: final, args: {MODE: x, NPM_TOKEN: s3cr3t}, cache_from: [a]}
                  port: 80
                sidecars:
                  proxy:
                    image: {build: proxy/Dockerfile}
                  other:
                    image: nginx
                environments:
                  test: {image: {location: nginx}}
                """);
        assertThat(result).isInstanceOfSatisfying(Import.Imported.class, imported -> {
            assertThat(imported.files().get(1).text())
                    .contains(
                            "- docker build --tag \"$ECR_REGISTRY/api/api:$TAG\" --file api/Dockerfile --target final"
                                    + " --build-arg MODE=x --build-arg NPM_TOKEN .\n",
                            "- docker build --tag \"$ECR_REGISTRY/api/proxy:$TAG\" --file proxy/Dockerfile proxy\n")
                    .doesNotContain("s3cr3t", "other");
            assertThat(imported.files().getFirst().text()).contains("ClusterName: main", "ServiceName: api-Service-1a");
            assertThat(imported.problems())
                    .extracting(problem -> problem.id() + " " + problem.span().line())
                    .containsExactly("PEN-IMPORT-002 1", "PEN-IMPORT-003 1", "PEN-IMPORT-001 4", "PEN-IMPORT-001 12");
            imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: a\ntype: Scheduled Job\nimage: {build: .}",
                "name: a\ntype: Backend Service\nimage: {location: nginx}",
                "type: Backend Service\nimage: {build: Dockerfile}",
                "name: a\nsource: {provider: GitHub}\nstages: []",
                "a: b",
                "[]"
            })
    void refusesWhatIsNoServiceThatIsBuilt(String text) {
        Import result = read(text);
        assertThat(result).isInstanceOf(Import.Refused.class);
        assertThat(result.problems()).isNotEmpty();
    }

    private static Import read(String text) {
        return CopilotImporter.read(
                SourceText.of("manifest.yml", text),
                ImportOptions.beside(),
                new Destination.EcsService("main", "api-Service-1a"));
    }
}
