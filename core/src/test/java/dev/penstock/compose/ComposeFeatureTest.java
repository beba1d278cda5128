package dev.penstock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each feature of Compose files means what {@code docker compose config} (2.26) took it for, and is refused when it was. */
final class ComposeFeatureTest {

    /** What is read in another way than Docker Compose 2.26 read it, each for its reason. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "builds: secrets and ssh",
            "It reads the file, and fails to print it.",
            "envfiles: required true",
            "Elastic Beanstalk writes such files when it deploys: what is not there is told as a warning.",
            "interpolation: required inside a default that is not needed",
            "Later versions ask for the variable only when it is needed.",
            "secrets: modes as text",
            "It reads them as decimal numbers; later versions as the specification has them, in octal.",
            "services: several documents",
            "The second document is refused, with its line.",
            "units: a duration in days",
            "Later versions know days and weeks.",
            "units: a negative duration",
            "Nothing takes less than no time.",
            "units: real-time processors as durations",
            "The specification has them.",
            "volumes: an empty part",
            "It mounts an anonymous volume at a path that ends in a colon.");

    @ParameterizedTest
    @MethodSource("dev.penstock.compose.ComposeFeature#all")
    void meansWhatDockerComposeTakesItFor(ComposeFeature feature) {
        String expected = Expected.ALL.getOrDefault(feature.toString(), "not recorded");
        String read = read(feature);
        if (OTHERWISE.containsKey(feature.toString())) {
            assertThat(read).as("%s is no difference any more", feature).isNotEqualTo(expected);
        } else if (expected.startsWith("refused: ")) {
            assertThat(read).as("%s: %s", feature, expected).startsWith("refused: ");
        } else {
            assertThat(read).as("%s", feature).isEqualTo(expected);
        }
    }

    private static String read(ComposeFeature feature) {
        ComposeReading reading = feature.reading();
        List<Problem> errors = reading.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        assertThat(errors).allSatisfy(error -> {
            assertThat(error.span().line()).as("%s", error).isPositive();
            assertThat(error.message()).endsWith(".");
        });
        return switch (reading) {
            case ComposeReading.Accepted accepted -> String.join("\n", ComposeConfig.of(accepted.document()));
            case ComposeReading.Refused refused ->
                "refused: " + errors.getFirst().message();
        };
    }

    /** Each difference is one of a feature that there is. */
    @Test
    void namesNoDifferenceOfNothing() {
        assertThat(ComposeFeature.all()).extracting(Object::toString).containsAll(OTHERWISE.keySet());
    }

    /** What stands in the files that end in {@code .expected}, by the features' names. */
    private static final class Expected {

        static final Map<String, String> ALL = ComposeFeature.all().stream()
                .map(ComposeFeature::group)
                .distinct()
                .flatMap(Expected::ofGroup)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        private static Stream<Map.Entry<String, String>> ofGroup(String group) {
            String text = ComposeFeature.read(ComposeFeature.FOLDER.resolve(group + ".expected"));
            return Stream.of(("\n" + text).split("\n=== ", -1)).skip(1).map(part -> {
                int end = part.indexOf('\n');
                return Map.entry(
                        group + ": " + part.substring(0, end),
                        part.substring(end + 1).replaceFirst("\n$", ""));
            });
        }
    }
}
