package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a.txt      | a.txt       | true
                    a.txt      | sub/a.txt   | false
                    *.txt      | a.txt       | true
                    *          | .hidden     | true
                    *          | sub/a       | false
                    sub/*      | sub/a       | true
                    sub/*      | sub/deep/a  | false
                    **/*       | a           | true
                    **/*       | a/b/c       | true
                    sub/**/*   | sub/a       | true
                    sub/**/*   | sub/x/y/a   | true
                    sub/**/*   | other/a     | false
                    sub/**     | sub/x/y     | true
                    **/z/*.c   | z/a.c       | true
                    **/z/*.c   | x/z/y/z/a.c | true
                    **/z/*.c   | x/z/y/a.c   | false
                    **.*       | a.b         | true
                    **.*       | x/a.b       | false
                    ./a//b/    | a/b         | true
                    a?c        | abc         | true
                    a?c        | ac          | false
                    [id].js    | [id].js     | true
                    [id].js    | i.js        | false
                    """)
    void standsFor(String pattern, String path, boolean matches) {
        assertThat(PathPattern.of(pattern).matches(List.of(path.split("/", -1))))
                .isEqualTo(matches);
    }

    @Test
    void agreesWithARegularExpressionOnRandomPatterns() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            String pattern = randomPath(random, List.of("a", "b", "*", "**", "a*", "?", "*b*", "ab"));
            String path = randomPath(random, List.of("a", "b", "ab", "ba", "aab"));
            boolean expected = Pattern.matches(regex(pattern), path + "/");

            assertThat(PathPattern.of(pattern).matches(List.of(path.split("/", -1))))
                    .as("seed %d: %s for %s", seed, pattern, path)
                    .isEqualTo(expected);
        }
    }

    private static String randomPath(Random random, List<String> names) {
        StringBuilder path = new StringBuilder(names.get(random.nextInt(names.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(names.get(random.nextInt(names.size())));
        }
        return path.toString();
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String name : pattern.split("/", -1)) {
            regex.append(
                    name.equals("**")
                            ? "(?:[^/]+/)*"
                            : name.replace("*", "[^/]*").replace("?", "[^/]") + "/");
        }
        return regex.toString();
    }

    @Test
    void takesTimeInProportionHoweverManyWildcardsThereAre() {
        PathPattern pattern = PathPattern.of("*a".repeat(40) + "b/" + "**/x/".repeat(30) + "y");
        List<String> path = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("a".repeat(200) + "b"),
                        java.util.Collections.nCopies(200, "x").stream())
                .toList();

        assertThat(pattern.matches(path)).isFalse();
    }

    @Test
    void excludesWhatIsBelowAFolderThatItNames() {
        assertThat(PathPattern.of("target").covers(List.of("target", "a", "b"))).isTrue();
        assertThat(PathPattern.of("target/*").covers(List.of("target", "a", "b")))
                .isFalse();
        assertThat(PathPattern.of("target").covers(List.of("targets"))).isFalse();
    }
}
