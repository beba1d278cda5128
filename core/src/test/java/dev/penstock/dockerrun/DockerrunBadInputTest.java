package dev.penstock.dockerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are not as the documentation has them, and what Elastic Beanstalk makes of each: an error where a deployment fails
 * or something is not seen, a warning where it is known to work, nothing where it is right.
 */
final class DockerrunBadInputTest {

    private static final String PORTS = "\"Ports\": [{\"ContainerPort\": 80}]";

    static Stream<Arguments> files() {
        return Stream.of(
                file(
                        "a comment behind //",
                        "{\n  // ours\n  \"AWSEBDockerrunVersion\": \"1\"\n}",
                        "ERROR PEN-JSON-004 2:3"),
                file(
                        "a comment behind #",
                        "{\n  # ours\n  \"AWSEBDockerrunVersion\": \"1\"\n}",
                        "ERROR PEN-JSON-004 2:3"),
                file(
                        "a comment in /* */",
                        "{\n  /* ours */\n  \"AWSEBDockerrunVersion\": \"1\"\n}",
                        "ERROR PEN-JSON-004 2:3"),
                file("a trailing comma in an object", "{\"AWSEBDockerrunVersion\": \"1\",}", "ERROR PEN-JSON-005 1:30"),
                file(
                        "a trailing comma in a list",
                        "{\"AWSEBDockerrunVersion\": \"1\", \"Ports\": [{\"ContainerPort\": 80},]}",
                        "ERROR PEN-JSON-005 1:63"),
                file(
                        "a missing comma",
                        "{\"AWSEBDockerrunVersion\": \"1\"\n \"Logging\": \"/l\"}",
                        "ERROR PEN-JSON-005 2:2"),
                // Version 1 is text and 2 a number in the documentation; the other is taken (elastic-beanstalk-samples,
                // 58).
                file(
                        "version 2 as text",
                        "{\"AWSEBDockerrunVersion\": \"2\", " + containers("") + "}",
                        "WARNING PEN-DOCKERRUN-006 1:27"),
                file("version 1 as a number", "{\"AWSEBDockerrunVersion\": 1}", "WARNING PEN-DOCKERRUN-006 1:27"),
                file("version 1.0 as text", "{\"AWSEBDockerrunVersion\": \"1.0\"}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("version 1.0 as a number", "{\"AWSEBDockerrunVersion\": 1.0}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("version 2.0 as a number", "{\"AWSEBDockerrunVersion\": 2.0}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("a version with a space", "{\"AWSEBDockerrunVersion\": \"1 \"}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("a version that is true", "{\"AWSEBDockerrunVersion\": true}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("a version that is a list", "{\"AWSEBDockerrunVersion\": [1]}", "ERROR PEN-DOCKERRUN-005 1:27"),
                file("no version", "{\"Image\": {\"Name\": \"a\"}}", "ERROR PEN-DOCKERRUN-002 1:1"),
                file(
                        "a version in another case",
                        "{\"awsebDockerrunVersion\": \"1\"}",
                        "ERROR PEN-DOCKERRUN-002 1:1",
                        "ERROR PEN-DOCKERRUN-007 1:2"),
                file(
                        "ports as text and numbers",
                        one(
                                "\"Ports\": [{\"ContainerPort\": \"80\"}, {\"ContainerPort\": 81, \"HostPort\": \"8081\"}]")),
                file(
                        "ports as bare numbers",
                        one("\"Ports\": [80, 81]"),
                        "ERROR PEN-DOCKERRUN-003 3:12",
                        "ERROR PEN-DOCKERRUN-003 3:16"),
                file("ports as an object", one("\"Ports\": {\"ContainerPort\": 80}"), "ERROR PEN-DOCKERRUN-003 3:11"),
                file(
                        "ports as docker run has them",
                        one("\"Ports\": [{\"ContainerPort\": \"8080:80\"}]"),
                        "ERROR PEN-DOCKERRUN-008 3:30"),
                file(
                        "a port of the host alone",
                        one("\"Ports\": [{\"HostPort\": 80}]"),
                        "ERROR PEN-DOCKERRUN-002 3:12"),
                file("port 0", one("\"Ports\": [{\"ContainerPort\": 0}]"), "ERROR PEN-DOCKERRUN-008 3:30"),
                file(
                        "a port that is a fraction",
                        one("\"Ports\": [{\"ContainerPort\": 80.5}]"),
                        "ERROR PEN-DOCKERRUN-008 3:30"),
                file(
                        "ports of version 2",
                        one("\"Ports\": [{\"containerPort\": 80}]"),
                        "ERROR PEN-DOCKERRUN-002 3:12",
                        "ERROR PEN-DOCKERRUN-007 3:13"),
                file(
                        "an image without ports",
                        "{\"AWSEBDockerrunVersion\": \"1\", \"Image\": {\"Name\": \"a\"}}",
                        "ERROR PEN-DOCKERRUN-002 1:41"),
                file("Update as text", image("\"Name\": \"a\", \"Update\": \"true\"")),
                file("Update as a boolean", image("\"Name\": \"a\", \"Update\": true")),
                file(
                        "Update in capitals",
                        image("\"Name\": \"a\", \"Update\": \"True\""),
                        "ERROR PEN-DOCKERRUN-009 3:35"),
                file("Update as a number", image("\"Name\": \"a\", \"Update\": 1"), "ERROR PEN-DOCKERRUN-009 3:35"),
                file("an image as text", one("\"Image\": \"a\", " + PORTS), "ERROR PEN-DOCKERRUN-003 3:11"),
                file("an image without a name", image("\"Update\": \"false\""), "WARNING PEN-DOCKERRUN-014 3:11"),
                file("an image with an empty name", image("\"Name\": \"\""), "WARNING PEN-DOCKERRUN-014 3:11"),
                file("an image in another case", image("\"name\": \"a\""), "ERROR PEN-DOCKERRUN-007 3:12"),
                file(
                        "a volume without a container's folder",
                        one("\"Volumes\": [{\"HostDirectory\": \"/a\"}]"),
                        "ERROR PEN-DOCKERRUN-002 3:14"),
                file(
                        "a mount point without its volume",
                        two("", "\"mountPoints\": [{\"sourceVolume\": \"data\", \"containerPath\": \"/d\"}]"),
                        "ERROR PEN-DOCKERRUN-010 3:88"),
                file(
                        "a mount point of the logs",
                        two("", "\"mountPoints\": [{\"sourceVolume\": \"awseb-logs-a\", \"containerPath\": \"/d\"}]")),
                file("links in a circle", two("", "\"links\": [\"a\"]"), "ERROR PEN-DOCKERRUN-010 3:27"),
                file("a link to nobody", two("", "\"links\": [\"db\"]"), "ERROR PEN-DOCKERRUN-010 3:65"),
                file(
                        "no containers",
                        "{\"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": []}",
                        "ERROR PEN-DOCKERRUN-009 1:54"),
                file(
                        "one container as an object",
                        "{\"AWSEBDockerrunVersion\": 2, \"containerDefinitions\": {\"name\": \"a\"}}",
                        "ERROR PEN-DOCKERRUN-003 1:54"),
                file(
                        "credentials of version 2 in version 1",
                        one("\"authentication\": {\"bucket\": \"b\", \"key\": \"k\"}"),
                        "ERROR PEN-DOCKERRUN-007 3:2"),
                file(
                        "fields of version 3 in version 1",
                        one("\"Authentication\": {\"bucket\": \"b\", \"key\": \"k\"}"),
                        "ERROR PEN-DOCKERRUN-002 3:20",
                        "ERROR PEN-DOCKERRUN-002 3:20",
                        "ERROR PEN-DOCKERRUN-007 3:21",
                        "ERROR PEN-DOCKERRUN-007 3:36"),
                file(
                        "credentials of version 1 in version 2",
                        two("\"Authentication\": {\"Bucket\": \"b\", \"Key\": \"k\"}, ", ""),
                        "ERROR PEN-DOCKERRUN-007 3:2"),
                file(
                        "credentials of version 2 in version 3",
                        "{\"AWSEBDockerrunVersion\": \"3\",\n \"authentication\": {\"bucket\": \"b\", \"key\": \"k\"}}",
                        "ERROR PEN-DOCKERRUN-007 2:2"),
                file("the role of a task", two("\"executionRoleArn\": \"arn:aws:iam::123456789012:role/r\", ", "")),
                file("a key twice", one("\"Logging\": \"/a\", \"Logging\": \"/b\""), "ERROR PEN-JSON-002 3:19"),
                file("tabs between values", "{\n\t\"AWSEBDockerrunVersion\":\t\"1\"\n}"),
                file("a tab inside a text", one("\"Logging\": \"/a\tb\""), "ERROR PEN-JSON-007 3:16"),
                file("text in single quotes", "{'AWSEBDockerrunVersion': '1'}", "ERROR PEN-JSON-001 1:2"),
                file("nothing", "", "ERROR PEN-TEXT-003 1:1"),
                file("blanks", " \n\t\n", "ERROR PEN-TEXT-003 1:1"),
                file("a list at the top", "[{\"AWSEBDockerrunVersion\": \"1\"}]", "ERROR PEN-DOCKERRUN-001 1:1"),
                file("text at the top", "\"1\"", "ERROR PEN-DOCKERRUN-001 1:1"),
                file("null at the top", "null", "ERROR PEN-DOCKERRUN-001 1:1"),
                file("something behind the end", "{\"AWSEBDockerrunVersion\": \"1\"}\n}", "ERROR PEN-JSON-003 2:1"),
                file("an end too early", "{\"AWSEBDockerrunVersion\": \"1\"", "ERROR PEN-JSON-001 1:30"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void saysWhatElasticBeanstalkMakesOfIt(String what, String text, List<String> expected) {
        List<Problem> problems =
                DockerrunReader.read(SourceText.of(Dockerrun.FILE_NAME, text)).problems();
        assertThat(problems.stream().map(DockerrunBadInputTest::shown).sorted())
                .as("%s: %s", what, problems)
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(problems).allSatisfy(problem -> {
            boolean saysWhatWouldBeRight = problem.hint().isPresent()
                    || problem.message()
                            .matches(
                                    "(?s).*(wanted|missing|can be|needed|no comments|is empty|[Ee]xpected|is an object).*");
            assertThat(saysWhatWouldBeRight).as("%s", problem).isTrue();
        });
    }

    @Test
    void aByteOrderMarkIsAWarning() {
        assertThat(encoded("\uFEFF{\"AWSEBDockerrunVersion\": \"1\"}", StandardCharsets.UTF_8))
                .containsExactly("WARNING PEN-DOCKERRUN-013 1:1");
    }

    @Test
    void anotherEncodingIsAnError() {
        assertThat(encoded("\uFEFF{\"AWSEBDockerrunVersion\": \"1\"}", StandardCharsets.UTF_16LE))
                .containsExactly("ERROR PEN-DOCKERRUN-012 1:1");
        assertThat(encoded("{\"AWSEBDockerrunVersion\": \"1\"}", StandardCharsets.UTF_16BE))
                .containsExactly("ERROR PEN-DOCKERRUN-012 1:1");
        assertThat(encoded("{\"AWSEBDockerrunVersion\": \"1\", \"Logging\": \"/é\"}", StandardCharsets.ISO_8859_1))
                .containsExactly("ERROR PEN-TEXT-001 1:45");
    }

    private static List<String> encoded(String text, Charset charset) {
        return DockerrunReader.read(SourceText.of(Dockerrun.FILE_NAME, text.getBytes(charset))).problems().stream()
                .map(DockerrunBadInputTest::shown)
                .toList();
    }

    private static Arguments file(String what, String text, String... problems) {
        return Arguments.of(what, text, List.of(problems));
    }

    private static String one(String fields) {
        return "{\n\"AWSEBDockerrunVersion\": \"1\",\n " + fields + "}";
    }

    private static String image(String fields) {
        return one("\"Image\": {" + fields + "}, " + PORTS);
    }

    private static String two(String fields, String ofContainer) {
        return "{\n\"AWSEBDockerrunVersion\": 2,\n " + fields + containers(ofContainer) + "}";
    }

    private static String containers(String fields) {
        return "\"containerDefinitions\": [{\"name\": \"a\", \"image\": \"i\"" + (fields.isEmpty() ? "" : ", ") + fields
                + "}]";
    }

    private static String shown(Problem problem) {
        return problem.severity() + " " + problem.id() + " " + problem.span().line() + ":"
                + problem.span().column();
    }
}
