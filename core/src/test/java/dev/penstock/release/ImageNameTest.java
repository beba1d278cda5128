package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.artifact.Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    private static final Digest DIGEST = Digest.of(new byte[] {1});

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx, latest",
        "nginx:1.27, nginx, 1.27",
        "localhost:5000/web, localhost:5000/web, latest",
        "localhost:5000/team/web:v1, localhost:5000/team/web, v1",
        "802162369613.dkr.ecr.eu-central-1.amazonaws.com/datatrain/api,"
                + " 802162369613.dkr.ecr.eu-central-1.amazonaws.com/datatrain/api, latest"
    })
    void tellsRepositoryAndTagApart(String text, String repository, String tag) {
        ImageName name = ImageName.parse(text);
        assertThat(name.repository()).isEqualTo(repository);
        assertThat(name.tagOrLatest()).isEqualTo(tag);
        assertThat(name.digest()).isEmpty();
    }

    @Test
    void takesADigestWithAndWithoutATag() {
        assertThat(ImageName.parse("web@" + DIGEST))
                .isEqualTo(new ImageName("web", Optional.empty(), Optional.of(DIGEST)));
        assertThat(ImageName.parse("web:v1@" + DIGEST))
                .isEqualTo(new ImageName("web", Optional.of("v1"), Optional.of(DIGEST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "web:", ":v1", "$URI:v1", "<IMAGE1_NAME>", "web: v1", "web@sha256:12", "web@", "-web"})
    void refusesWhatNamesNoImage(String text) {
        assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
