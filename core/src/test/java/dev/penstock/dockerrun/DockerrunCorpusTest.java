package dev.penstock.dockerrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Dockerruns of other people, as they stand in their repositories. */
final class DockerrunCorpusTest {

    private static final Path MEANING = Path.of("src/test/resources/dev/penstock/dockerrun/corpus.txt");

    /** What is refused, and for what first. */
    private static final Map<String, String> REFUSED = Map.of(
            // A template: the port is still to be filled in.
            "dockerrun-v1/imperfectproduce__aws-docker-deploy/Dockerrun.aws.json.template",
                    "PEN-DOCKERRUN-008 at line 9",
            // 'ContainerDefinitions' with a capital C: Elastic Beanstalk sees no container.
            "dockerrun-v2/TonSuchat__multi-docker/Dockerrun.aws.json", "PEN-DOCKERRUN-007 at line 3");

    @Test
    void readsEveryFileOrSaysWhereItIsWrong() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples("dockerrun-v1", "dockerrun-v2")) {
            DockerrunReading reading = DockerrunReader.read(sample.text());
            for (Problem problem : reading.problems()) {
                assertThat(problem.span().line()).as("%s", problem).isPositive();
            }
            switch (reading) {
                case DockerrunReading.Refused refusal -> refused.put(sample.name(), firstError(refusal));
                case DockerrunReading.Accepted accepted ->
                    assertThat("dockerrun-v" + accepted.dockerrun().version())
                            .as(sample.name())
                            .isEqualTo(sample.name().split("/", 2)[0]);
            }
        }
        assertThat(refused).isEqualTo(REFUSED);
    }

    /**
     * What each file says, as text for people: it was read with the Developer Guide beside it ("Docker configuration",
     * "Configuring the Dockerrun.aws.json v2 file"). With the system property {@code penstock.golden=write} it is written anew.
     */
    @Test
    void meansWhatTheDeveloperGuideSays() throws IOException {
        StringBuilder read = new StringBuilder();
        for (Corpus.Sample sample : Corpus.samples("dockerrun-v1", "dockerrun-v2")) {
            read.append("=== ").append(sample.name()).append('\n');
            DockerrunReading reading = DockerrunReader.read(sample.text());
            if (reading instanceof DockerrunReading.Accepted accepted) {
                read.append(DockerrunText.of(accepted.dockerrun()));
            }
            reading.problems()
                    .forEach(problem -> read.append(problem.severity())
                            .append(' ')
                            .append(problem.id())
                            .append(" at line ")
                            .append(problem.span().line())
                            .append('\n'));
        }
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(MEANING, read);
        }
        assertThat(read.toString()).isEqualTo(Files.readString(MEANING));
    }

    @Test
    void putsAnImageIntoEveryFileAndLeavesTheRestAsItWas() throws IOException {
        String image = "registry.example.com/shop/web@sha256:" + "0".repeat(64);
        for (Corpus.Sample sample : Corpus.samples("dockerrun-v1", "dockerrun-v2")) {
            if (!(DockerrunReader.read(sample.text()) instanceof DockerrunReading.Accepted accepted)) {
                continue;
            }
            String first = switch (accepted.dockerrun()) {
                case Dockerrun.SingleContainer single ->
                    single.image().map(Dockerrun.Image::name).orElse("");
                case Dockerrun.MultiContainer several ->
                    several.containers().getFirst().image();
                case Dockerrun.ComposeCredentials none -> "";
            };
            String name = accepted.dockerrun() instanceof Dockerrun.MultiContainer several
                    ? several.containers().getFirst().name()
                    : "web";
            ImageReplacement.Result result =
                    ImageReplacement.images(sample.name(), sample.bytes(), Map.of(name, image));
            if (first.isEmpty()) {
                assertThat(result).as(sample.name()).isInstanceOf(ImageReplacement.Result.Refused.class);
                continue;
            }
            String expected = sample.text()
                    .content()
                    .replaceFirst(java.util.regex.Pattern.quote("\"" + first + "\""), "\"" + image + "\"");
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ImageReplacement.Result.Replaced.class,
                            replaced -> assertThat(replaced.content())
                                    .as(sample.name())
                                    .asString(java.nio.charset.StandardCharsets.UTF_8)
                                    .isEqualTo(expected));
        }
    }

    private static String firstError(DockerrunReading reading) {
        return reading.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst()
                .map(problem -> problem.id() + " at line " + problem.span().line())
                .orElse("no error");
    }
}
