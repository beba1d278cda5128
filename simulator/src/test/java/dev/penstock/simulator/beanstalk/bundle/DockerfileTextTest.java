package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerfileTextTest {

    private static final String FILE = """
            ARG VERSION=1
            FROM --platform=linux/amd64 registry.example.com/build:1 AS Build
            RUN make
            from build as tested
            FROM base-$VERSION
            FROM nginx:1.27
            COPY --from=build /app /app
            """;

    @Test
    void basesAreTheImagesThatAreNoStagesAndThatNoArgumentNames() {
        assertThat(DockerfileText.bases(FILE)).containsExactly("registry.example.com/build:1", "nginx:1.27");
        assertThat(DockerfileText.bases("FROM scratch\n")).isEmpty();
    }

    @Test
    void onlyTheBaseIsReplacedAndTheRestStays() {
        assertThat(DockerfileText.beginningWith(FILE, Map.of("registry.example.com/build:1", "sha256:$1")))
                .isEqualTo(FILE.replace("registry.example.com/build:1", "sha256:$1"));
    }
}
