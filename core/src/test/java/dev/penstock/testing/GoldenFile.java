package dev.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that must stay as it is, kept in a file. With the system property {@code penstock.golden=write}, the files are
 * written anew; then the difference is for people to judge.
 */
public final class GoldenFile {

    private GoldenFile() {}

    /** The text is that of the file {@code golden/NAME} of the test resources. */
    public static void assertMatches(String name, String text) throws IOException {
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Path file = Path.of("src/test/resources/golden", name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return;
        }
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as("golden file %s", name).isNotNull();
            assertThat(text).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
