package dev.penstock.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StarterFileTest {

    @Test
    void everyFileOfTheServiceIsListedAndEveryListedFileIsThere() throws IOException {
        assertThat(names(Path.of("src/main/resources/dev/penstock/templates/service")))
                .containsExactlyInAnyOrderElementsOf(listed(StarterSet.SERVICE));
        assertThat(StarterSet.SERVICE.files())
                .allSatisfy(file -> assertThat(file.text()).isNotBlank());
    }

    @Test
    void theWebApplicationIsTheSampleOfThatName() throws IOException {
        Path sample = Path.of("../samples/web-application");
        assertThat(names(sample.resolve("infrastructure")))
                .allSatisfy(
                        name -> assertThat(listed(StarterSet.WEB_APPLICATION)).contains("infrastructure/" + name));
        assertThat(StarterSet.WEB_APPLICATION.files())
                .allSatisfy(file -> assertThat(sample.resolve(file.name())).hasContent(file.text()));
    }

    @Test
    void aSetIsFoundByItsName() {
        assertThat(StarterSet.named("web-application")).contains(StarterSet.WEB_APPLICATION);
        assertThat(StarterSet.named("nothing")).isEmpty();
    }

    private static List<String> listed(StarterSet set) {
        return set.files().stream().map(StarterFile::name).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
