package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ComposeReaderTest {

    @Test
    void namesTheLineOfWhatIsWrong() {
        assertThat(problems("services:\n  web:\n    image: a\n    prots: []\n")).containsExactly("PEN-COMPOSE-005 4:5");
        assertThat(problems("services:\n  web:\n    image: a\n    ports: [\"80:http\"]\n"))
                .containsExactly("PEN-COMPOSE-006 4:13");
        assertThat(problems("services:\n  web:\n    image: a\n    ports: [\"1-3:80-81\"]\n"))
                .containsExactly("PEN-COMPOSE-006 4:13");
        assertThat(problems("services:\n  web:\n    image: a\n    volumes: [\"a::b\"]\n"))
                .containsExactly("PEN-COMPOSE-007 4:15");
        assertThat(problems("services:\n  web:\n    image: [a]\n")).contains("PEN-COMPOSE-004 3:12");
        assertThat(problems("services:\n  web:\n    image: a\n    mem_limit: much\n"))
                .containsExactly("PEN-COMPOSE-004 4:16");
        assertThat(problems("services:\n  web:\n    image: a\n    stop_grace_period: 10\n"))
                .containsExactly("PEN-COMPOSE-004 4:24");
        assertThat(problems("services:\n  web:\n    command: a\n")).containsExactly("PEN-COMPOSE-003 2:3");
        assertThat(problems("[1]")).containsExactly("PEN-COMPOSE-001 1:1");
        assertThat(problems("serivces: {}\n")).containsExactly("PEN-COMPOSE-005 1:1");
        assertThat(problems("web:\n  image: a\n")).containsExactly("PEN-COMPOSE-002 1:1");
    }

    @Test
    void findsWhatDoesNotExist() {
        assertThat(problems("services:\n  web:\n    image: a\n    depends_on: [db]\n"))
                .containsExactly("PEN-COMPOSE-008 4:18");
        assertThat(problems("services:\n  web:\n    image: a\n    volumes: [\"data:/d\"]\n"))
                .containsExactly("PEN-COMPOSE-008 4:15");
        assertThat(problems("services:\n  web:\n    image: a\n    networks: [front]\n"))
                .containsExactly("PEN-COMPOSE-008 4:16");
        assertThat(problems("services:\n  web:\n    image: a\n    secrets: [s]\n"))
                .containsExactly("PEN-COMPOSE-008 4:15");
        assertThat(problems("services:\n  web:\n    extends: base\n")).containsExactly("PEN-COMPOSE-008 3:14");
        assertThat(problems("services:\n  web:\n    extends: {file: other.yml, service: a}\n"))
                .containsExactly("PEN-COMPOSE-011 3:14");
        assertThat(problems("""
                services:
                  web: {image: a, depends_on: [db]}
                  db: {image: b, profiles: [x]}
                """)).containsExactly("PEN-COMPOSE-008 2:32");
    }

    @Test
    void findsCircles() {
        assertThat(problems("""
                services:
                  a: {image: a, depends_on: [b]}
                  b: {image: b, depends_on: [a]}
                """)).containsExactly("PEN-COMPOSE-009 2:6");
        assertThat(problems("""
                services:
                  a: {extends: b}
                  b: {extends: a, image: x}
                """)).contains("PEN-COMPOSE-009 2:16");
        Map<String, String> files = Map.of("./b.yml", "include: [c.yml]\n", "./c.yml", "include: [b.yml]\n");
        assertThat(problems("include: [b.yml]\n", files)).containsExactly("PEN-COMPOSE-009 1:11");
    }

    @Test
    void refusesTwoDefinitionsOfOneName() {
        Map<String, String> files = Map.of("./b.yml", "services: {web: {image: b}}\n");
        assertThat(problems("include: [b.yml]\nservices:\n  web: {image: a}\n", files))
                .containsExactly("PEN-COMPOSE-010 1:11");
    }

    @Test
    void judgesVariables() {
        String file = "services:\n  web:\n    image: \"%s\"\n";
        assertThat(problems(file.formatted("a${B"))).containsExactly("PEN-COMPOSE-012 3:12");
        assertThat(problems(file.formatted("a$ b"))).isEmpty();
        assertThat(problems(file.formatted("a:${TAG:?no tag}"))).containsExactly("PEN-COMPOSE-013 3:12");
        assertThat(problems(file.formatted("a$B"))).containsExactly("PEN-COMPOSE-014 3:12");
        assertThat(problems("services:\n  web: {image: a, env_file: x.env}\n")).containsExactly("PEN-COMPOSE-016 2:29");
        Map<String, String> files = Map.of("./x.env", "A=1\nnot a line\nB=2\n");
        assertThat(problems("services:\n  web: {image: a, env_file: x.env}\n", files))
                .containsExactly("PEN-COMPOSE-015 2:1");
    }

    @Test
    void keepsRelativePathsRelativeToTheProject() {
        ComposeReading reading = read("""
                services:
                  web:
                    build: ./web
                    volumes: ["./a/../b:/b:ro", "../c:/c"]
                """, Map.of());
        ComposeService web =
                ((ComposeReading.Accepted) reading).project().services().getFirst();
        assertThat(web.build().orElseThrow().context()).isEqualTo("./web");
        assertThat(web.mounts())
                .extracting(mount -> mount.source().orElseThrow())
                .containsExactly("./b", "../c");
    }

    @Test
    void tellsAComposeFileFromOtherFilesWithServices() {
        assertThat(recognised("services: {web: {image: a}}")).isTrue();
        assertThat(recognised("services: [docker]\nlanguage: node_js\n")).isFalse();
        assertThat(recognised("Resources: {}\nservices: {web: {image: a}}")).isFalse();
    }

    private static boolean recognised(String text) {
        return ComposeReader.recognises(dev.penstock.document.DocumentReader.read(
                        SourceText.of("c.yml", text), new dev.penstock.problem.Problems())
                .orElseThrow());
    }

    private static List<String> problems(String text) {
        return problems(text, Map.of());
    }

    private static List<String> problems(String text, Map<String, String> files) {
        return read(text, files).problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column())
                .toList();
    }

    private static ComposeReading read(String text, Map<String, String> files) {
        ComposeFiles others =
                path -> Optional.ofNullable(files.get(path)).map(content -> content.getBytes(StandardCharsets.UTF_8));
        return ComposeReader.read(
                SourceText.of("compose.yml", text), ComposeOptions.none().withFiles(others));
    }
}
