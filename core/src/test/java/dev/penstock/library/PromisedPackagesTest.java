package dev.penstock.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PromisedPackagesTest {

    private static final Pattern INCLUDED = Pattern.compile("<include>(dev\\.penstock[a-z.]*)</include>");
    private static final Pattern LISTED = Pattern.compile("`(dev\\.penstock\\.[a-z.]*)`");

    @Test
    void whatThePageOfTheLibraryPromisesIsWhatTheBuildCompares() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "library.md"));
        String promise = page.substring(page.indexOf("## What is promised"));
        List<String> listed =
                LISTED.matcher(promise).results().map(found -> found.group(1)).toList();
        List<String> compared = INCLUDED.matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(listed).hasSizeGreaterThan(10).isEqualTo(compared);
        assertThat(listed)
                .allSatisfy(name -> assertThat(Path.of("src", "main", "java")
                                .resolve(name.replace('.', '/'))
                                .resolve("package-info.java"))
                        .exists());
    }
}
