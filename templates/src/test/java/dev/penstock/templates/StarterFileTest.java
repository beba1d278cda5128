package dev.penstock.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StarterFileTest {

    @Test
    void everyFileIsListedAndEveryListedFileIsThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/penstock/templates/starter"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(
                            StarterFile.all().stream().map(StarterFile::name).toList());
        }
        assertThat(StarterFile.all()).allSatisfy(file -> assertThat(file.text()).isNotBlank());
    }
}
