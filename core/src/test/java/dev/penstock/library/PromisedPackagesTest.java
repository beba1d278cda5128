package dev.penstock.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromisedPackagesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern COMPARED = Pattern.compile("<penstock\\.api>([^<]+)</penstock\\.api>");
    private static final Pattern LISTED = Pattern.compile("- `penstock-([a-z-]+)`:((?:\\s+`[\\w.]+`,?)+)");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

    @Test
    void whatThePageOfTheLibraryPromisesIsWhatTheBuildCompares() throws IOException {
        Map<String, List<String>> listed = listed();

        assertThat(listed).isEqualTo(compared());
        assertThat(listed.keySet()).contains("core", "local-adapters", "postgresql-journal", "aws-adapters", "lambda");
    }

    @Test
    void whatIsPromisedIsThere() throws IOException {
        listed().forEach((module, names) -> assertThat(names).allSatisfy(name -> {
            Path path = ROOT.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/'));
            assertThat(Files.exists(path.resolve("package-info.java")) || Files.exists(Path.of(path + ".java")))
                    .as(path.toString())
                    .isTrue();
        }));
    }

    /** What the page says, by module. */
    private static Map<String, List<String>> listed() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/library.md"));
        Map<String, List<String>> listed = new LinkedHashMap<>();
        Matcher each = LISTED.matcher(page.substring(page.indexOf("## What is promised")));
        while (each.find()) {
            listed.put(
                    each.group(1),
                    NAME.matcher(each.group(2))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .toList());
        }
        return listed;
    }

    /** What the POMs say, by module. */
    private static Map<String, List<String>> compared() throws IOException {
        Map<String, List<String>> compared = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList()) {
                Matcher names = COMPARED.matcher(Files.readString(module.resolve("pom.xml")));
                if (names.find()) {
                    compared.put(
                            module.getFileName().toString(),
                            Arrays.stream(names.group(1).split(",", -1))
                                    .map(String::strip)
                                    .toList());
                }
            }
        }
        return compared;
    }
}
